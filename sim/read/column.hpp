// One column of numbers from a plain CSV file: a header row, then a number in each row.
#pragma once

#include <string>
#include <vector>

#include "base/problem.hpp"

namespace entente {

// Empty where something is wrong; `problem` then says what, its source being the row and cell of the file. `hash` becomes the SHA-256 of
// the bytes that were read.
std::vector<double> read_column(const std::string& path, const std::string& column, Problem& problem, std::string& hash);

}  // namespace entente
