// Reading a key and its values (see axis.hpp).
#include "cli/axis.hpp"

#include <fmt/core.h>

#include <cmath>

#include "cli/cli.hpp"
#include "read/read.hpp"

namespace entente {

std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> out(1);
    int depth = 0;
    for (const char c : text) {
        depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
        if (c == at && depth == 0) {
            out.emplace_back();
        } else {
            out.back() += c;
        }
    }
    return out;
}

std::string read_axis(const std::string& text, Axis& out) {
    const std::size_t equals = end_of_key(text);
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) return "expected KEY=a,b,c or KEY=low:high:steps";
    const std::string key = text.substr(0, equals), values = text.substr(equals + 1);
    const std::vector<std::string> parts = split(values, ':');
    double low = 0, high = 0, steps = 0;
    if (parts.size() == 2 && parse_number(parts[0], low) && parse_number(parts[1], high))
        return "expected low:high:steps, as in " + values + ":5, for a range; or values, joined by commas";
    if (parts.size() != 3) {
        out = {key, split(values, ',')};
        return "";
    }
    if (!parse_number(parts[0], low) || !parse_number(parts[1], high) || !parse_number(parts[2], steps) || steps != std::floor(steps) ||
        steps < 2)
        return "expected low:high:steps with two numbers and 2 steps or more";
    if (steps > static_cast<double>(most_points)) return fmt::format("{:.0f} steps are too many; expected at most {}", steps, most_points);
    out = range_of(key, low, high, static_cast<std::size_t>(steps));
    return "";
}

}  // namespace entente
