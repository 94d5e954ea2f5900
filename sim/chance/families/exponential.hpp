// Exponential with its mean.
#pragma once

#include <string>

#include "base/fields.hpp"
#include "chance/families/weibull.hpp"

namespace entente {

struct Exponential {
    static constexpr std::string_view name = "exponential";
    double mean = 1;
    template <class S = Exponential>
    static constexpr auto fields() {
        return std::tuple{needed("mean", &S::mean, Range::non_negative, "mean")};
    }
};

inline std::string resolve(Exponential&) { return ""; }
inline double quantile(const Exponential& d, Probability p) { return d.mean * exponential_quantile(p); }
inline Probability cdf(const Exponential& d, double x) {
    if (x < 0) return {0, 1};
    if (d.mean == 0) return {1, 0};
    return {-std::expm1(-x / d.mean), exp(-x / d.mean)};
}
inline double mean(const Exponential& d) { return d.mean; }
inline double variance(const Exponential& d) { return d.mean * d.mean; }

}  // namespace entente
