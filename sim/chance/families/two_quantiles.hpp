// What experts give in place of the ends of a range: two quantiles [p, x], for the families that take them.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/bisection.hpp"

namespace entente {

using QuantilePoints = std::vector<std::array<double, 2>>;

// Puts the two in order; what is wrong with them, or "". `ends`: probabilities of 0 and 1 are possible too.
inline std::string order_two(QuantilePoints& points, bool ends) {
    if (points.size() != 2) return "quantiles needs two points [p, x]";
    std::sort(points.begin(), points.end());
    for (const auto& [p, x] : points) {
        if (ends ? !(p >= 0 && p <= 1) : !(p > 0 && p < 1)) return "a probability of the quantiles is not between 0 and 1";
    }
    if (points[0][0] == points[1][0]) return "a probability of the quantiles stands twice";
    return points[0][1] > points[1][1] ? "the quantiles do not increase" : "";
}

// Finds the ends of a range in which the mode and two quantiles are known, for a family that is moved and stretched with it.
// `standard(r, p)` is the family's quantile on 0..1 with its mode at r. The place of the mode between the quantiles rises with r.
template <class Standard>
std::string solve_ends(const QuantilePoints& points, double mode, const Standard& standard, double& low, double& high) {
    const auto& [p, x] = points[0];
    const auto& [q, y] = points[1];
    if (x == y) return "the quantiles do not increase";
    if (mode < x || mode > y) return "mode is not between the two quantiles";
    const double before = mode - x, after = y - mode;
    const auto [unused, r] =
        bisected(0, 1, 0, [&](double at) { return after * (at - standard(at, p)) >= before * (standard(at, q) - at); });
    const double from = standard(r, p), width = (y - x) / (standard(r, q) - from);
    low = std::min(x - width * from, x);
    high = std::max(low + width, y);
    return "";
}

}  // namespace entente
