// Inverse gamma, given by (mean, cv) or (shape, scale): the cost of a project under Pindyck's technical uncertainty.
#pragma once

#include <array>
#include <limits>
#include <optional>
#include <string>

#include "base/fields.hpp"
#include "chance/probability.hpp"

namespace entente {

struct InverseGamma {
    static constexpr std::string_view name = "inverse_gamma";
    static constexpr std::array<std::string_view, 1> shapes{"shape"};
    static constexpr bool tabulated = true;
    std::optional<double> mean, cv, shape, scale;
    double a = 3;  // shape and scale, set by resolve
    double b = 1;
    template <class S = InverseGamma>
    static constexpr auto fields() {
        return std::tuple{
            field("mean", &S::mean, Range::positive, "mean (with cv)"), field("cv", &S::cv, Range::positive, "standard deviation / mean"),
            field("shape", &S::shape, Range::positive, "shape (with scale)"), field("scale", &S::scale, Range::positive, "scale")};
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
double quantile(const InverseGamma& d, Probability p);
Probability cdf(const InverseGamma& d, double x);
inline double mean(const InverseGamma& d) { return d.a > 1 ? d.b / (d.a - 1) : std::numeric_limits<double>::infinity(); }
inline double variance(const InverseGamma& d) {
    return d.a > 2 ? d.b * d.b / ((d.a - 1) * (d.a - 1) * (d.a - 2)) : std::numeric_limits<double>::infinity();
}

}  // namespace entente
