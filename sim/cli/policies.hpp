// When an optional exit is taken, for people.
#pragma once

#include <vector>

#include "cli/output.hpp"
#include "prepare/fit_exits.hpp"

namespace entente {

// Prints by exit and leaver how often it leaves at each date, and in what way those worlds differ. A policy that leaves in fewer than one
// world of a thousand is not described: what tells so few worlds apart is chance.
void explain_policies(const Scenario& scenario, const std::vector<PolicyRow>& rows, const Bold& bold);

}  // namespace entente
