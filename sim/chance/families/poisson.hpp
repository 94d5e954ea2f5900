// Poisson with its mean: how often something happens that may happen at any time.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "base/fields.hpp"
#include "chance/probability.hpp"

namespace entente {

struct Poisson {
    static constexpr std::string_view name = "poisson";
    double mean = 1;
    // P(X <= k) and P(X > k) by k, set by resolve: as far as either tail has digits.
    std::vector<Probability> at = {};
    static constexpr double most_mean = 10'000;
    template <class S = Poisson>
    static constexpr auto fields() {
        return std::tuple{needed("mean", &S::mean, Range::non_negative, "mean, the variance too")};
    }
};

std::string resolve(Poisson& d);
// The smallest value whose distribution function exceeds p.
inline double quantile(const Poisson& d, Probability p) {
    const auto exceeds = [&](const Probability& at) { return p.below <= p.above ? at.below > p.below : at.above < p.above; };
    const auto found = std::partition_point(d.at.begin(), d.at.end() - 1, [&](const Probability& at) { return !exceeds(at); });
    return static_cast<double>(found - d.at.begin());
}
inline Probability cdf(const Poisson& d, double x) {
    if (x < 0) return {0, 1};
    return d.at[std::min(static_cast<std::size_t>(std::min(x, 1e9)), d.at.size() - 1)];
}
inline double mean(const Poisson& d) { return d.mean; }
inline double variance(const Poisson& d) { return d.mean; }

}  // namespace entente
