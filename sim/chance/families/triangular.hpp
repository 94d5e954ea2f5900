// Triangular on [min, max] with its peak at mode.
#pragma once

#include <string>

#include "base/fields.hpp"
#include "chance/probability.hpp"

namespace entente {

struct Triangular {
    static constexpr std::string_view name = "triangular";
    double min = 0;
    double mode = 0.5;
    double max = 1;
    template <class S = Triangular>
    static constexpr auto fields() {
        return std::tuple{needed("min", &S::min, "lowest value"), needed("mode", &S::mode, "most likely value"),
                          needed("max", &S::max, "highest value")};
    }
};

inline std::string resolve(Triangular& d) {
    if (d.min > d.mode) return "min is above mode";
    if (d.mode > d.max) return "mode is above max";
    return "";
}
inline double quantile(const Triangular& d, Probability p) {
    const double width = d.max - d.min;
    if (width == 0) return d.min;
    if (p.below * width < d.mode - d.min) return d.min + std::sqrt(p.below * width * (d.mode - d.min));
    return d.max - std::sqrt(p.above * width * (d.max - d.mode));
}
inline Probability cdf(const Triangular& d, double x) {
    if (x >= d.max) return {1, 0};
    if (x <= d.min) return {0, 1};
    const double width = d.max - d.min;
    if (x < d.mode) {
        const double below = (x - d.min) * (x - d.min) / (width * (d.mode - d.min));
        return {below, 1 - below};
    }
    const double above = (d.max - x) * (d.max - x) / (width * (d.max - d.mode));
    return {1 - above, above};
}
inline double mean(const Triangular& d) { return (d.min + d.mode + d.max) / 3; }
inline double variance(const Triangular& d) {
    const double a = d.min, b = d.max, c = d.mode;
    return (a * a + b * b + c * c - a * b - a * c - b * c) / 18;
}

}  // namespace entente
