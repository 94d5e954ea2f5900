// Uniform on [min, max].
#pragma once

#include <algorithm>
#include <string>

#include "base/fields.hpp"
#include "chance/probability.hpp"

namespace entente {

struct Uniform {
    static constexpr std::string_view name = "uniform";
    double min = 0;
    double max = 1;
    template <class S = Uniform>
    static constexpr auto fields() {
        return std::tuple{needed("min", &S::min, "lowest value"), needed("max", &S::max, "highest value")};
    }
};

inline std::string resolve(Uniform& d) { return d.min <= d.max ? "" : "min is above max"; }
inline double quantile(const Uniform& d, Probability p) {
    return p.below <= p.above ? d.min + p.below * (d.max - d.min) : d.max - p.above * (d.max - d.min);
}
inline Probability cdf(const Uniform& d, double x) {
    if (x >= d.max) return {1, 0};
    if (x <= d.min) return {0, 1};
    return {(x - d.min) / (d.max - d.min), (d.max - x) / (d.max - d.min)};
}
inline double mean(const Uniform& d) { return 0.5 * (d.min + d.max); }
inline double variance(const Uniform& d) { return (d.max - d.min) * (d.max - d.min) / 12; }

}  // namespace entente
