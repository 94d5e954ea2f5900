// The CSV files: RFC 4180, columns as tables.hpp declares them, numbers that read back to the same bits.
#include "write/format.hpp"
#include "write/tables.hpp"

namespace entente {

namespace {

NamedFile draws_csv(const DrawTable& draws, const CsvDialect& dialect) {
    std::vector<std::string> header{"world"};
    header.insert(header.end(), draws.names.begin(), draws.names.end());
    Csv csv(std::string(DrawsFile::file), header, dialect);
    const std::size_t worlds = draws.columns.empty() ? 0 : draws.columns.front().size();
    for (std::size_t w = 0; w < worlds; ++w)
        csv.numbers(draws.numbers.empty() ? static_cast<std::int64_t>(w) : draws.numbers[w], draws.columns.size(),
                    [&](std::size_t i) { return draws.columns[i][w]; });
    return csv.finish();
}

}  // namespace

std::vector<NamedFile> csv_files(const Results& results, const std::string& scenario, bool samples, const CsvDialect& dialect) {
    const RunNames run{scenario, results.baseline};
    std::vector<NamedFile> files;
    each_table([&]<class Table>(const Table&) {
        if constexpr (requires { Table::on_request; }) {
            if (!samples) return;
        }
        if constexpr (requires { Table::if_any; }) {
            if ((results.*Table::rows).empty()) return;
        }
        files.push_back(csv_of(results.*Table::rows, run, dialect));
    });
    if (samples) files.push_back(draws_csv(results.draws, dialect));
    return files;
}

extern const Format csv_format{"csv", "summary.csv and comparison.csv", 2,
                               [] {
                                   std::vector<std::string> names;
                                   each_table([&](const auto& table) { names.emplace_back(table.file); });
                                   names.emplace_back(DrawsFile::file);
                                   return names;
                               },
                               [](FileSet& set, const RunFiles& run) {
                                   const RunRecord& record = run.record;
                                   for (const NamedFile& file : csv_files(run.results, record.scenario, record.samples, record.dialect))
                                       set.add(file);
                               }};

}  // namespace entente
