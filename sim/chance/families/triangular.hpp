// Triangular with its peak at mode, on [min, max] or with two quantiles.
#pragma once

#include <optional>
#include <string>

#include "base/fields.hpp"
#include "chance/families/two_quantiles.hpp"
#include "chance/probability.hpp"

namespace entente {

struct Triangular {
    static constexpr std::string_view name = "triangular";
    std::optional<double> min;
    double mode = 0.5;
    std::optional<double> max;
    QuantilePoints quantiles = {};  // instead of min and max
    double low = 0, high = 1;       // set by resolve
    template <class S = Triangular>
    static constexpr auto fields() {
        return std::tuple{field("min", &S::min, "lowest value"), needed("mode", &S::mode, "most likely value"),
                          field("max", &S::max, "highest value"),
                          field("quantiles", &S::quantiles, "two points [p, x], instead of min and max")};
    }
};

// On 0..1 with the peak at r.
inline double standard_triangular(double r, double p) { return p < r ? std::sqrt(p * r) : 1 - std::sqrt((1 - p) * (1 - r)); }
inline std::string resolve(Triangular& d) {
    if (!d.quantiles.empty() && !d.min && !d.max) {
        if (std::string fault = order_two(d.quantiles, true); !fault.empty()) return fault;
        return solve_ends(d.quantiles, d.mode, standard_triangular, d.low, d.high);
    }
    if (!d.min || !d.max || !d.quantiles.empty()) return "triangular needs either min and max, or two quantiles";
    d.low = *d.min;
    d.high = *d.max;
    if (d.low > d.mode) return "min is above mode";
    if (d.mode > d.high) return "mode is above max";
    return "";
}
inline double quantile(const Triangular& d, Probability p) {
    const double width = d.high - d.low;
    if (width == 0) return d.low;
    if (p.below * width < d.mode - d.low) return d.low + std::sqrt(p.below * width * (d.mode - d.low));
    return d.high - std::sqrt(p.above * width * (d.high - d.mode));
}
inline Probability cdf(const Triangular& d, double x) {
    if (x >= d.high) return {1, 0};
    if (x <= d.low) return {0, 1};
    const double width = d.high - d.low;
    if (x < d.mode) {
        const double below = (x - d.low) * (x - d.low) / (width * (d.mode - d.low));
        return {below, 1 - below};
    }
    const double above = (d.high - x) * (d.high - x) / (width * (d.high - d.mode));
    return {1 - above, above};
}
inline double mean(const Triangular& d) { return (d.low + d.mode + d.high) / 3; }
inline double variance(const Triangular& d) {
    const double a = d.low, b = d.high, c = d.mode;
    return (a * a + b * b + c * c - a * b - a * c - b * c) / 18;
}

}  // namespace entente
