// What a scenario takes for given, number by number, with what [sources] says of each.
#pragma once

#include "model/results.hpp"

namespace entente {

struct Scenario;

// Every number that the scenario gives (defaults apart), in the order of its tables, and the day whose knowledge they rest on. Quantiles
// are those of the distribution as written: a bare number has a p50 only, a list of numbers none.
void tell_assumptions(const Scenario& scenario, Results& out);

}  // namespace entente
