// Coloured sheets by libxlsxwriter (see heat_map.hpp).
#include "write/heat_map.hpp"

#include <xlsxwriter.h>

#include <charconv>
#include <cmath>
#include <filesystem>
#include <memory>
#include <new>

#include "base/files.hpp"
#include "base/problem.hpp"
#include "write/read_back.hpp"
#include "write/xlsx_memory.hpp"

namespace entente {

namespace {

constexpr lxw_color_t low_colour = 0xC8553D, middle_colour = 0xFFFFFF, high_colour = 0x2F6DB3;

// A value of an axis: a number where it is one.
void write_value(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const std::string& value, lxw_format* format) {
    double number = 0;
    const char* const end = value.data() + value.size();
    const auto read = std::from_chars(value.data(), end, number);
    const bool plain = !value.empty() && read.ec == std::errc() && read.ptr == end && std::isfinite(number);
    written(plain ? worksheet_write_number(sheet, row, column, number, format)
                  : worksheet_write_string(sheet, row, column, value.c_str(), format));
}

class HeatBook {
public:
    HeatBook(const std::string& path, std::string folder) {
        lxw_workbook_options options{};
        options.tmpdir = folder.data();
        book_ = needed(workbook_new_opt(path.c_str(), &options));
        lxw_doc_properties properties{};
        properties.created = 946684800;  // 2000-01-01: the same results make the same bytes
        char title[] = "entente";
        properties.title = title;
        workbook_set_properties(book_, &properties);
        bold_ = needed(workbook_add_format(book_));
        format_set_bold(bold_);
        number_ = needed(workbook_add_format(book_));
        format_set_num_format(number_, "#,##0.00##");
    }
    ~HeatBook() {
        if (book_ != nullptr) lxw_workbook_free(book_);
    }
    HeatBook(const HeatBook&) = delete;
    HeatBook& operator=(const HeatBook&) = delete;

    void add(const HeatMap& map, std::size_t number) {
        lxw_worksheet* sheet = needed(workbook_add_worksheet(book_, ("table " + std::to_string(number)).c_str()));
        written(worksheet_write_string(sheet, 0, 0, map.title.c_str(), bold_));
        written(worksheet_write_string(sheet, 1, 1, map.column_name.c_str(), bold_));
        written(worksheet_write_string(sheet, 2, 0, map.row_name.c_str(), bold_));
        for (std::size_t c = 0; c < map.columns.size(); ++c) write_value(sheet, 2, column_of(c), map.columns[c], bold_);
        for (std::size_t r = 0; r < map.rows.size(); ++r) {
            write_value(sheet, row_of(r), 0, map.rows[r], bold_);
            for (std::size_t c = 0; c < map.columns.size(); ++c) {
                if (std::isfinite(map.values[r][c]))
                    written(worksheet_write_number(sheet, row_of(r), column_of(c), map.values[r][c], number_));
            }
        }
        lxw_conditional_format colours{};
        colours.type = LXW_CONDITIONAL_3_COLOR_SCALE;
        colours.min_color = low_colour;
        colours.mid_color = middle_colour;
        colours.max_color = high_colour;
        written(worksheet_conditional_format_range(sheet, row_of(0), 1, row_of(map.rows.size() - 1), column_of(map.columns.size() - 1),
                                                   &colours));
        worksheet_set_column(sheet, 0, 0, 40, nullptr);
        worksheet_set_column(sheet, 1, column_of(map.columns.size() - 1), 13, nullptr);
        worksheet_freeze_panes(sheet, 3, 1);
    }

    void finish(const std::string& path) {
        lxw_workbook* const book = book_;
        book_ = nullptr;
        if (const lxw_error error = workbook_close(book); error != LXW_NO_ERROR)
            throw Failure("cannot write '" + path + "': " + lxw_strerror(error));
    }

private:
    static lxw_row_t row_of(std::size_t r) { return static_cast<lxw_row_t>(r + 3); }
    static lxw_col_t column_of(std::size_t c) { return static_cast<lxw_col_t>(c + 1); }

    lxw_workbook* book_ = nullptr;
    lxw_format *bold_ = nullptr, *number_ = nullptr;
};

void make_book(const std::string& path, const std::string& folder, const std::vector<HeatMap>& maps) {
    HeatBook book(path, folder);
    for (std::size_t i = 0; i < maps.size(); ++i) book.add(maps[i], i + 1);
    book.finish(path);
}

}  // namespace

void write_heat_maps(const std::string& path, const std::vector<HeatMap>& maps) {
    const std::string folder = std::filesystem::path(path).parent_path().string();
    try {
        make_book(path, folder, maps);
        check_workbook(path);
        // A write to a temporary file that fails is not told by the library; a second workbook shows what the first one lacks.
        const PendingFile again(folder, "sweep-again.xlsx");
        make_book(again.path(), folder, maps);
        if (read_file(path) != read_file(again.path())) throw Failure("'" + path + "' was not written as it was meant; is a disk full?");
    } catch (const std::bad_alloc&) {
        throw Failure("not enough memory for the workbook of the table");
    }
}

}  // namespace entente
