// What a scenario says of scores that move together, by the names under which they are drawn.
#pragma once

#include <vector>

#include "base/problem.hpp"
#include "chance/correlation.hpp"

namespace entente {

struct Scenario;

// The [[correlation]] blocks, patterns resolved and rank correlations made those of scores. Constants are left out.
// A pattern that matches nothing, a matrix of the wrong size or an impossible rho is added to `problems`.
std::vector<CorrelationBlock> correlation_blocks(const Scenario& scenario, Problems& problems);

// The correlated groups of a scenario, repaired where that is asked for, and what the repairs changed.
struct Correlations {
    std::vector<CorrelatedGroup> groups;
    std::vector<CorrelationChange> changes;
};
Correlations correlations_of(const Scenario& scenario, Problems& problems);

}  // namespace entente
