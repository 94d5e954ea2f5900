// Ranges as distributions (see cost_range.hpp).
#include "read/cost_range.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.hpp"
#include "chance/probability.hpp"

namespace entente {

namespace {

std::string number(double x) { return shortest(to_twelve_digits(x)); }

RangeText fault(std::string found, std::string expected, std::string hint = "") {
    return {"", "", std::move(found), std::move(expected), std::move(hint)};
}

bool are_ends(const WrittenRange& range) { return range.low->p == 0 && range.high->p == 1; }

std::string points(const WrittenRange& range) {
    return fmt::format("[[{}, {}], [{}, {}]]", number(range.low->p), number(range.low->x), number(range.high->p), number(range.high->x));
}

RangeText with_mode(const WrittenRange& range) {
    if (!range.likely) return fault("a " + range.family + " without a likely value", "low, likely and high");
    if (are_ends(range))
        return {fmt::format("{{ dist = \"{}\", min = {}, mode = {}, max = {} }}", range.family, number(range.low->x), number(*range.likely),
                            number(range.high->x))};
    return {fmt::format("{{ dist = \"{}\", mode = {}, quantiles = {} }}", range.family, number(*range.likely), points(range))};
}

// What a family that two quantiles determine does not show of a row.
std::string note_on(const WrittenRange& range) {
    const std::optional<double> middle = range.likely ? range.likely : range.median;
    return middle ? fmt::format("the sheet's {} {} is not in it: low and high determine a {}", range.likely ? "likely" : "median",
                                number(*middle), range.family)
                  : "";
}

RangeText uniform(const WrittenRange& range) {
    // A straight line through both points.
    const double slope = (range.high->x - range.low->x) / (range.high->p - range.low->p);
    const double min = range.low->x - slope * range.low->p, max = range.high->x + slope * (1 - range.high->p);
    return {fmt::format("{{ dist = \"uniform\", min = {}, max = {} }}", number(min), number(max)), note_on(range)};
}

RangeText of_quantiles(const WrittenRange& range) {
    if (range.low->p == 0 || range.high->p == 1)
        return fault(fmt::format("a {} between the ends of a range, which it does not have", range.family), "low and high as quantiles",
                     "say --range P10-P90, or take pert or triangular");
    if (range.family == "lognormal") {
        if (!(range.low->x > 0)) return fault(fmt::format("a lognormal from {} on", number(range.low->x)), "a low above 0");
        return {fmt::format("{{ dist = \"lognormal\", quantiles = {} }}", points(range)), note_on(range)};
    }
    const double from = normal_quantile(range.low->p), to = normal_quantile(range.high->p);
    const double sd = (range.high->x - range.low->x) / (to - from);
    return {fmt::format("{{ dist = \"normal\", mean = {}, sd = {} }}", number(range.low->x - sd * from), number(sd)), note_on(range)};
}

RangeText metalog(const WrittenRange& range) {
    if (!range.median) return fault("a metalog without a median", "low, median (P50) and high");
    if (range.low->p == 0 || range.high->p == 1)
        return fault("a metalog between the ends of a range", "low and high as quantiles", "say --range P10-P90");
    return {fmt::format("{{ dist = \"metalog\", quantiles = [[{}, {}], [0.5, {}], [{}, {}]], lower = 0 }}", number(range.low->p),
                        number(range.low->x), number(*range.median), number(range.high->p), number(range.high->x))};
}

struct ImportFamily {
    std::string_view name;
    RangeText (*text)(const WrittenRange&);
};
constexpr std::array families{ImportFamily{"pert", with_mode},      ImportFamily{"triangular", with_mode},
                              ImportFamily{"uniform", uniform},     ImportFamily{"lognormal", of_quantiles},
                              ImportFamily{"normal", of_quantiles}, ImportFamily{"metalog", metalog}};

// Names that sheets have for them.
std::string family_of(const WrittenRange& range) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 12> others{{{"betapert", "pert"},
                                                                                    {"beta-pert", "pert"},
                                                                                    {"beta pert", "pert"},
                                                                                    {"triangle", "triangular"},
                                                                                    {"tri", "triangular"},
                                                                                    {"rectangular", "uniform"},
                                                                                    {"log-normal", "lognormal"},
                                                                                    {"log normal", "lognormal"},
                                                                                    {"gaussian", "normal"},
                                                                                    {"fixed", "constant"},
                                                                                    {"point", "constant"},
                                                                                    {"none", "constant"}}};
    std::string word = range.family;
    for (char& c : word) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    const auto other = std::find_if(others.begin(), others.end(), [&](const auto& o) { return o.first == word; });
    if (other != others.end()) word = other->second;
    if (!word.empty()) return word;
    if (!range.low && !range.high) return "constant";
    if (range.likely) return "pert";
    if (range.median) return "metalog";
    return range.low && range.high && range.low->p > 0 && range.high->p < 1 && range.low->x > 0 ? "lognormal" : "uniform";
}

}  // namespace

std::string import_families() {
    std::vector<std::string> names{"constant"};
    for (const ImportFamily& family : families) names.emplace_back(family.name);
    return listed(names);
}

RangeText range_text(const WrittenRange& written) {
    WrittenRange range = written;
    range.family = family_of(written);
    const std::optional<double> middle = range.likely ? range.likely : range.median;
    if (range.family == "constant") {
        if (!middle) return fault("a fixed amount without a likely value", "its amount under 'likely'");
        return {number(*middle)};
    }
    const auto family = std::find_if(families.begin(), families.end(), [&](const ImportFamily& f) { return f.name == range.family; });
    if (family == families.end()) {
        const std::vector<std::string> known = {"constant", "pert", "triangular", "uniform", "lognormal", "normal", "metalog"};
        const std::string near = nearest(range.family, known);
        return fault("the family '" + written.family + "'", "one of " + import_families(),
                     near.empty() ? "" : "did you mean '" + near + "'?");
    }
    if (!range.low || !range.high)
        return fault(range.low    ? "a low without a high"
                     : range.high ? "a high without a low"
                                  : "a " + range.family + " without a range",
                     "low and high, or the likely value alone");
    if (range.low->x > range.high->x)
        return fault(fmt::format("low {} is above high {}", number(range.low->x), number(range.high->x)), "low, likely and high in order");
    if (middle && (*middle < range.low->x || *middle > range.high->x))
        return fault(fmt::format("{} {} is not between low {} and high {}", range.likely ? "likely" : "median", number(*middle),
                                 number(range.low->x), number(range.high->x)),
                     "low, likely and high in order");
    if (range.low->x == range.high->x) return {number(range.low->x)};
    return family->text(range);
}

}  // namespace entente
