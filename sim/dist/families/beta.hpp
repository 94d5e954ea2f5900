// Beta with parameters alpha and beta, stretched from [0, 1] to [min, max].
#pragma once

#include <boost/math/distributions/beta.hpp>
#include <string>

#include "base/fields.hpp"
#include "dist/probability.hpp"

namespace entente {

struct Beta {
    static constexpr std::string_view name = "beta";
    static constexpr bool tabulated = true;
    double alpha = 1;
    double beta = 1;
    double min = 0;
    double max = 1;
    static constexpr auto fields() {
        return std::tuple{needed("alpha", &Beta::alpha, Range::positive, "first shape"),
                          needed("beta", &Beta::beta, Range::positive, "second shape"), field("min", &Beta::min, "lowest value"),
                          field("max", &Beta::max, "highest value")};
    }
};

inline std::string resolve(Beta& d) { return d.min <= d.max ? "" : "min is above max"; }
inline auto standard(const Beta& d) { return boost::math::beta_distribution<double, MathPolicy>(d.alpha, d.beta); }
inline double quantile(const Beta& d, Probability p) { return d.min + (d.max - d.min) * boost_quantile(standard(d), p); }
inline Probability cdf(const Beta& d, double x) {
    if (x >= d.max) return {1, 0};
    if (x <= d.min) return {0, 1};
    return boost_cdf(standard(d), (x - d.min) / (d.max - d.min));
}
inline double mean(const Beta& d) { return d.min + (d.max - d.min) * d.alpha / (d.alpha + d.beta); }
inline double variance(const Beta& d) {
    const double sum = d.alpha + d.beta;
    const double width = d.max - d.min;
    return width * width * d.alpha * d.beta / (sum * sum * (sum + 1));
}

}  // namespace entente
