// Small helpers on text: lists in sentences, the nearest word, numbers that read back to the same bits.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace entente {

// "a, b, c"
std::string listed(std::span<const std::string> words);

// The candidate within a third of the word's length in edits (optimal string alignment), or "" when none is near.
std::string nearest(std::string_view word, std::span<const std::string> candidates);

// "did you mean 'x'?" when a near candidate exists, else "known: a, b, c".
std::string suggestion(std::string_view word, std::span<const std::string> candidates);

// The shortest decimal text that reads back to the same double, whatever the locale.
std::string shortest(double value);

// True if the pattern, in which * stands for any text, matches the whole of the text.
bool matches(std::string_view pattern, std::string_view text);

// True if the text is well-formed UTF-8; otherwise `offset` is the first bad byte.
bool is_utf8(std::string_view text, std::size_t& offset);

}  // namespace entente
