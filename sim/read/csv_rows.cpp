// Feeding libcsv (see csv_rows.hpp).
#include "read/csv_rows.hpp"

#include <csv.h>

#include <algorithm>

namespace entente {

namespace {

int is_blank(unsigned char c) { return c == ' ' ? 1 : 0; }

constexpr unsigned char strict = CSV_STRICT | CSV_STRICT_FINI;

void prepare(csv_parser& parser, char separator) {
    if (csv_init(&parser, strict) != 0) throw Failure("a CSV file cannot be read: there is no memory");
    csv_set_delim(&parser, static_cast<unsigned char>(separator));
    // A tab may be a separator, so only blanks around a cell are none of it.
    csv_set_space_func(&parser, is_blank);
}

void add_cell(void* text, std::size_t length, void* cells) {
    static_cast<std::vector<std::string>*>(cells)->emplace_back(static_cast<const char*>(text), length);
}

}  // namespace

struct CsvRows::Parser {
    csv_parser state{};

    explicit Parser(char separator) { prepare(state, separator); }
    ~Parser() { csv_free(&state); }
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;
};

CsvRows::CsvRows(char separator, Take take, EmptyRows empty)
    : parser_(std::make_unique<Parser>(separator)), take_(std::move(take)), separator_(separator), empty_(empty) {}

CsvRows::~CsvRows() = default;

bool CsvRows::fail(Source at, std::string found, std::string expected, std::string hint) {
    fault_ = {at, std::move(found), std::move(expected), std::move(hint)};
    return more_ = false;
}

bool CsvRows::add(std::string_view bytes) {
    bytes_ += bytes.size();
    if (bytes_ > largest_data_file) return fail({}, "a file above 1 GiB", "a data file of at most 1 GiB");
    if (bytes.find('\0') != std::string_view::npos) return fail({lines_ + 1, 1}, "a byte 0, which no text has", "a CSV file in UTF-8");
    pending_ += bytes;
    std::size_t begin = 0;
    while (more_) {
        std::size_t end = pending_.find_first_of("\r\n", begin);
        if (end == std::string::npos || end + 1 == pending_.size()) {
            // A line feed may follow a carriage return in the next piece.
            if (end == std::string::npos || pending_[end] == '\r') break;
        } else if (pending_[end] == '\r' && pending_[end + 1] == '\n') {
            ++end;
        }
        line(std::string_view(pending_).substr(begin, end + 1 - begin));
        begin = end + 1;
    }
    pending_.erase(0, begin);
    if (more_ && pending_.size() > longest_row) fail({lines_ + 1, 1}, "a row above 1 MiB", "a row of at most 1 MiB");
    return more_;
}

bool CsvRows::line(std::string_view text) {
    ++lines_;
    if (record_.empty()) {
        if (text.find_first_not_of(" \r\n") == std::string_view::npos) {
            ++row_;
            if (blank_row_ == 0) {
                blank_row_ = row_;
                blank_line_ = lines_;
            }
            return true;
        }
        if (blank_row_ > 0 && empty_ == EmptyRows::refused)
            return fail({blank_line_, 1}, "row " + std::to_string(blank_row_) + " is empty", "a value in each row",
                        "delete the row, or fill it in");
        ++row_;
        first_line_ = lines_;
        cells_.clear();
    }
    record_ += text;
    if (record_.size() > longest_row)
        return fail({first_line_, 1}, "a row above 1 MiB", "a row of at most 1 MiB", "a quote may not be closed");
    bool ended = false;
    struct Target {
        std::vector<std::string>* cells;
        bool* ended;
    } target{&cells_, &ended};
    const auto cell = [](void* t, std::size_t n, void* to) { add_cell(t, n, static_cast<Target*>(to)->cells); };
    const auto row = [](int, void* to) { *static_cast<Target*>(to)->ended = true; };
    const std::size_t read = csv_parse(&parser_->state, text.data(), text.size(), cell, row, &target);
    if (read != text.size()) {
        if (csv_error(&parser_->state) != CSV_EPARSE) throw Failure("a CSV file cannot be read: there is no memory");
        return fail({lines_, static_cast<int>(read) + 1}, "a quote in the middle of a cell in row " + std::to_string(row_),
                    "quotes around whole cells, and doubled within them");
    }
    if (!ended) return true;
    more_ = take_(cells_);
    if (more_) record_.clear();
    return more_;
}

bool CsvRows::finish() {
    if (!more_) return false;
    if (!pending_.empty()) {
        // The last line may lack its end.
        std::string last;
        std::swap(last, pending_);
        if (last.back() != '\r') last += '\n';
        if (!line(last)) return false;
    }
    if (record_.empty()) return true;
    return fail({first_line_, 1}, "a quote in row " + std::to_string(row_) + " that is not closed", "a quote at the end of the cell too");
}

Source CsvRows::place_of(std::size_t cell) const {
    csv_parser parser;
    prepare(parser, separator_);
    std::vector<std::string> cells;
    Source at{first_line_, 1}, begin = at;
    for (std::size_t i = 0; i < record_.size() && cells.size() <= cell; ++i) {
        const std::size_t ended = cells.size();
        csv_parse(&parser, &record_[i], 1, add_cell, nullptr, &cells);
        if (record_[i] == '\n') {
            ++at.line;
            at.column = 1;
        } else if ((static_cast<unsigned char>(record_[i]) & 0xC0U) != 0x80U) {
            ++at.column;
        }
        if (cells.size() > ended && cells.size() <= cell) begin = at;
    }
    csv_free(&parser);
    return begin;
}

std::vector<std::string> csv_cells(std::string_view row, char separator) {
    csv_parser parser;
    prepare(parser, separator);
    std::vector<std::string> cells;
    csv_parse(&parser, row.data(), row.size(), add_cell, nullptr, &cells);
    csv_fini(&parser, add_cell, nullptr, &cells);
    csv_free(&parser);
    return cells;
}

}  // namespace entente
