// A scenario made ready for its worlds: prepared, with what the pilot worlds tell and the policies of its optional exits.
#pragma once

#include <vector>

#include "base/stop.hpp"
#include "model/results.hpp"
#include "prepare/fit_exits.hpp"
#include "prepare/going_on.hpp"
#include "resolve/run_model.hpp"

namespace entente {

struct Ready {
    RunModel model;
    std::vector<WeightRow> weights;     // of the sharing rules, from the pilot worlds
    std::vector<ChoiceRow> choices;     // what firms do alone and after an exit, where they choose
    std::vector<GoingOnRow> going_on;   // what they decide after an exit
    std::vector<PolicyRow> policies;    // of optional exits
    std::vector<std::string> warnings;  // of the search for what is best alone
};

// Throws Failure where a sharing rule is undefined for the scenario, Interrupted where it is stopped.
Ready ready_model(const Scenario& scenario, std::uint64_t seed, const Stop& stop = no_stop);

// The same for a scenario at rest, where something in it is decided before the run: by firms that choose what is best alone or after an
// exit, or by exits that are options. Empty lists elsewhere, at no cost.
Ready decided_before(const Scenario& scenario, std::uint64_t seed, const Stop& stop);

}  // namespace entente
