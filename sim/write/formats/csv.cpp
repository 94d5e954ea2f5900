// The CSV files: RFC 4180, columns as tables.hpp declares them, numbers that read back to the same bits.
#include "write/tables.hpp"

namespace entente {

std::vector<NamedFile> csv_files(const Results& results, const std::string& scenario, bool samples, const CsvDialect& dialect) {
    const RunNames run{scenario, results.baseline};
    std::vector<NamedFile> files;
    each_table([&]<class Table>(const Table&) {
        if constexpr (requires { Table::on_request; }) {
            if (!samples) return;
        }
        files.push_back(csv_of(results.*Table::rows, run, dialect));
    });
    return files;
}

}  // namespace entente
