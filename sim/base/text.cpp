// Small helpers on text (see text.hpp).
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <sstream>

namespace entente {

std::vector<std::string> between_commas(const std::string& text) {
    std::vector<std::string> out;
    std::stringstream parts(text);
    for (std::string part; std::getline(parts, part, ',');) out.push_back(part);
    return out;
}

std::string listed(std::span<const std::string> words) {
    std::string out;
    for (const std::string& word : words) {
        if (!out.empty()) out += ", ";
        out += word;
    }
    return out;
}

namespace {

// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours, one edit each.
std::size_t edits(std::string_view a, std::string_view b) {
    const std::size_t n = b.size() + 1;
    std::vector<std::size_t> before(n), last(n), now(n);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j < n; ++j) {
            now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                now[j] = std::min(now[j], before[j - 2] + 1);
            }
        }
        std::swap(before, last);
        std::swap(last, now);
    }
    return last.back();
}

// Length of the well-formed sequence at the head of the text, 0 if it is malformed (Unicode, table 3-7).
std::size_t sequence_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const auto follows = [&](std::size_t i, unsigned low = 0x80U, unsigned high = 0xBFU) { return byte(i) >= low && byte(i) <= high; };
    const unsigned lead = byte(0);
    if (lead < 0x80U) return 1;
    if (lead >= 0xC2U && lead <= 0xDFU) return follows(1) ? 2 : 0;
    if (lead >= 0xE0U && lead <= 0xEFU) {
        const unsigned low = lead == 0xE0U ? 0xA0U : 0x80U;
        const unsigned high = lead == 0xEDU ? 0x9FU : 0xBFU;
        return follows(1, low, high) && follows(2) ? 3 : 0;
    }
    if (lead >= 0xF0U && lead <= 0xF4U) {
        const unsigned low = lead == 0xF0U ? 0x90U : 0x80U;
        const unsigned high = lead == 0xF4U ? 0x8FU : 0xBFU;
        return follows(1, low, high) && follows(2) && follows(3) ? 4 : 0;
    }
    return 0;
}

// The code point of a well-formed sequence.
char32_t decoded(std::string_view sequence) {
    const auto bits = [&](std::size_t i, unsigned mask) { return static_cast<char32_t>(static_cast<unsigned char>(sequence[i]) & mask); };
    switch (sequence.size()) {
        case 1: return bits(0, 0x7FU);
        case 2: return bits(0, 0x1FU) << 6U | bits(1, 0x3FU);
        case 3: return bits(0, 0x0FU) << 12U | bits(1, 0x3FU) << 6U | bits(2, 0x3FU);
        default: return bits(0, 0x07U) << 18U | bits(1, 0x3FU) << 12U | bits(2, 0x3FU) << 6U | bits(3, 0x3FU);
    }
}

// Kinds of characters that no text may hold (Unicode 15, chapters 23.1 to 23.8), each with what it does.
struct UnfitRange {
    char32_t first, last;
    std::string_view what;
};
constexpr std::string_view is_control = "a control character", turns = "it turns the direction of writing", unseen = "nobody sees it",
                           breaks = "it breaks the line", no_character = "no character";
constexpr std::array<UnfitRange, 24> unfit_ranges{
    {{0x00, 0x1F, is_control},       {0x7F, 0x9F, is_control},       {0xAD, 0xAD, unseen},       {0x34F, 0x34F, unseen},
     {0x61C, 0x61C, turns},          {0x115F, 0x1160, unseen},       {0x17B4, 0x17B5, unseen},   {0x180B, 0x180F, unseen},
     {0x200B, 0x200D, unseen},       {0x200E, 0x200F, turns},        {0x2028, 0x2029, breaks},   {0x202A, 0x202E, turns},
     {0x2060, 0x2064, unseen},       {0x2065, 0x2065, no_character}, {0x2066, 0x2069, turns},    {0x206A, 0x206F, unseen},
     {0x3164, 0x3164, unseen},       {0xFDD0, 0xFDEF, no_character}, {0xFEFF, 0xFEFF, unseen},   {0xFFA0, 0xFFA0, unseen},
     {0xFFF0, 0xFFF8, no_character}, {0xFFF9, 0xFFFB, unseen},       {0x1D173, 0x1D17A, unseen}, {0xE0000, 0xE0FFF, unseen}}};

// What is wrong with a character, or "".
std::string_view fault_of(char32_t code) {
    for (const UnfitRange& range : unfit_ranges) {
        if (code >= range.first && code <= range.last) return range.what;
    }
    return (code & 0xFFFEU) == 0xFFFEU ? no_character : "";  // the last two of every plane
}

std::string hexadecimal(char32_t code, std::size_t digits) {
    std::array<char, 8> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), static_cast<unsigned long>(code), 16).ptr;
    std::string out(buffer.data(), end);
    for (char& c : out) c = c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
    return std::string(digits > out.size() ? digits - out.size() : 0, '0') + out;
}

constexpr std::string_view replacement = "\xEF\xBF\xBD";

}  // namespace

std::string nearest(std::string_view word, std::span<const std::string> candidates) {
    constexpr std::size_t longest = 200;  // nobody mistypes a word beyond it, and comparing costs its square
    std::string best;
    if (word.size() > longest) return best;
    std::size_t fewest = std::max<std::size_t>(1, word.size() / 3) + 1;
    for (const std::string& candidate : candidates) {
        const std::size_t least = std::max(word.size(), candidate.size()) - std::min(word.size(), candidate.size());
        if (least >= fewest) continue;
        const std::size_t count = edits(word, candidate);
        if (count < fewest) {
            fewest = count;
            best = candidate;
        }
    }
    return best;
}

std::string suggestion(std::string_view word, std::span<const std::string> candidates) {
    const std::string near = nearest(word, candidates);
    if (!near.empty()) return "did you mean '" + near + "'?";
    return candidates.empty() ? "" : "known: " + listed(candidates);
}

std::string shortest(double value) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return {buffer.data(), end};
}

double to_twelve_digits(double value) {
    std::array<char, 40> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, 12).ptr;
    double out = value;
    std::from_chars(buffer.data(), end, out);
    return out;
}

bool matches(std::string_view pattern, std::string_view text) {
    std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

bool is_utf8(std::string_view text, std::size_t& offset) {
    offset = 0;
    while (offset < text.size()) {
        const std::size_t length = sequence_length(text.substr(offset));
        if (length == 0) return false;
        offset += length;
    }
    return true;
}

std::string as_utf8(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t length = sequence_length(text);
        out += length == 0 ? replacement : text.substr(0, length);
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return out;
}

std::optional<Unfit> unfit_character(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = sequence_length(text.substr(at));
        const char32_t code = length == 0 ? 0 : decoded(text.substr(at, length));
        if (length != 0 && !fault_of(code).empty()) return Unfit{at, code};
        at += std::max<std::size_t>(length, 1);
    }
    return std::nullopt;
}

std::string wording(const Unfit& unfit) {
    return "the character U+" + hexadecimal(unfit.code, 4) + " (" + std::string(fault_of(unfit.code)) + ")";
}

std::string hint(const Unfit& unfit) {
    if (unfit.code == '\b' || unfit.code == '\t' || unfit.code == '\f' || unfit.code == 0x1B || unfit.code == '\r')
        return "a backslash is written \\\\ in \"...\", or \\ in '...'";
    return unfit.code == '\n' ? "write the text on one line" : "delete the character, or write the text anew";
}

std::string shown(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t length = sequence_length(text);
        const char32_t code = length == 0 ? 0 : decoded(text.substr(0, length));
        if (length == 0) {
            out += replacement;
        } else if (code == '\t' || fault_of(code).empty()) {
            out += text.substr(0, length);
        } else {
            out += "\\u{" + hexadecimal(code, 1) + "}";
        }
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return out;
}

std::string percent_encoded(std::string_view path) {
    std::string out;
    for (const char c : path) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("-._~/").find(c) != std::string_view::npos;
        out += plain ? std::string(1, c) : "%" + hexadecimal(static_cast<unsigned char>(c), 2);
    }
    return out;
}

std::string percent_decoded(std::string_view path) {
    std::string out;
    for (std::size_t i = 0; i < path.size(); ++i) {
        unsigned byte = 0;
        const char* const digits = path.data() + i + 1;
        if (path[i] == '%' && i + 2 < path.size() && std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
            out += static_cast<char>(byte);
            i += 2;
        } else {
            out += path[i];
        }
    }
    return out;
}

}  // namespace entente
