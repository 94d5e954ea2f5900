// Workbooks of studies (see study_book.hpp).
#include "write/workbook/study_book.hpp"

#include <algorithm>

#include "write/files.hpp"
#include "write/workbook/table_sheet.hpp"
#include "write/xlsx_memory.hpp"

namespace entente {

namespace {

constexpr std::size_t most_bytes = 8'000'000;  // of a file that becomes a sheet

void add_front(Book& book, const StudyBook& told, const std::vector<std::string>& left_out) {
    lxw_worksheet* const sheet = book.add("cover");
    written(worksheet_set_column(sheet, 0, 0, 120, nullptr));
    lxw_row_t row = 0;
    book.text(sheet, row, 0, told.title, Look::title);
    written(worksheet_set_row(sheet, row++, 24, nullptr));
    book.text(sheet, row++, 0, "money in " + told.unit + "; entente " + version() + " (" + build() + ")");
    for (const std::string& line : told.lines) book.text(sheet, row++, 0, line, Look::wrapped);
    for (const std::string& name : left_out) book.text(sheet, row++, 0, name + " is too large for a sheet; it stands beside this workbook");
}

void fill(Book& book, const StudyBook& told) {
    std::vector<NamedFile> sheets;
    std::vector<std::string> left_out;
    for (const NamedFile& file : told.files) {
        if (file.content.size() > most_bytes) {
            left_out.push_back(file.name);
        } else {
            sheets.push_back(file);
        }
    }
    check_memory_for(sheets);
    add_front(book, told, left_out);
    for (std::size_t i = 0; i < told.maps.size(); ++i) add_heat_map(book, told.maps[i], "table " + std::to_string(i + 1));
    for (const NamedFile& file : sheets) add_table(book, file, told.unit);
}

}  // namespace

WrittenFile study_book(std::string name, StudyBook told) {
    return {std::move(name), [told = std::move(told)](const std::string& path) {
                make_book(
                    path, [&](Book& book) { fill(book, told); }, "use fewer rows");
            }};
}

}  // namespace entente
