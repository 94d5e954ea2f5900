// Weibull with shape and scale.
#pragma once

#include <array>
#include <string>

#include "base/fields.hpp"
#include "chance/probability.hpp"

namespace entente {

struct Weibull {
    static constexpr std::string_view name = "weibull";
    static constexpr std::array<std::string_view, 1> shapes{"shape"};
    double shape = 1;
    double scale = 1;
    template <class S = Weibull>
    static constexpr auto fields() {
        return std::tuple{needed("shape", &S::shape, Range::positive, "shape"), needed("scale", &S::scale, Range::positive, "scale")};
    }
};

inline std::string resolve(Weibull&) { return ""; }
// -ln(1 - p), accurate at both ends.
inline double exponential_quantile(Probability p) { return p.below < 0.5 ? -log1p(-p.below) : -log(p.above); }
inline double quantile(const Weibull& d, Probability p) { return d.scale * power(exponential_quantile(p), 1 / d.shape); }
inline Probability cdf(const Weibull& d, double x) {
    if (x <= 0) return {0, 1};
    const double hazard = power(x / d.scale, d.shape);
    return {-std::expm1(-hazard), exp(-hazard)};
}
inline double mean(const Weibull& d) { return d.scale * std::tgamma(1 + 1 / d.shape); }
inline double variance(const Weibull& d) { return d.scale * d.scale * std::tgamma(1 + 2 / d.shape) - mean(d) * mean(d); }

}  // namespace entente
