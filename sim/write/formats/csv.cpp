// The CSV files: RFC 4180, columns as tables.hpp declares them, numbers that read back to the same bits.
#include "write/format.hpp"
#include "write/tables.hpp"

namespace entente {

std::vector<NamedFile> csv_files(const Results& results, const std::string& scenario, bool samples, const CsvDialect& dialect) {
    const RunNames run{scenario, results.baseline};
    std::vector<NamedFile> files;
    each_table([&]<class Table>(const Table&) {
        if constexpr (requires { Table::on_request; }) {
            if (!samples) return;
        }
        if constexpr (requires { Table::where_any; }) {
            if ((results.*Table::rows).empty()) return;
        }
        files.push_back(csv_of(results.*Table::rows, run, dialect));
    });
    return files;
}

extern const Format csv_format{"csv", "summary.csv and comparison.csv", 2,
                               [] {
                                   std::vector<std::string> names;
                                   each_table([&](const auto& table) { names.emplace_back(table.file); });
                                   return names;
                               },
                               [](FileSet& set, const RunFiles& run) {
                                   const RunRecord& record = run.record;
                                   for (const NamedFile& file : csv_files(run.results, record.scenario, record.samples, record.dialect))
                                       set.add(file);
                               }};

}  // namespace entente
