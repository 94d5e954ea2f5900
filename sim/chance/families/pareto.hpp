// Pareto above min with tail index alpha; no finite mean for alpha of 1 or less.
#pragma once

#include <array>
#include <limits>
#include <string>

#include "base/fields.hpp"
#include "chance/probability.hpp"

namespace entente {

struct Pareto {
    static constexpr std::string_view name = "pareto";
    static constexpr std::array<std::string_view, 1> shapes{"alpha"};
    double min = 1;
    double alpha = 2;
    template <class S = Pareto>
    static constexpr auto fields() {
        return std::tuple{needed("min", &S::min, Range::positive, "lowest value"),
                          needed("alpha", &S::alpha, Range::positive, "tail index")};
    }
};

inline std::string resolve(Pareto&) { return ""; }
inline double quantile(const Pareto& d, Probability p) { return d.min * power(p.above, -1 / d.alpha); }
inline Probability cdf(const Pareto& d, double x) {
    if (x <= d.min) return {0, 1};
    const double above = power(d.min / x, d.alpha);
    return {1 - above, above};
}
inline double mean(const Pareto& d) { return d.alpha > 1 ? d.alpha * d.min / (d.alpha - 1) : std::numeric_limits<double>::infinity(); }
inline double variance(const Pareto& d) {
    return d.alpha > 2 ? d.min * d.min * d.alpha / ((d.alpha - 1) * (d.alpha - 1) * (d.alpha - 2))
                       : std::numeric_limits<double>::infinity();
}

}  // namespace entente
