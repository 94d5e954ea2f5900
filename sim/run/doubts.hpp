// What a reader of a run's results should know of its scenario and of the way its worlds are laid out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "chance/sampler.hpp"
#include "resolve/run_model.hpp"

namespace entente {

struct Scenario;

// What counts for nothing or is hardly meant, what was mended, and Sobol points that cannot be even. `worlds`: those that were simulated.
void add_doubts(const Scenario& scenario, const RunModel& model, Sampling sampling, std::int64_t worlds,
                std::vector<std::string>& warnings);

}  // namespace entente
