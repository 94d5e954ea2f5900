// What a scenario's text must be before it is parsed: visible characters, keys and values of bounded depth and number.
#pragma once

#include <string>

#include "base/problem.hpp"

namespace entente {

// Deepest nesting. The parser calls itself for each bracket and for each part of a key, both to build a table and to destroy it, so a text
// of brackets alone would use up the stack.
constexpr std::size_t most_key_parts = 32;
constexpr std::size_t most_nesting = 64;
// The most keys, values and tables together. Each takes some hundred bytes, so more would fill the memory.
constexpr std::size_t most_values = 1'000'000;
// Characters of one text or key: a cell of a spreadsheet holds 32,767, and names are joined.
constexpr std::size_t most_characters = 1'000;

// The words for a letter such as an umlaut that stands outside quotes.
constexpr const char* stray_letter = "a character outside ASCII that is not in quotes";

// Line and column of a byte.
Source position(const std::string& text, std::size_t offset);

// What is wrong with the text, one problem a kind.
Problems scan(const std::string& text);

}  // namespace entente
