// The cost game of a pool in one world: the discounted nominal plan cost of serving each group of its members.
#pragma once

#include <vector>

#include "deal/schedule.hpp"

namespace entente {

// Memory of coalition_costs, reused from world to world.
struct CoalitionScratch {
    std::vector<double> spending;           // by period
    std::vector<std::vector<double>> ends;  // of solo plans, by program and firm
    CostGame game;                          // the result
    std::vector<double> alone;              // each member's solo plan at its own rate
};

// c(S) of one world into scratch.game: one member serves itself by its solo plan; more by a pool under the arrangement's
// terms, adaptations included; with `after` programs ending as the solo plans do (docs/model.md, section 4).
void coalition_costs(const DealContext& context, const ArrangementModel& arrangement, const CoalitionTerms& terms, const DealWorld& world,
                     CoalitionScratch& scratch);

// When every firm's own plan of every program ends in one world, as if every gate passed: into scratch.ends.
void end_solo_plans(const DealContext& context, const DealWorld& world, CoalitionScratch& scratch);
// The discounted nominal cost of a firm's own plan of a program at its own rate; end_solo_plans of the same world comes before.
double solo_plan_cost(const DealContext& context, int program, int firm, const DealWorld& world, CoalitionScratch& scratch);

}  // namespace entente
