// Metalog (Keelin 2016, "The metalog distributions", Decision Analysis 13): a quantile function fitted to points.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/fields.hpp"
#include "chance/probability.hpp"

namespace entente {

struct Metalog {
    static constexpr std::string_view name = "metalog";
    static constexpr bool tabulated = true;
    std::vector<std::array<double, 2>> quantiles;  // (p, x)
    std::optional<int> terms;                      // default min(points, 5)
    std::optional<double> lower, upper;
    std::vector<double> coefficients;  // set by resolve: least squares on the points
    template <class S = Metalog>
    static constexpr auto fields() {
        return std::tuple{needed("quantiles", &S::quantiles, "points [p, x] of the quantile function"),
                          field("terms", &S::terms, "number of terms, at most the number of points"),
                          field("lower", &S::lower, "lower bound"), field("upper", &S::upper, "upper bound")};
    }
};

// Fits the coefficients; refused where the density on p = 0.001(0.001)0.999 is not positive.
std::string resolve(Metalog& d);
double quantile(const Metalog& d, Probability p);
Probability cdf(const Metalog& d, double x);
double mean(const Metalog& d);
double variance(const Metalog& d);

}  // namespace entente
