// Writing one CSV file: RFC 4180, or the dialect of spreadsheets with decimal commas.
#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "write/files.hpp"

namespace entente {

// A text as a cell: quoted where it must be, and harmless where a spreadsheet would run it as a formula.
inline std::string csv_text(const std::string& text, char separator) {
    const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos;
    const std::string safe = formula ? "'" + text : text;
    if (safe.find_first_of(std::string("\"\r\n") + separator) == std::string::npos) return safe;
    std::string out = "\"";
    for (const char c : safe) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

class Csv {
public:
    Csv(std::string name, std::string_view header, const CsvDialect& dialect) : dialect_(dialect) {
        file_.name = std::move(name);
        if (dialect_.mark) file_.content = "\xEF\xBB\xBF";
        for (const char c : header) file_.content += c == ',' ? dialect_.separator : c;
        file_.content += "\r\n";
    }

    // Columns whose names are the scenario's.
    Csv(std::string name, const std::vector<std::string>& header, const CsvDialect& dialect) : dialect_(dialect) {
        file_.name = std::move(name);
        if (dialect_.mark) file_.content = "\xEF\xBB\xBF";
        for (const std::string& column : header) {
            if (&column != &header.front()) file_.content += dialect_.separator;
            cell(column);
        }
        file_.content += "\r\n";
        file_.kinds.assign(header.size(), 'n');
    }

    // A row of a key and so many numbers.
    template <class Value>
    void numbers(std::int64_t key, std::size_t count, const Value& value) {
        cell(key);
        for (std::size_t i = 0; i < count; ++i) {
            file_.content += dialect_.separator;
            cell(value(i));
        }
        file_.content += "\r\n";
    }

    template <class... Cell>
    void row(const Cell&... cells) {
        if (file_.kinds.empty()) file_.kinds = {kind<Cell>()...};
        bool first = true;
        const auto add = [&](const auto& value) {
            if (!first) file_.content += dialect_.separator;
            first = false;
            cell(value);
        };
        (add(cells), ...);
        file_.content += "\r\n";
    }

    NamedFile finish() { return std::move(file_); }

private:
    template <class T>
    static constexpr char kind() {
        return std::is_arithmetic_v<T> ? 'n' : 't';
    }

    void cell(double value) {
        if (!std::isfinite(value)) return;  // an empty cell: there is no such number
        std::array<char, 32> buffer{};
        const char* const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
        for (const char* c = buffer.data(); c != end; ++c) file_.content += *c == '.' ? dialect_.decimal : *c;
    }
    void cell(std::int64_t value) { file_.content += std::to_string(value); }
    void cell(int value) { file_.content += std::to_string(value); }
    void cell(const char* text) { cell(std::string(text)); }
    void cell(const std::string& text) { file_.content += csv_text(text, dialect_.separator); }

    CsvDialect dialect_;
    NamedFile file_;
};

}  // namespace entente
