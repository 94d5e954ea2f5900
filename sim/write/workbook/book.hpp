// A workbook being made by libxlsxwriter: its sheets, how cells look, how it is printed. The same content makes the same bytes.
#pragma once

#include <xlsxwriter.h>

#include <array>
#include <functional>
#include <string>
#include <string_view>

namespace entente {

// How a cell looks. Numbers keep all their digits whatever is shown of them.
enum class Look { plain, title, heading, number_heading, bold, wrapped, money, percent, date, year, count, number, best, best_percent };
constexpr std::size_t looks = 14;

class Book {
public:
    // `folder`: of the library's temporary files, beside the workbook - where there is room for it, there is for them.
    Book(const std::string& path, std::string folder);
    ~Book();
    Book(const Book&) = delete;
    Book& operator=(const Book&) = delete;

    // A sheet that prints on paper laid across, as wide as one page, with its name and the page's number beneath.
    lxw_worksheet* add(const std::string& name);
    lxw_chart* add_chart(std::uint8_t type);
    void name_range(const std::string& name, const std::string& sheet, lxw_row_t last_row, lxw_col_t last_column);

    void text(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const std::string& text, Look look = Look::plain) const;
    // What is no finite number is an empty cell.
    void number(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, double x, Look look) const;
    lxw_format* format(Look look) const { return formats_[static_cast<std::size_t>(look)]; }

    // Writes it. Throws Failure where that fails.
    void finish(const std::string& path);

private:
    lxw_workbook* book_ = nullptr;
    std::array<lxw_format*, looks> formats_{};
};

// Makes a workbook at `path`, reads it back, and makes it a second time, for a write to a temporary file that fails is not told by the
// library: where it was the end of a part, its closing tag is missing; where the disk had room again for the rest, only a second workbook
// shows what the first one lacks. Throws Failure; `without` says what to do where memory does not suffice.
void make_book(const std::string& path, const std::function<void(Book&)>& fill, const std::string& without);

}  // namespace entente
