// What a scenario's text must be before it is parsed: visible characters, keys and values of bounded depth and number.
#pragma once

#include <string>

#include "base/problem.hpp"

namespace entente {

// The parser nests a table for each part of a key and each bracket, and takes them down the same way: the stack has an end.
constexpr std::size_t most_key_parts = 32;
constexpr std::size_t most_nesting = 64;
// Keys, values and tables; each takes some hundred bytes.
constexpr std::size_t most_values = 1'000'000;
// Characters of one text or key: a cell of a spreadsheet holds 32,767, and names are joined.
constexpr std::size_t most_characters = 1'000;

// What is found of a letter like an umlaut outside quotes.
constexpr const char* stray_letter = "a character outside ASCII that is not in quotes";

// Line and column of a byte.
Source position(const std::string& text, std::size_t offset);

// What is wrong with the text, one problem a kind.
Problems scan(const std::string& text);

}  // namespace entente
