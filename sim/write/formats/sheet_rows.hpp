// How much of a CSV file goes into a sheet, and its cells.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace entente {

// Rows of a sheet. A spreadsheet ends after 1,048,576; far fewer keep the file and its making small (a million worlds with
// their samples are ten million cells, and all of them are in worlds.csv).
constexpr std::size_t most_rows = 200'000, most_cells = 4'000'000;
constexpr std::size_t most_columns = 16'384;  // of a spreadsheet
inline std::size_t most_rows_of(std::size_t columns) { return std::min(most_rows, most_cells / std::max<std::size_t>(columns, 1)); }

// The cells of a CSV file of ours: commas, quotes doubled inside quotes, CRLF; no more rows than a sheet takes and one.
std::vector<std::vector<std::string>> rows_of(const std::string& csv);
// The number that a cell is; none where it is no finite one.
std::optional<double> number_of(const std::string& cell);

}  // namespace entente
