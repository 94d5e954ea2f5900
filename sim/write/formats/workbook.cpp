// workbook.xlsx: a cover, native charts, and a sheet a CSV file with the same figures.
#include "model/words.hpp"
#include "write/csv.hpp"
#include "write/format.hpp"
#include "write/workbook/charts.hpp"
#include "write/workbook/cover.hpp"
#include "write/workbook/table_sheet.hpp"

namespace entente {

namespace {

// What moves the gains most, as the report shows it.
NamedFile sensitivity_rows(const Results& results) {
    Csv csv("sensitivity.csv", "alternative,firm,input,quantity,share_of_variance,share_se,gain_where_lowest,gain_where_highest", {});
    for (const TornadoRow& row : results.tornado)
        csv.row(row.alternative, row.firm, row.input, in_words(results.titles, row.input), row.share, row.share_se, row.means.front(),
                row.means.back());
    return csv.finish();
}

}  // namespace

void write_workbook(const std::string& path, const Results& results, const RunRecord& record, const std::vector<NamedFile>& files) {
    const std::string unit = results.currency + " m";
    const auto fill = [&](Book& book) {
        check_memory_for(files);
        add_cover(book, results, record, result_hash(files));
        add_charts(book, results);
        for (const NamedFile& file : files) add_table(book, file, unit);
        if (!results.tornado.empty()) add_table(book, sensitivity_rows(results), unit);
    };
    make_book(path, fill, "leave workbook.xlsx out by --format csv,html");
}

extern const Format workbook_format{
    "xlsx", "workbook.xlsx", 1, [] { return std::vector<std::string>{"workbook.xlsx"}; },
    [](FileSet& set, const RunFiles& run) { write_workbook(set.pending("workbook.xlsx"), run.results, run.record, run.plain); }};

}  // namespace entente
