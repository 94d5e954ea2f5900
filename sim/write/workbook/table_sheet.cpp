// Sheets of CSV files (see table_sheet.hpp).
#include "write/workbook/table_sheet.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "write/formats/sheet_rows.hpp"
#include "write/xlsx_memory.hpp"

namespace entente {

namespace {

// How the numbers of a column look; * stands for any text. The first row that matches counts.
struct ColumnLook {
    std::string_view file, column;
    Look look;
};
constexpr std::array column_looks{ColumnLook{"exits", "low95", Look::percent},
                                  ColumnLook{"exits", "high95", Look::percent},
                                  ColumnLook{"targets", "*95", Look::percent},
                                  ColumnLook{"irr", "*95", Look::percent},
                                  ColumnLook{"irr", "irr", Look::percent},
                                  ColumnLook{"irr", "se", Look::percent},
                                  ColumnLook{"irr", "*", Look::count},
                                  ColumnLook{"draws", "*", Look::number},
                                  ColumnLook{"*", "year", Look::year},
                                  ColumnLook{"*", "world", Look::count},
                                  ColumnLook{"*", "worlds", Look::count},
                                  ColumnLook{"*", "point", Look::count},
                                  ColumnLook{"*", "*probability*", Look::percent},
                                  ColumnLook{"*", "prob_*", Look::percent},
                                  ColumnLook{"*", "*_better", Look::percent},
                                  ColumnLook{"*", "worse", Look::percent},
                                  ColumnLook{"*", "share*", Look::percent},
                                  ColumnLook{"sensitivity*", "first*", Look::percent},
                                  ColumnLook{"sensitivity*", "total*", Look::percent},
                                  ColumnLook{"worlds", "over_budget", Look::count},
                                  ColumnLook{"worlds", "formed", Look::count},
                                  ColumnLook{"*", "*date*", Look::date},
                                  ColumnLook{"joint", "date", Look::date},
                                  ColumnLook{"*", "completion_*", Look::date},
                                  ColumnLook{"*", "late_by_money*", Look::number},
                                  ColumnLook{"*", "rank*", Look::number},
                                  ColumnLook{"weights", "*", Look::percent},
                                  ColumnLook{"sweep*", "*.*", Look::number},
                                  ColumnLook{"*", "*", Look::money}};

Look look_of(std::string_view file, std::string_view column) {
    return std::find_if(column_looks.begin(), column_looks.end(),
                        [&](const ColumnLook& row) { return matches(row.file, file) && matches(row.column, column); })
        ->look;
}

// Money of a row whose unit is another: a share, or a number that has none.
Look look_in(Look usual, std::string_view unit) {
    if (usual != Look::money) return usual;
    if (unit.starts_with("share")) return Look::percent;
    if (unit == "date") return Look::date;
    return unit.ends_with(" m") ? Look::money : Look::number;
}

constexpr std::array<std::string_view, 4> not_printed{"joint", "worlds", "access", "draws"};
constexpr std::size_t widest = 42, narrowest = 7, widest_word = 14, looked_at = 2'000;  // characters, and rows
constexpr std::size_t most_a_page = 260;                                                // characters across before a page is too full

std::string header_of(const std::string& column, Look look, bool unit_by_row, const std::string& unit) {
    switch (look) {
        case Look::money: return unit_by_row ? column : column + " (" + unit + ")";
        case Look::percent: return column + " (%)";
        case Look::date: return column + " (year)";
        default: return column;
    }
}

// A CSV file as a sheet takes it.
class Sheet {
public:
    Sheet(Book& book, const NamedFile& file, const std::string& unit)
        : book_(book), file_(file), name_(sheet_name(file.name)), unit_(unit), rows_(rows_of(file.content)), sheet_(book.add(name_)) {
        const std::size_t most = most_rows_of(rows_.front().size());
        cut_ = rows_.size() > most || rows_.front().size() > most_columns;
        if (rows_.size() > most) rows_.resize(most);
        for (auto& row : rows_) row.resize(std::min(row.size(), most_columns));
        for (std::size_t c = 0; c < rows_.front().size(); ++c) {
            const std::string& column = rows_.front()[c];
            if (column == "unit") unit_column_ = c;
            if (column == "flow") flow_column_ = c;
            looks_.push_back(is_number(c) ? look_of(name_, column) : Look::plain);
        }
    }

    void write() {
        head();
        for (std::size_t r = 1; r < rows_.size(); ++r) row(r);
        columns();
        const auto last_row = static_cast<lxw_row_t>(rows_.size() - 1);
        const auto last_column = static_cast<lxw_col_t>(rows_[0].size() - 1);
        if (cut_) book_.text(sheet_, last_row + 1, 0, file_.name + " goes on; this sheet ends here", Look::bold);
        worksheet_freeze_panes(sheet_, 1, 0);
        written(worksheet_repeat_rows(sheet_, 0, 0));
        if (last_row > 0) written(worksheet_autofilter(sheet_, 0, 0, last_row, last_column));
        book_.name_range(name_ + "_table", name_, last_row, last_column);
        // An empty cell in the place of the sheet: programs leave empty pages out.
        if (std::find(not_printed.begin(), not_printed.end(), name_) != not_printed.end())
            written(worksheet_print_area(sheet_, 0, static_cast<lxw_col_t>(last_column + 2), 0, static_cast<lxw_col_t>(last_column + 2)));
    }

private:
    // Where the file does not say what its columns are, each cell that reads like a number is one.
    bool is_number(std::size_t column) const {
        if (rows_.size() < 2) return false;
        return file_.kinds.empty() || (column < file_.kinds.size() && file_.kinds[column] == 'n');
    }

    void head() {
        double lines = 1;
        for (std::size_t c = 0; c < looks_.size(); ++c) {
            const std::string text = header(c);
            book_.text(sheet_, 0, static_cast<lxw_col_t>(c), text, is_number(c) ? Look::number_heading : Look::heading);
            lines = std::max(lines, 1 + static_cast<double>(text.size() / (width(c) + 1)));
        }
        written(worksheet_set_row(sheet_, 0, 15 * std::min(lines, 4.0), nullptr));
    }

    void row(std::size_t r) {
        const std::vector<std::string>& cells = rows_[r];
        const std::string_view unit = unit_column_                                              ? std::string_view(cells[*unit_column_])
                                      : flow_column_ && cells[*flow_column_] == "funding_binds" ? "share"
                                                                                                : std::string_view(unit_);
        std::size_t lines = 1;
        for (std::size_t c = 0; c < cells.size(); ++c) {
            const auto at = static_cast<lxw_row_t>(r);
            const auto column = static_cast<lxw_col_t>(c);
            // A text stays one, also where it reads like a number.
            const auto number = is_number(c) ? number_of(cells[c]) : std::nullopt;
            if (number) {
                book_.number(sheet_, at, column, *number, look_in(looks_[c], unit));
            } else if (!cells[c].empty()) {
                book_.text(sheet_, at, column, cells[c], cells[c].size() > widest ? Look::wrapped : Look::plain);
                lines = std::max(lines, 1 + cells[c].size() / widest);
            }
        }
        // A row is no higher than a line unless it is told; words that are carried over take a little more.
        if (lines > 1)
            written(
                worksheet_set_row(sheet_, static_cast<lxw_row_t>(r), 15 * static_cast<double>(std::min<std::size_t>(lines, 20)), nullptr));
    }

    std::string header(std::size_t column) const {
        return header_of(rows_[0][column], looks_[column], unit_column_.has_value() || flow_column_.has_value(), unit_);
    }
    // What its cells take, within limits; headers are wrapped, but few of their words broken. The button of the filter takes three.
    std::size_t width(std::size_t column) const {
        const std::string head = header(column);
        std::size_t most = narrowest;
        for (std::size_t begin = 0, end = 0; end != std::string::npos; begin = end + 1) {
            end = head.find(' ', begin);
            most = std::max(most, std::min(std::min(end, head.size()) - begin, widest_word) + 3);
        }
        for (std::size_t r = 1; r < std::min(rows_.size(), looked_at); ++r) {
            const std::size_t shown = is_number(column) ? std::min<std::size_t>(rows_[r][column].size(), 10) : rows_[r][column].size();
            most = std::max(most, shown + 2);
        }
        return std::min(most, widest);
    }
    void columns() {
        std::size_t across = 0;
        for (std::size_t c = 0; c < looks_.size(); ++c) {
            const auto column = static_cast<lxw_col_t>(c);
            written(worksheet_set_column(sheet_, column, column, static_cast<double>(width(c)), nullptr));
            across += width(c);
        }
        // What would be too small on one page goes on a second, which has the first columns again.
        if (across <= most_a_page) return;
        worksheet_fit_to_pages(sheet_, 2, 0);
        written(worksheet_repeat_columns(sheet_, 0, 4));
    }

    Book& book_;
    const NamedFile& file_;
    std::string name_;
    const std::string& unit_;
    std::vector<std::vector<std::string>> rows_;
    lxw_worksheet* sheet_;
    bool cut_ = false;
    std::vector<Look> looks_;                               // by column
    std::optional<std::size_t> unit_column_, flow_column_;  // what a row's numbers are
};

}  // namespace

std::string sheet_name(const std::string& file) { return file.substr(0, file.find('.')); }

void add_table(Book& book, const NamedFile& file, const std::string& unit) { Sheet(book, file, unit).write(); }

void check_memory_for(const std::vector<NamedFile>& files) {
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

}  // namespace entente
