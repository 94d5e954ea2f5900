// Beta with parameters alpha and beta, stretched from [0, 1] to [min, max].
#pragma once

#include <array>
#include <string>

#include "base/fields.hpp"
#include "chance/probability.hpp"

namespace entente {

struct Beta {
    static constexpr std::string_view name = "beta";
    static constexpr std::array<std::string_view, 2> shapes{"alpha", "beta"};
    static constexpr bool tabulated = true;
    double alpha = 1;
    double beta = 1;
    double min = 0;
    double max = 1;
    template <class S = Beta>
    static constexpr auto fields() {
        return std::tuple{needed("alpha", &S::alpha, Range::positive, "first shape"),
                          needed("beta", &S::beta, Range::positive, "second shape"), field("min", &S::min, "lowest value"),
                          field("max", &S::max, "highest value")};
    }
};

inline std::string resolve(Beta& d) { return d.min <= d.max ? "" : "min is above max"; }
double quantile(const Beta& d, Probability p);
Probability cdf(const Beta& d, double x);
inline double mean(const Beta& d) { return d.min + (d.max - d.min) * d.alpha / (d.alpha + d.beta); }
inline double variance(const Beta& d) {
    const double sum = d.alpha + d.beta;
    const double width = d.max - d.min;
    return width * width * d.alpha * d.beta / (sum * sum * (sum + 1));
}

}  // namespace entente
