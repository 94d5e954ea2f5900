// Rows of a CSV file, one after another, with where they stand: libcsv in its strict mode, fed a line at a time.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.hpp"

namespace entente {

// A row is at most this long: a file that is no table must not fill the memory.
constexpr std::size_t longest_row = 1U << 20U;
constexpr std::size_t largest_data_file = std::size_t{1} << 30U;

// Whether a row without anything, that others follow, is a fault: in data it may be a value that is missing.
enum class EmptyRows { refused, skipped };

class CsvRows {
public:
    // Gets every row as it ends; false: no more are wanted.
    using Take = std::function<bool(const std::vector<std::string>& cells)>;

    CsvRows(char separator, Take take, EmptyRows empty = EmptyRows::refused);
    ~CsvRows();
    CsvRows(const CsvRows&) = delete;
    CsvRows& operator=(const CsvRows&) = delete;

    // More of the file, and its end. False where a row is malformed (`fault` says how) or no more are wanted.
    bool add(std::string_view bytes);
    bool finish();

    const Problem& fault() const { return fault_; }
    // Of the row that was taken last: its number, the header's being 1 and empty rows counted, and where its cells begin.
    int row() const { return row_; }
    Source place_of(std::size_t cell) const;

private:
    struct Parser;

    bool line(std::string_view text);
    bool fail(Source at, std::string found, std::string expected, std::string hint = "");

    std::unique_ptr<Parser> parser_;
    Take take_;
    char separator_;
    EmptyRows empty_;
    std::string pending_;  // a line that has not ended
    std::string record_;   // the row so far, as written
    std::vector<std::string> cells_;
    std::size_t bytes_ = 0;
    int lines_ = 0, row_ = 0, first_line_ = 0, blank_row_ = 0, blank_line_ = 0;
    bool more_ = true;
    Problem fault_;
};

// The cells of one row.
std::vector<std::string> csv_cells(std::string_view row, char separator);

}  // namespace entente
