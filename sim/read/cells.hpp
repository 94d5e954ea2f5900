// Cells of a data file as text: numbers in either decimal sign, words for a value that is not there, cells in messages.
#pragma once

#include <optional>
#include <string>

namespace entente {

// A cell in a message: short, and nothing that a terminal obeys.
std::string cell_in_message(const std::string& cell);

// Without the blanks, tabs and line ends around it.
std::string trimmed(const std::string& text);

// Whether a cell says that there is no value: "", "n/a", "-" and the like.
bool is_missing(const std::string& cell);

// How a number was written: without a decimal sign, with a point, with a comma, or with a comma that may be one of thousands.
enum class Written { whole, point, comma, perhaps_thousands };

// The finite number that a cell is. Nothing where it is none, or has separators of thousands.
std::optional<double> number_of(std::string cell, Written& written);

}  // namespace entente
