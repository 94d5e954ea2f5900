// Normal with mean and standard deviation.
#pragma once

#include <string>

#include "base/fields.hpp"
#include "chance/probability.hpp"

namespace entente {

struct Normal {
    static constexpr std::string_view name = "normal";
    double mean = 0;
    double sd = 1;
    template <class S = Normal>
    static constexpr auto fields() {
        return std::tuple{needed("mean", &S::mean, "mean"), needed("sd", &S::sd, Range::non_negative, "standard deviation")};
    }
};

inline std::string resolve(Normal&) { return ""; }
inline double quantile(const Normal& d, Probability p) {
    const double z = p.below <= p.above ? normal_quantile(p.below) : -normal_quantile(p.above);
    return d.sd > 0 ? d.mean + d.sd * z : d.mean;
}
inline Probability cdf(const Normal& d, double x) {
    if (d.sd == 0) return x >= d.mean ? Probability{1, 0} : Probability{0, 1};
    return probability_of_score((x - d.mean) / d.sd);
}
inline double mean(const Normal& d) { return d.mean; }
inline double variance(const Normal& d) { return d.sd * d.sd; }

}  // namespace entente
