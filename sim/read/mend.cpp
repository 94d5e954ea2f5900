// The forms in which numbers, texts and tables are often written, and how they are written here (see mend.hpp).
#include "read/mend.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <regex>

#include "base/text.hpp"

namespace entente {

namespace {

double number_in(std::string text) {
    std::erase_if(text, [](char c) { return c == ',' || c == '_'; });
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

// 2,000,000 -> 2_000_000
std::string with_underscores(std::string text) {
    std::replace(text.begin(), text.end(), ',', '_');
    return text;
}

using Match = std::smatch;

// One form that a value is written in, and the mend for what it matched.
struct Form {
    const char* pattern;
    std::string (*mend)(const Match&);
};

// The first that matches holds.
const std::array forms{
    Form{R"(^([+-]?[\d_,.]+) ?%)", [](const Match& m) { return "write " + shortest(number_in(m[1]) / 100) + " for " + m[1].str() + "%"; }},
    Form{R"(^([+-]?[1-9]\d{0,2}(?:,\d{3})+)(?![\d.,]))",
         [](const Match& m) { return "write " + with_underscores(m[1]) + " for thousands, and decimals with a point: 1.5, not 1,5"; }},
    Form{R"(^([+-]?\d+),(\d+))",
         [](const Match& m) { return "write " + m[1].str() + "." + m[2].str() + ": decimals have a point, 1.5, not 1,5"; }},
    Form{R"(^(\d{4})-(\d{1,2})$)",
         [](const Match& m) {
             return "write " + shortest(number_in(m[1]) + (number_in(m[2]) - 1) / 12) + " for the beginning of that month";
         }},
    Form{R"(^(\d{1,2})[/.-](?:\d{1,2}[/.-])?(\d{4})$)",
         [](const Match& m) { return "write a date as " + m[2].str() + ".5 (the middle of the year) or " + m[2].str() + "-07-01"; }},
    Form{R"(^[$€£] ?([\d_,.]+))", [](const Match& m) { return "write " + with_underscores(m[1]) + ": the currency is scenario.currency"; }},
    Form{R"(^([+-]?\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)$)", [](const Match& m) { return "write " + m[1].str() + " without quotes"; }},
};

std::string mend_text(const std::string& text) {
    for (const Form& form : forms) {
        Match match;
        if (std::regex_search(text, match, std::regex(form.pattern))) return form.mend(match);
    }
    return "";
}

// Years of a day: months are twelfths of a year, as periods are, and days equal parts of their month.
std::optional<double> years_of(int year, unsigned month, unsigned day) {
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    if (!date.ok()) return std::nullopt;
    const unsigned days = static_cast<unsigned>((date.year() / date.month() / std::chrono::last).day());
    return year + ((month - 1) + (day - 1.0) / days) / 12;
}

// The value of a line that TOML does not take: a bare word, or a number as it is written elsewhere.
std::string bare_value(const std::string& line) {
    static const std::regex words(R"(=\s*([A-Za-z][^,}\]#=]*[^,}\]#=\s]|[A-Za-z]))"), numbers(R"(=\s*([+$-]?\d[^\s}\]#=]*))");
    constexpr std::array<std::string_view, 4> values{"true", "false", "inf", "nan"};
    for (std::sregex_iterator at(line.begin(), line.end(), words), end; at != end; ++at) {
        if (std::find(values.begin(), values.end(), (*at)[1].str()) == values.end()) return (*at)[1];
    }
    for (std::sregex_iterator at(line.begin(), line.end(), numbers), end; at != end; ++at) {
        std::string value = (*at)[1];
        while (value.ends_with(',')) value.pop_back();
        if (value.find_first_of(",%$/") != std::string::npos) return value;
    }
    return "";
}

}  // namespace

std::optional<double> date_of(const toml::node& node) {
    if (const auto date = node.value<toml::date>(); date && node.is_date()) return years_of(date->year, date->month, date->day);
    const std::string text = node.is_string() ? node.value_or(std::string()) : "";
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto whole = [&](std::size_t first, std::size_t count) {
        int value = -1;
        const char* const end = text.data() + first + count;
        return std::from_chars(text.data() + first, end, value).ptr == end ? value : -1;
    };
    const int year = whole(0, 4), month = whole(5, 2), day = whole(8, 2);
    if (year < 0 || month < 0 || day < 0) return std::nullopt;
    return years_of(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

std::string mend_number(const toml::node& node, Range range) {
    if (const auto date = date_of(node)) return "write " + shortest(to_twelve_digits(*date)) + " for that day";
    if (node.is_string()) return mend_text(node.value_or(std::string()));
    const double x = node.value_or(0.0);
    if (node.is_number() && range == Range::fraction && x > 1 && x <= 100)
        return "write " + shortest(x / 100) + " for " + shortest(x) + "%";
    return "";
}

std::string mend_brackets(const toml::node& node, const std::string& path) {
    if (node.is_table()) return "write [[" + path + "]] in double brackets, once for each";
    if (node.is_array_of_tables()) return "write [" + path + "] in single brackets";
    return "";
}

std::string mend_line(std::string_view line, std::string_view description) {
    static const std::regex redefined(R"(existing table '([^']+)' as array-of-tables)");
    const std::string said(description), text(line);
    if (Match match; std::regex_search(said, match, redefined))
        return "write [[" + match[1].str() + "]] in double brackets wherever one of them begins";
    const std::string value = bare_value(text);
    if (value.empty()) return "";
    if (value == "True" || value == "False") return std::string("write ") + (value == "True" ? "true" : "false");
    const bool is_text = std::isalpha(static_cast<unsigned char>(value.front())) != 0;
    return is_text ? "write the text in quotes: \"" + value + "\"" : mend_text(value);
}

}  // namespace entente
