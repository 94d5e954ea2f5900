// A scenario made ready for its worlds: prepared, with what the pilot worlds tell and the policies of its optional exits.
#pragma once

#include <vector>

#include "base/stop.hpp"
#include "model/results.hpp"
#include "resolve/run_model.hpp"

namespace entente {

struct Ready {
    RunModel model;
    std::vector<WeightRow> weights;  // of the sharing rules, from the pilot worlds
};

// Throws Failure where a sharing rule is undefined for the scenario, Interrupted where it is stopped.
Ready ready_model(const Scenario& scenario, std::uint64_t seed, const Stop& stop = no_stop);

}  // namespace entente
