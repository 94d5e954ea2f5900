// Reading cells (see cells.hpp).
#include "read/cells.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include "base/text.hpp"

namespace entente {

std::string cell_in_message(const std::string& cell) {
    std::string out = cell.substr(0, 40);
    std::size_t offset = 0;
    if (!is_utf8(out, offset)) out.resize(offset);
    for (char& c : out) c = static_cast<unsigned char>(c) < 0x20U || c == 0x7F ? ' ' : c;
    return "'" + out + (out.size() < cell.size() ? "...'" : "'");
}

std::string trimmed(const std::string& text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool is_missing(const std::string& cell) {
    std::string word;
    for (const char c : cell) word += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    constexpr std::array<std::string_view, 9> words{"", "na", "n/a", "#n/a", "nan", "null", "none", "-", "?"};
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::optional<double> number_of(std::string cell, Written& written) {
    const std::size_t comma = cell.find(',');
    const bool point = cell.find('.') != std::string::npos;
    written = point ? Written::point : Written::whole;
    if (comma != std::string::npos) {
        if (point || cell.find(',', comma + 1) != std::string::npos) return std::nullopt;
        const std::size_t first = cell.find_first_not_of("+-");
        const std::string_view tail = std::string_view(cell).substr(comma + 1);
        const bool group = tail.size() == 3 && tail.find_first_not_of("0123456789") == std::string_view::npos && comma > first &&
                           comma - first <= 3 && cell[first] != '0';
        written = group ? Written::perhaps_thousands : Written::comma;
        cell[comma] = '.';
    }
    const char* begin = cell.data() + (cell.starts_with('+') && !cell.starts_with("+-") ? 1 : 0);
    const char* const end = cell.data() + cell.size();
    double x = 0;
    const auto read = std::from_chars(begin, end, x);
    if (begin == end || read.ec != std::errc() || read.ptr != end || !std::isfinite(x)) return std::nullopt;
    return x;
}

}  // namespace entente
