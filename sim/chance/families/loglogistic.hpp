// Log-logistic with shape and scale (its median): a hazard that rises, then falls, when shape > 1.
#pragma once

#include <array>
#include <limits>
#include <numbers>
#include <string>

#include "base/fields.hpp"
#include "chance/probability.hpp"

namespace entente {

struct Loglogistic {
    static constexpr std::string_view name = "loglogistic";
    static constexpr std::array<std::string_view, 1> shapes{"shape"};
    double shape = 2;
    double scale = 1;
    template <class S = Loglogistic>
    static constexpr auto fields() {
        return std::tuple{needed("shape", &S::shape, Range::positive, "shape"),
                          needed("scale", &S::scale, Range::positive, "scale, the median")};
    }
};

inline std::string resolve(Loglogistic&) { return ""; }
inline double quantile(const Loglogistic& d, Probability p) { return d.scale * power(p.below / p.above, 1 / d.shape); }
inline Probability cdf(const Loglogistic& d, double x) {
    if (x <= 0) return {0, 1};
    const double odds = power(x / d.scale, d.shape);
    return {odds / (1 + odds), 1 / (1 + odds)};
}
inline double mean(const Loglogistic& d) {
    const double angle = std::numbers::pi / d.shape;
    return d.shape > 1 ? d.scale * angle / std::sin(angle) : std::numeric_limits<double>::infinity();
}
inline double variance(const Loglogistic& d) {
    const double angle = std::numbers::pi / d.shape;
    return d.shape > 2 ? d.scale * d.scale * 2 * angle / std::sin(2 * angle) - mean(d) * mean(d) : std::numeric_limits<double>::infinity();
}

}  // namespace entente
