// A few values with weights (normalised); sorted by value, so that a higher score never gives a lower value.
#pragma once

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "base/fields.hpp"
#include "chance/probability.hpp"

namespace entente {

struct Discrete {
    static constexpr std::string_view name = "discrete";
    std::vector<double> values;
    std::vector<double> weights;
    template <class S = Discrete>
    static constexpr auto fields() {
        return std::tuple{needed("values", &S::values, "the values"), needed("weights", &S::weights, Range::non_negative, "their weights")};
    }
};

inline std::string resolve(Discrete& d) {
    if (d.values.empty() || d.values.size() != d.weights.size()) return "discrete needs one weight for each value";
    const double total = std::accumulate(d.weights.begin(), d.weights.end(), 0.0);
    if (!(total > 0)) return "the weights are all zero";
    std::vector<std::pair<double, double>> atoms;
    for (std::size_t i = 0; i < d.values.size(); ++i) atoms.emplace_back(d.values[i], d.weights[i] / total);
    std::sort(atoms.begin(), atoms.end());
    for (std::size_t i = 0; i < atoms.size(); ++i) std::tie(d.values[i], d.weights[i]) = atoms[i];
    return "";
}
// The smallest value whose distribution function exceeds p.
inline double quantile(const Discrete& d, Probability p) {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < d.values.size(); ++i) {
        sum += d.weights[i];
        if (p.below < sum) return d.values[i];
    }
    return d.values.back();
}
inline Probability cdf(const Discrete& d, double x) {
    double below = 0, above = 0;
    for (std::size_t i = 0; i < d.values.size(); ++i) (d.values[i] <= x ? below : above) += d.weights[i];
    return {below, above};
}
inline double mean(const Discrete& d) { return std::inner_product(d.values.begin(), d.values.end(), d.weights.begin(), 0.0); }
inline double variance(const Discrete& d) {
    double sum = 0;
    for (std::size_t i = 0; i < d.values.size(); ++i) {
        sum += d.weights[i] * (d.values[i] - mean(d)) * (d.values[i] - mean(d));
    }
    return sum;
}

}  // namespace entente
