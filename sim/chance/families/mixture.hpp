// A mixture: with probability weights[i], the i-th distribution. One score draws it, by the mixture's own quantile.
#pragma once

#include <string>
#include <vector>

#include "base/fields.hpp"
#include "chance/probability.hpp"

namespace entente {

struct Distribution;

struct Mixture {
    static constexpr std::string_view name = "mixture";
    std::vector<Distribution> of;
    std::vector<double> weights;  // sum to 1
    template <class S = Mixture>
    static constexpr auto fields() {
        return std::tuple{needed("of", &S::of, "the distributions"),
                          needed("weights", &S::weights, Range::fraction, "their probabilities, sum 1")};
    }
};

std::string resolve(Mixture& d);
double quantile(const Mixture& d, Probability p);
Probability cdf(const Mixture& d, double x);
double mean(const Mixture& d);
double variance(const Mixture& d);

}  // namespace entente
