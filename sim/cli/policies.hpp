// When an optional exit is taken, for people.
#pragma once

#include <vector>

#include "cli/output.hpp"
#include "prepare/fit_exits.hpp"

namespace entente {

// Prints by exit and leaver how often it leaves at each date, and in what way those worlds differ.
void explain_policies(const std::vector<PolicyRow>& rows, const Bold& bold);

}  // namespace entente
