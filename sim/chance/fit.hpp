// Which family data may come from: fits, ranked by spacings, with how well each fits.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>
#include "base/stop.hpp"

#include "chance/observed.hpp"
#include "chance/properties.hpp"

namespace entente {

struct Fit {
    std::string family;
    std::string line;               // the distribution as a scenario writes it, with the digits that its spread needs
    HeldDistribution distribution;  // that of the line
    int parameters = 0;
    bool shifted = false;
    double score = 0;   // -2 ln of the product of spacings, plus 2 for each parameter and 2 more for an end at which the density jumps,
                        // corrected for few values
    double behind = 0;  // the score less the least one
    double log_likelihood = 0;
    double kolmogorov = 0;   // largest distance between the distribution functions
    double anderson = 0;     // Anderson-Darling's A^2
    double probability = 0;  // of data from the fitted family that lie further from their own fit (parametric bootstrap of the
                             // Kolmogorov distance, Stute et al. 1993); NaN where none was asked for
};

struct LeftOut {
    std::string family;
    std::string reason;  // a clause
};

struct Fits {
    std::vector<Fit> fits;  // the best first
    std::vector<LeftOut> left_out;
    bool complete = true;  // false: it was stopped
};

struct FitOptions {
    std::vector<std::string> families = {};  // none: all
    int replications = 199;                  // of the bootstrap, each fitted anew
    double worth_testing = 20;               // families further behind than that are not bootstrapped
    std::uint64_t seed = 1;
    const Stop* stop = &no_stop;
    std::function<void(std::int64_t done, std::int64_t total)> progress = {};  // steps; called by one thread at a time
};

constexpr std::size_t fewest_data = 8;

// The families that can be fitted.
std::vector<std::string> fittable_families();

// Every family that can have the data, the best first; of a family with and without a shift the better form. The sample has at least
// fewest_data rows that are not all the same.
Fits fit_families(const Sample& sample, const FitOptions& options);

}  // namespace entente
