// Inverse gamma, given by (mean, cv) or (shape, scale): the cost of a project under Pindyck's technical uncertainty.
#pragma once

#include <boost/math/distributions/gamma.hpp>
#include <limits>
#include <optional>
#include <string>

#include "base/fields.hpp"
#include "dist/probability.hpp"

namespace entente {

struct InverseGamma {
    static constexpr std::string_view name = "inverse_gamma";
    static constexpr bool tabulated = true;
    std::optional<double> mean, cv, shape, scale;
    double a = 3;  // shape and scale, set by resolve
    double b = 1;
    static constexpr auto fields() {
        return std::tuple{field("mean", &InverseGamma::mean, Range::positive, "mean (with cv)"),
                          field("cv", &InverseGamma::cv, Range::positive, "standard deviation / mean"),
                          field("shape", &InverseGamma::shape, Range::positive, "shape (with scale)"),
                          field("scale", &InverseGamma::scale, Range::positive, "scale")};
    }
};

// mean = b/(a-1), cv^2 = 1/(a-2).
inline std::string resolve(InverseGamma& d) {
    const int given = d.mean.has_value() + d.cv.has_value() + d.shape.has_value() + d.scale.has_value();
    if (given == 2 && d.mean && d.cv) {
        d.a = 2 + 1 / (*d.cv * *d.cv);
        d.b = *d.mean * (d.a - 1);
        return "";
    }
    if (given == 2 && d.shape && d.scale) {
        d.a = *d.shape;
        d.b = *d.scale;
        return "";
    }
    return "inverse_gamma needs exactly one of (mean, cv), (shape, scale)";
}
inline auto standard(const InverseGamma& d) { return boost::math::gamma_distribution<double, MathPolicy>(d.a, 1.0); }
inline double quantile(const InverseGamma& d, Probability p) { return d.b / boost_quantile(standard(d), {p.above, p.below}); }
inline Probability cdf(const InverseGamma& d, double x) {
    if (x <= 0) return {0, 1};
    const Probability inverse = boost_cdf(standard(d), d.b / x);
    return {inverse.above, inverse.below};
}
inline double mean(const InverseGamma& d) { return d.a > 1 ? d.b / (d.a - 1) : std::numeric_limits<double>::infinity(); }
inline double variance(const InverseGamma& d) {
    return d.a > 2 ? d.b * d.b / ((d.a - 1) * (d.a - 1) * (d.a - 2)) : std::numeric_limits<double>::infinity();
}

}  // namespace entente
