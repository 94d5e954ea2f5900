// What an outcome depends on: its mean over bands of each input, rank correlations, and shares of its variance.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "run/options.hpp"
#include "stats/moments.hpp"
#include "stats/sensitivity.hpp"

namespace entente {

struct Scenario;

// One drawn input, with whatever comes with it where it is correlated.
struct InputEffect {
    std::string input;  // with its executor; an event or gate: whether it happens
    BandMeans bands;
    Estimate rank;
};

// Independent inputs that are redrawn together: a quantity, whoever carries out, with all it is correlated with; or the regimes
// of markets.
struct FactorEffect {
    std::string factor;  // its parts joined by ' + '
    VarianceShares shares;
    std::vector<std::string> parts;
};

struct Sensitivity {
    Metric metric;
    std::string unit;
    std::int64_t worlds = 0;
    Moments moments;                    // of the outcome
    std::vector<InputEffect> inputs;    // those that explain most first
    std::vector<FactorEffect> factors;  // the largest total share first
};

// Of the options worlds (rounded up to whole leaves), seed, threads and stop are heeded; worlds are independent, and evaluated once
// more for every factor; `progress` hears how many are done of how many, from one thread at a time. Throws Failure where no such
// outcome exists, Interrupted where it is stopped.
Sensitivity sensitivity_of(const Scenario& scenario, const RunOptions& options, const Metric& metric,
                           const std::function<void(std::int64_t, std::int64_t)>& progress);

}  // namespace entente
