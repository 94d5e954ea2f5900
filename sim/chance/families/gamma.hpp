// Gamma, given by (mean, cv) or (shape, scale).
#pragma once

#include <array>
#include <optional>
#include <string>

#include "base/fields.hpp"
#include "chance/probability.hpp"

namespace entente {

struct Gamma {
    static constexpr std::string_view name = "gamma";
    static constexpr std::array<std::string_view, 1> shapes{"shape"};
    static constexpr bool tabulated = true;
    std::optional<double> mean, cv, shape, scale;
    double k = 1;  // shape and scale, set by resolve
    double theta = 1;
    template <class S = Gamma>
    static constexpr auto fields() {
        return std::tuple{
            field("mean", &S::mean, Range::positive, "mean (with cv)"), field("cv", &S::cv, Range::positive, "standard deviation / mean"),
            field("shape", &S::shape, Range::positive, "shape (with scale)"), field("scale", &S::scale, Range::positive, "scale")};
    }
};

inline std::string resolve(Gamma& d) {
    const int given = d.mean.has_value() + d.cv.has_value() + d.shape.has_value() + d.scale.has_value();
    if (given == 2 && d.mean && d.cv) {
        d.k = 1 / (*d.cv * *d.cv);
        d.theta = *d.mean / d.k;
        return "";
    }
    if (given == 2 && d.shape && d.scale) {
        d.k = *d.shape;
        d.theta = *d.scale;
        return "";
    }
    return "gamma needs exactly one of (mean, cv), (shape, scale)";
}
double quantile(const Gamma& d, Probability p);
Probability cdf(const Gamma& d, double x);
inline double mean(const Gamma& d) { return d.k * d.theta; }
inline double variance(const Gamma& d) { return d.k * d.theta * d.theta; }

}  // namespace entente
