// Coloured sheets (see heat_map.hpp).
#include "write/workbook/heat_map.hpp"

#include <algorithm>

#include "write/formats/sheet_rows.hpp"
#include "write/xlsx_memory.hpp"

namespace entente {

namespace {

constexpr lxw_color_t low_colour = 0xC8553D, middle_colour = 0xFFFFFF, high_colour = 0x2F6DB3;
constexpr lxw_row_t first_row = 3;

lxw_row_t row_of(std::size_t r) { return static_cast<lxw_row_t>(r) + first_row; }
lxw_col_t column_of(std::size_t c) { return static_cast<lxw_col_t>(c + 1); }

// A value of an axis: a number where it is one.
void write_value(Book& book, lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const std::string& value) {
    if (const auto number = number_of(value)) return book.number(sheet, row, column, *number, Look::bold);
    book.text(sheet, row, column, value, Look::heading);
}

}  // namespace

void add_heat_map(Book& book, const HeatMap& map, const std::string& name) {
    lxw_worksheet* const sheet = book.add(name);
    book.text(sheet, 0, 0, map.title, Look::bold);
    book.text(sheet, 1, 1, map.column_name, Look::bold);
    book.text(sheet, 2, 0, map.row_name, Look::heading);
    std::size_t longest = map.row_name.size();
    for (const std::string& row : map.rows) longest = std::max(longest, row.size());
    for (std::size_t c = 0; c < map.columns.size(); ++c) write_value(book, sheet, 2, column_of(c), map.columns[c]);
    for (std::size_t r = 0; r < map.rows.size(); ++r) {
        write_value(book, sheet, row_of(r), 0, map.rows[r]);
        for (std::size_t c = 0; c < map.columns.size(); ++c)
            book.number(sheet, row_of(r), column_of(c), map.values[r][c], map.shares ? Look::percent : Look::money);
    }
    lxw_conditional_format colours{};
    colours.type = LXW_CONDITIONAL_3_COLOR_SCALE;
    colours.min_color = low_colour;
    colours.mid_color = middle_colour;
    colours.max_color = high_colour;
    if (!map.rows.empty() && !map.columns.empty())
        written(worksheet_conditional_format_range(sheet, first_row, 1, row_of(map.rows.size() - 1), column_of(map.columns.size() - 1),
                                                   &colours));
    written(worksheet_set_column(sheet, 0, 0, static_cast<double>(std::clamp<std::size_t>(longest + 2, 14, 60)), nullptr));
    written(worksheet_set_column(sheet, 1, column_of(std::max<std::size_t>(map.columns.size(), 1) - 1), 14, nullptr));
    worksheet_freeze_panes(sheet, first_row, 1);
    written(worksheet_repeat_rows(sheet, 0, first_row - 1));
}

}  // namespace entente
