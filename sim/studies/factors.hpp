// The factors of a scenario: independent inputs that are redrawn together, and whether they move anything.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "model/scenario.hpp"
#include "resolve/run_model.hpp"
#include "run/options.hpp"

namespace entente {

// A quantity, whoever carries out, with all it is correlated with; or the regimes of markets.
struct Factor {
    std::vector<std::string> parts;
    // Takes it, in the model, from the world that is so many further on.
    std::function<void(RunModel&, std::uint64_t offset)> redraw;
};

// Those of the sampler, then the markets' regimes.
std::vector<Factor> factors_of(const RunModel& model);

struct FactorReach {
    Factor factor;
    std::int64_t moved = 0;  // worlds in which some firm's npv in some alternative is another when it is drawn anew
    double share = 0;        // of the variance of such an npv, with all that it interacts with: the largest (Jansen 1999)
};

// Of the options worlds (rounded up to whole leaves, and told in `worlds`), seed and stop are heeded.
std::vector<FactorReach> reach_of_factors(const Scenario& scenario, const RunOptions& options, std::int64_t& worlds);

}  // namespace entente
