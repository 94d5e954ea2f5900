// Small helpers on text: lists in sentences, the nearest word, numbers that read back to the same bits, characters nobody sees.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace entente {

// The parts of a text between commas; none of an empty text.
std::vector<std::string> between_commas(const std::string& text);

// "a, b, c"
std::string listed(std::span<const std::string> words);

// The candidate within a third of the word's length in edits (optimal string alignment), or "" when none is near.
std::string nearest(std::string_view word, std::span<const std::string> candidates);

// "did you mean 'x'?" when a near candidate exists, else "known: a, b, c".
std::string suggestion(std::string_view word, std::span<const std::string> candidates);

// The shortest decimal text that reads back to the same double, whatever the locale.
std::string shortest(double value);

// The number as twelve digits tell it: 0.9 for 0.8999999999999999. For messages.
double to_twelve_digits(double value);

// True if the pattern, in which * stands for any text, matches the whole of the text.
bool matches(std::string_view pattern, std::string_view text);

// True if the text is well-formed UTF-8; otherwise `offset` is the first bad byte.
bool is_utf8(std::string_view text, std::size_t& offset);

// The text with U+FFFD where it is not UTF-8.
std::string as_utf8(std::string_view text);

// A character that no text may hold: nobody sees it, it steers a terminal, turns the direction of writing, or no file format takes it.
struct Unfit {
    std::size_t offset = 0;
    char32_t code = 0;
};
std::optional<Unfit> unfit_character(std::string_view text);
// True for one that a file's own layout may hold: a tab or a line end.
inline bool is_layout(char32_t code) { return code == '\t' || code == '\n' || code == '\r'; }
// "the character U+202E (it turns the direction of writing)"
std::string wording(const Unfit& unfit);
// How to mend it.
std::string hint(const Unfit& unfit);

// The text as a terminal may have it: what is unfit stands as \u{1B}, what is not UTF-8 as U+FFFD; tabs stay.
std::string shown(std::string_view text);

// A path in a link: every byte but letters, digits and -._~/ as %XX.
std::string percent_encoded(std::string_view path);
std::string percent_decoded(std::string_view path);

}  // namespace entente
