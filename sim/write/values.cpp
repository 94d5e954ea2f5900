// Numbers in their units (see values.hpp).
#include "write/values.hpp"

#include <fmt/core.h>

#include <cmath>

#include "write/verdict.hpp"

namespace entente {

namespace {

// Three digits, but every one before the point.
std::string brief(double value) {
    return std::fabs(value) >= 1000 ? money_text(value) : std::isinf(value) ? "without end" : fmt::format("{:.3g}", value);
}

}  // namespace

std::string figure_in(std::string_view unit, double value) {
    if (std::isnan(value)) return "";
    if (unit.starts_with("share")) return fmt::format("{:.3g}%", 100 * value);
    if (unit == "date") return std::isinf(value) ? "never" : fmt::format("{:.1f}", value);
    return brief(value);
}

std::string value_in(std::string_view unit, double value) {
    const std::string figure = figure_in(unit, value);
    if (unit == "share a year") return figure + " a year";
    const bool has_word = unit != "share" && unit != "date" && !unit.empty() && !std::isinf(value);
    return has_word ? figure + " " + std::string(unit) : figure;
}

std::string value_in_words(const AssumptionRow& row) {
    const bool is_list = row.value.starts_with('[');
    const std::size_t open = is_list ? std::string::npos : row.value.find('(');
    if (open == std::string::npos || row.value.back() != ')')
        return is_list || std::isnan(row.p50) ? row.value : value_in(row.unit, row.p50);
    std::string out = row.value.substr(0, open) + ": ";
    int depth = 0;
    for (const char c : row.value.substr(open + 1, row.value.size() - open - 2)) {
        if (c == '(' || c == '[') ++depth;
        if (c == ')' || c == ']') --depth;
        out += c == '=' && depth == 0 ? ' ' : c;
    }
    // What every pert has unless it says otherwise.
    constexpr std::string_view usual = ", shape 4";
    if (out.starts_with("pert") && out.ends_with(usual)) out.resize(out.size() - usual.size());
    return row.unit.ends_with(" m") || row.unit == "years" ? out + " (" + row.unit + ")" : out;
}

}  // namespace entente
