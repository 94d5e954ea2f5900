// Which family data may come from: maximum likelihood fits, ranked, with how well each fits.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "chance/distribution.hpp"

namespace entente {

struct Fit {
    std::string family;
    std::string line;  // the distribution as a scenario writes it, numbers to six digits
    Distribution distribution;
    int parameters = 0;
    double log_likelihood = 0;
    double aic = 0;          // Akaike (1974): twice the parameters less twice the log-likelihood; less is better
    double kolmogorov = 0;   // largest distance between the distribution functions
    double anderson = 0;     // Anderson-Darling's A^2; infinite where the fitted range ends at a value
    double probability = 0;  // of data from the fitted family that lie further from their own fit (parametric bootstrap of the
                             // Kolmogorov distance, Stute et al. 1993)
};

constexpr std::size_t fewest_data = 8;

// Every family that can have the data (at least fewest_data values, not all the same), the best by AIC first. `replications` of the
// bootstrap, each fitted anew. Families of positive values are left out where a value is 0 or less.
std::vector<Fit> fit_families(std::span<const double> data, int replications, std::uint64_t seed);

}  // namespace entente
