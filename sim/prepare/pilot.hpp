// What a deal fixes by expectation: sharing weights, cost levels and planned ends over the first pilot worlds.
#pragma once

#include "base/stop.hpp"
#include "model/results.hpp"
#include "resolve/run_model.hpp"

namespace entente {

struct Scenario;

// Fills the weights, target and cap levels and planned ends of `model` from the first scenario.pilot worlds of the run's
// own streams (docs/model.md, section 4). Does nothing when no arrangement asks for them. Throws Failure where a rule is
// undefined for the scenario, Interrupted where it is stopped. Returns the weights it found, with standard errors.
std::vector<WeightRow> run_pilot(const Scenario& scenario, RunModel& model, const Stop& stop);

}  // namespace entente
