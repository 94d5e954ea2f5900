// workbook.xlsx: a cover, a sheet a CSV file with the same figures, and native charts.
#include <fmt/core.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <memory>
#include <new>
#include <utility>

#include "base/problem.hpp"
#include "base/text.hpp"
#include "write/format.hpp"
#include "write/formats/sheet_rows.hpp"
#include "write/funding.hpp"
#include "write/read_back.hpp"
#include "write/verdict.hpp"
#include "write/xlsx_memory.hpp"

namespace entente {

namespace {

void write_text(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const char* text, lxw_format* format) {
    written(worksheet_write_string(sheet, row, column, text, format));
}
void write_number(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, double x, lxw_format* format) {
    written(worksheet_write_number(sheet, row, column, x, format));
}

class Workbook {
public:
    // The library's temporary files stand beside the workbook: where there is room for it, there is for them.
    Workbook(const std::string& path, std::string folder) {
        lxw_workbook_options options{};
        options.tmpdir = folder.data();
        book_ = needed(workbook_new_opt(path.c_str(), &options));
        // The same results make the same bytes: no date of today inside.
        lxw_doc_properties properties{};
        properties.created = 946684800;  // 2000-01-01
        char title[] = "entente";        // the library takes no constant
        properties.title = title;
        workbook_set_properties(book_, &properties);
        bold_ = needed(workbook_add_format(book_));
        format_set_bold(bold_);
        number_ = needed(workbook_add_format(book_));
        format_set_num_format(number_, "#,##0.00##");
        wrapped_ = needed(workbook_add_format(book_));
        format_set_text_wrap(wrapped_);
        format_set_align(wrapped_, LXW_ALIGN_VERTICAL_TOP);
    }
    ~Workbook() {
        if (book_ != nullptr) lxw_workbook_free(book_);
    }
    Workbook(const Workbook&) = delete;
    Workbook& operator=(const Workbook&) = delete;

    void cover(const Results& results, const RunRecord& record, const std::string& hash) {
        lxw_worksheet* sheet = add("cover");
        worksheet_set_column(sheet, 0, 0, 110, nullptr);
        lxw_row_t row = 0;
        const auto line = [&](const std::string& text, lxw_format* format) { write_text(sheet, row++, 0, text.c_str(), format); };
        line(results.name.empty() ? record.scenario : results.name, bold_);
        if (!results.condition.empty()) line(condition_told(results), wrapped_);
        for (const std::string& sentence : verdict(results)) line(sentence, wrapped_);
        for (const std::string& sentence : endings(results)) line(sentence + ".", wrapped_);
        for (const std::string& sentence : what_money_delays(results, alternatives_of(results))) line(sentence + ".", wrapped_);
        if (const std::string basis = what_limits_rest_on(results); !basis.empty()) line(basis, wrapped_);
        ++row;
        line(fmt::format("{} worlds by {}, seed {}; money in {} m; compared with '{}'", results.worlds, results.sampling, results.seed,
                         results.currency, alternative_title(results, results.baseline)),
             nullptr);
        line("scenario " + as_utf8(record.file) + ", SHA-256 " + record.sha256, nullptr);
        for (const Input& input : record.inputs) line("data file " + as_utf8(input.name) + ", SHA-256 " + input.sha256, nullptr);
        line("entente " + version() + " (" + build() + "), result hash " + hash, nullptr);
        for (const std::string& warning : results.warnings) line("warning: " + warning, wrapped_);
    }

    // A sheet of one CSV file, and what does not fit said on it.
    void table(const NamedFile& file) {
        const std::string name = file.name.substr(0, file.name.find('.'));
        lxw_worksheet* sheet = add(name);
        std::vector<std::vector<std::string>> rows = rows_of(file.content);
        const std::size_t most = most_rows_of(rows.front().size());
        const bool cut = rows.size() > most || rows.front().size() > most_columns;
        if (rows.size() > most) rows.resize(most);
        for (auto& row : rows) row.resize(std::min(row.size(), most_columns));
        for (std::size_t r = 0; r < rows.size(); ++r) {
            for (std::size_t c = 0; c < rows[r].size(); ++c) {
                const auto at = static_cast<lxw_row_t>(r);
                const auto column = static_cast<lxw_col_t>(c);
                // A text stays one, also where it reads like a number.
                const auto number = r > 0 && file.kinds[c] == 'n' ? number_of(rows[r][c]) : std::nullopt;
                if (number) {
                    write_number(sheet, at, column, *number, std::floor(*number) == *number ? nullptr : number_);
                } else if (!rows[r][c].empty()) {
                    write_text(sheet, at, column, rows[r][c].c_str(), r == 0 ? bold_ : nullptr);
                }
            }
        }
        const auto last_row = static_cast<lxw_row_t>(rows.size() - 1);
        const auto last_column = static_cast<lxw_col_t>(rows[0].size() - 1);
        if (cut) write_text(sheet, last_row + 1, 0, (file.name + " goes on; this sheet ends here").c_str(), bold_);
        worksheet_freeze_panes(sheet, 1, 0);
        worksheet_set_column(sheet, 0, last_column, 13, nullptr);
        if (last_row > 0) worksheet_autofilter(sheet, 0, 0, last_row, last_column);
        char range[64];
        lxw_rowcol_to_range_abs(range, 0, 0, last_row, last_column);
        workbook_define_name(book_, (name + "_table").c_str(), ("=" + name + "!" + range).c_str());
    }

    // Tables made for charts, side by side below each other, each with its chart to the right.
    void charts(const Results& results) {
        sheet_ = add("charts");
        for (const std::string& firm : firms_of(results)) {
            s_curves(results, firm);
            gains(results, firm);
            outlay(results, firm);
            wanted(results, firm);
        }
        exits(results);
    }

    void finish(const std::string& path) {
        if (const lxw_error error = workbook_close(std::exchange(book_, nullptr)); error != LXW_NO_ERROR)
            throw Failure("cannot write '" + path + "': " + lxw_strerror(error));
    }

private:
    lxw_worksheet* add(const std::string& name) { return needed(workbook_add_worksheet(book_, name.c_str())); }

    void heading(const std::string& title, const std::vector<std::string>& columns) {
        write_text(sheet_, row_++, 0, title.c_str(), bold_);
        for (std::size_t c = 0; c < columns.size(); ++c) write_text(sheet_, row_, static_cast<lxw_col_t>(c), columns[c].c_str(), bold_);
        ++row_;
    }
    // A chart of the table of `count` rows that ends here: first column across, the others as series.
    void chart(std::uint8_t type, const std::string& title, const std::string& x, const std::string& y,
               const std::vector<std::string>& names, lxw_row_t count) {
        lxw_chart* chart = needed(workbook_add_chart(book_, type));
        const lxw_row_t first = row_ - count;
        for (std::size_t s = 0; s < names.size(); ++s) {
            const auto column = static_cast<lxw_col_t>(s + 1);
            lxw_chart_series* series = needed(chart_add_series(chart, nullptr, nullptr));
            const bool curve = type == LXW_CHART_SCATTER_SMOOTH_WITH_MARKERS;
            // An S-curve has its probabilities upwards.
            const lxw_col_t across = curve ? column : 0, up = curve ? 0 : column;
            chart_series_set_categories(series, "charts", first, across, row_ - 1, across);
            chart_series_set_values(series, "charts", first, up, row_ - 1, up);
            chart_series_set_name(series, names[s].c_str());
        }
        chart_title_set_name(chart, title.c_str());
        chart_axis_set_name(chart->x_axis, x.c_str());
        chart_axis_set_name(chart->y_axis, y.c_str());
        worksheet_insert_chart(sheet_, first > 0 ? first - 1 : 0, 12, chart);
        row_ = std::max(row_, first + 17) + 2;
    }

    void s_curves(const Results& results, const std::string& firm) {
        const std::vector<std::string> alternatives = alternatives_of(results);
        std::vector<std::string> columns{"probability"};
        for (const std::string& alternative : alternatives) columns.push_back(alternative_title(results, alternative));
        heading("Cost (npv) of " + called(results, firm), columns);
        constexpr std::array levels{0.01, 0.05, 0.1, 0.2, 0.25, 0.5, 0.75, 0.8, 0.9, 0.95, 0.99};
        for (std::size_t i = 0; i < levels.size(); ++i) {
            write_number(sheet_, row_, 0, levels[i], nullptr);
            for (std::size_t a = 0; a < alternatives.size(); ++a) {
                const Statistics& s = summary_row(results, alternatives[a], firm, "cost_npv")->statistics;
                const std::array values{s.p1, s.p5, s.p10, s.p20, s.p25, s.p50, s.p75, s.p80, s.p90, s.p95, s.p99};
                write_number(sheet_, row_, static_cast<lxw_col_t>(a + 1), values[i], nullptr);
            }
            ++row_;
        }
        chart(LXW_CHART_SCATTER_SMOOTH_WITH_MARKERS, "What " + called(results, firm) + " pays: chance of less",
              results.currency + " m, discounted", "probability", {columns.begin() + 1, columns.end()},
              static_cast<lxw_row_t>(levels.size()));
    }

    void gains(const Results& results, const std::string& firm) {
        for (const ComparisonRow& row : results.comparison) {
            if (row.firm != firm || row.metric != "gain" || row.histogram.empty()) continue;
            heading("Gain of " + called(results, firm) + " by " + alternative_title(results, row.alternative), {"from", "share of worlds"});
            for (const HistogramBin& bin : row.histogram) {
                write_number(sheet_, row_, 0, std::round(bin.low), nullptr);
                write_number(sheet_, row_++, 1, bin.share, nullptr);
            }
            chart(LXW_CHART_COLUMN, "Gain of " + called(results, firm) + " by '" + alternative_title(results, row.alternative) + "'",
                  results.currency + " m", "share of worlds", {"share of worlds"}, static_cast<lxw_row_t>(row.histogram.size()));
        }
    }

    void outlay(const Results& results, const std::string& firm) {
        for (const std::string& alternative : alternatives_of(results)) {
            const std::string title = alternative_title(results, alternative);
            heading("Cost of " + called(results, firm) + " by year, " + title, {"year", "p10", "p50", "p90"});
            lxw_row_t count = 0;
            for (const AnnualRow& row : results.annual) {
                if (row.alternative != alternative || row.firm != firm || row.flow != "cost") continue;
                write_number(sheet_, row_, 0, row.year, nullptr);
                write_number(sheet_, row_, 1, row.p10, nullptr);
                write_number(sheet_, row_, 2, row.p50, nullptr);
                write_number(sheet_, row_++, 3, row.p90, nullptr);
                ++count;
            }
            chart(LXW_CHART_LINE, "Cost of " + called(results, firm) + " by year, '" + title + "'", "year",
                  results.currency + " m, nominal", {"p10", "p50", "p90"}, count);
        }
    }

    // What a firm with limited funding wants to spend and what it can.
    void wanted(const Results& results, const std::string& firm) {
        for (const std::string& alternative : alternatives_of(results)) {
            const std::vector<FundingYear> years = funding_years(results, alternative, firm);
            if (years.empty()) continue;
            const std::string title = alternative_title(results, alternative);
            heading("Money of " + called(results, firm) + " by year, " + title, {"year", "wants", "can", "spends"});
            for (const FundingYear& year : years) {
                write_number(sheet_, row_, 0, year.year, nullptr);
                write_number(sheet_, row_, 1, year.wanted->mean, nullptr);
                write_number(sheet_, row_, 2, year.funding->mean, nullptr);
                write_number(sheet_, row_++, 3, year.spent->mean, nullptr);
            }
            chart(LXW_CHART_LINE, "What " + called(results, firm) + " wants to spend and can, '" + title + "'", "year",
                  results.currency + " m, nominal, means", {"wants", "can", "spends"}, static_cast<lxw_row_t>(years.size()));
        }
    }

    void exits(const Results& results) {
        heading("Exits", {"alternative, exit, leaver", "probability"});
        lxw_row_t count = 0;
        for (const ExitRow& row : results.exits) {
            if (row.probability == 0) continue;
            write_text(sheet_, row_, 0,
                       (alternative_title(results, row.alternative) + ", " + row.trigger + ", " + firm_title(results, row.leaver)).c_str(),
                       nullptr);
            write_number(sheet_, row_++, 1, row.probability, nullptr);
            ++count;
        }
        if (count > 0) chart(LXW_CHART_BAR, "How the alliances end early", "", "share of worlds", {"probability"}, count);
    }

    lxw_workbook* book_ = nullptr;
    lxw_worksheet* sheet_ = nullptr;
    lxw_format *bold_ = nullptr, *number_ = nullptr, *wrapped_ = nullptr;
    lxw_row_t row_ = 0;
};

// Where the library gets no memory it crashes in some places instead of saying so. So as much as it may need is asked for beforehand, and
// given back: where that fails, the program says so.
void check_memory(const std::vector<NamedFile>& files) {
    constexpr std::size_t most_a_cell = 256, most_besides = std::size_t{32} << 20U;  // bytes
    std::size_t cells = 0;
    for (const NamedFile& file : files) {
        const std::vector<std::vector<std::string>> head = rows_of(file.content.substr(0, file.content.find('\n') + 1));
        const auto lines = static_cast<std::size_t>(std::count(file.content.begin(), file.content.end(), '\n'));
        cells += head.front().size() * std::min(lines, most_rows_of(head.front().size()));
    }
    const std::unique_ptr<char[]> room(new char[most_besides + most_a_cell * cells]);
    // The compiler may leave out an allocation that nobody uses; a use that it cannot see through prevents that.
    static_cast<volatile char*>(room.get())[0] = 0;
}

void make_workbook(const std::string& path, const std::string& folder, const Results& results, const RunRecord& record,
                   const std::vector<NamedFile>& files) {
    Workbook book(path, folder);
    book.cover(results, record, result_hash(files));
    for (const NamedFile& file : files) book.table(file);
    book.charts(results);
    book.finish(path);
}

}  // namespace

void write_workbook(const std::string& path, const Results& results, const RunRecord& record, const std::vector<NamedFile>& files) {
    const std::string folder = std::filesystem::path(path).parent_path().string();
    try {
        check_memory(files);
        make_workbook(path, folder, results, record, files);
        check_workbook(path);
        // A write to a temporary file that fails is not told. Where it was the end of a part, its closing tag is missing; where the
        // disk had room again for the rest, only a second workbook shows what the first one lacks.
        const PendingFile again(folder, "workbook-again.xlsx");
        make_workbook(again.path(), folder, results, record, files);
        if (read_file(path) != read_file(again.path())) throw Failure("'" + path + "' was not written as it was meant; is a disk full?");
    } catch (const std::bad_alloc&) {
        throw Failure("not enough memory for workbook.xlsx; leave it out by --format csv,html");
    }
}

extern const Format workbook_format{
    "xlsx", "workbook.xlsx", 1, [] { return std::vector<std::string>{"workbook.xlsx"}; },
    [](FileSet& set, const RunFiles& run) { write_workbook(set.pending("workbook.xlsx"), run.results, run.record, run.plain); }};

}  // namespace entente
