// Making workbooks (see book.hpp).
#include "write/workbook/book.hpp"

#include <cmath>
#include <filesystem>
#include <new>
#include <utility>

#include "base/files.hpp"
#include "base/problem.hpp"
#include "write/read_back.hpp"
#include "write/xlsx_memory.hpp"

namespace entente {

namespace {

constexpr int a4 = 9;
constexpr lxw_color_t heading_colour = 0xE8EDF2;

struct Style {
    Look look;
    const char* number_format;
    bool bold = false, wrapped = false;
};
// Dates are years with a decimal, without a mark of thousands.
constexpr std::array styles{Style{Look::plain, ""},
                            Style{Look::title, "", true},
                            Style{Look::heading, "", true, true},
                            Style{Look::number_heading, "", true, true},
                            Style{Look::bold, "", true},
                            Style{Look::wrapped, "", false, true},
                            Style{Look::money, "#,##0"},
                            Style{Look::percent, "0.0%"},
                            Style{Look::date, "0.0"},
                            Style{Look::year, "0"},
                            Style{Look::count, "#,##0"},
                            Style{Look::number, "0.####"},
                            Style{Look::best, "#,##0", true},
                            Style{Look::best_percent, "0.0%", true}};
static_assert(styles.size() == looks);

lxw_format* format_of(lxw_workbook* book, const Style& style) {
    lxw_format* const format = needed(workbook_add_format(book));
    if (*style.number_format != '\0') format_set_num_format(format, style.number_format);
    if (style.bold) format_set_bold(format);
    if (style.look == Look::title) format_set_font_size(format, 16);
    if (style.look == Look::number_heading) format_set_align(format, LXW_ALIGN_RIGHT);
    if (style.look == Look::heading || style.look == Look::number_heading) {
        format_set_bg_color(format, heading_colour);
        format_set_bottom(format, LXW_BORDER_THIN);
    }
    if (style.wrapped) format_set_text_wrap(format);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);  // beside a cell of several lines
    return format;
}

}  // namespace

Book::Book(const std::string& path, std::string folder) {
    lxw_workbook_options options{};
    options.tmpdir = folder.data();
    book_ = needed(workbook_new_opt(path.c_str(), &options));
    lxw_doc_properties properties{};
    properties.created = 946684800;  // 2000-01-01: no date of today inside
    char title[] = "entente";        // the library takes no constant
    properties.title = title;
    workbook_set_properties(book_, &properties);
    for (const Style& style : styles) formats_[static_cast<std::size_t>(style.look)] = format_of(book_, style);
}

Book::~Book() {
    if (book_ != nullptr) lxw_workbook_free(book_);
}

lxw_worksheet* Book::add(const std::string& name) {
    lxw_worksheet* const sheet = needed(workbook_add_worksheet(book_, name.c_str()));
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, a4);
    worksheet_set_margins(sheet, 0.4, 0.4, 0.5, 0.6);
    worksheet_fit_to_pages(sheet, 1, 0);
    written(worksheet_set_footer(sheet, "&L&A&R&P / &N"));
    return sheet;
}

lxw_chart* Book::add_chart(std::uint8_t type) { return needed(workbook_add_chart(book_, type)); }

void Book::name_range(const std::string& name, const std::string& sheet, lxw_row_t last_row, lxw_col_t last_column) {
    char range[64];
    lxw_rowcol_to_range_abs(range, 0, 0, last_row, last_column);
    workbook_define_name(book_, name.c_str(), ("=" + sheet + "!" + range).c_str());
}

void Book::text(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const std::string& text, Look look) const {
    written(worksheet_write_string(sheet, row, column, text.c_str(), format(look)));
}
void Book::number(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, double x, Look look) const {
    if (std::isfinite(x)) written(worksheet_write_number(sheet, row, column, x, format(look)));
}

void Book::finish(const std::string& path) {
    if (const lxw_error error = workbook_close(std::exchange(book_, nullptr)); error != LXW_NO_ERROR)
        throw Failure("cannot write '" + path + "': " + lxw_strerror(error));
}

void make_book(const std::string& path, const std::function<void(Book&)>& fill, const std::string& without) {
    const std::filesystem::path file(path);
    const std::string folder = file.parent_path().string();
    const auto make = [&](const std::string& to) {
        Book book(to, folder);
        fill(book);
        book.finish(to);
    };
    try {
        make(path);
        check_workbook(path);
        // Its name begins as the first one's, so that it is known for ours where a process that was ended leaves it.
        std::string name = file.filename().string();
        if (name.starts_with('.')) name.erase(0, 1);
        const PendingFile again(folder, name + ".again");
        make(again.path());
        if (read_file(path) != read_file(again.path())) throw Failure("'" + path + "' was not written as it was meant; is a disk full?");
    } catch (const std::bad_alloc&) {
        throw Failure("not enough memory for a workbook; " + without);
    }
}

}  // namespace entente
