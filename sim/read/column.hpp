// Columns of numbers from a CSV file (RFC 4180; commas, semicolons or tabs, points or decimal commas; docs/files.md, Data files).
#pragma once

#include <string>
#include <vector>

#include "base/problem.hpp"

namespace entente {

// Whether a message may list the headers of the file: of one that the command line names, not of any that a scenario points to.
enum class Headers { listed, kept };

// The columns of these headers, in their order. Empty where the file is at fault; `problem` then says how, its source being the line
// and cell of the file. `hash` becomes the SHA-256 of the whole file where it is sound. Throws Failure where reading fails.
std::vector<std::vector<double>> read_columns(const std::string& path, const std::vector<std::string>& names, Headers headers,
                                              Problem& problem, std::string& hash);

// One of them.
std::vector<double> read_column(const std::string& path, const std::string& name, Headers headers, Problem& problem, std::string& hash);

}  // namespace entente
