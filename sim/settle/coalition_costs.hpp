// The cost game of a pool in a pack of worlds: the discounted nominal plan cost of serving each group of its members.
#pragma once

#include <array>
#include <vector>

#include "deal/schedule.hpp"
#include "plan/spending.hpp"

namespace entente {

// Memory of coalition_costs, reused from pack to pack.
struct CoalitionScratch {
    explicit CoalitionScratch(const DealContext& context);

    Spender spender;
    std::vector<Lanes> row;                            // by period; booked in, never looked at
    std::vector<double> weight;                        // by period: escalation times discount
    std::vector<Lanes> ends;                           // of solo plans, by program, then firm
    std::array<CostGame, pack_size> games;             // the result, by lane
    std::array<std::vector<double>, pack_size> alone;  // by lane: each member's solo plan at its own rate
};

// c(S) of each world into scratch.games: one member serves itself by its solo plan; more by a pool under the arrangement's
// terms, adaptations included; with `after` programs ending as the solo plans do (docs/model.md, section 4).
void coalition_costs(const DealContext& context, const ArrangementModel& arrangement, const CoalitionTerms& terms, const DealPack& pack,
                     CoalitionScratch& scratch);

// When every firm's own plan of every program ends, as if every gate passed: into scratch.ends.
void end_solo_plans(const DealContext& context, const DealPack& pack, CoalitionScratch& scratch);
// The discounted nominal cost of a firm's own plan of a program at its own rate; end_solo_plans of the same pack comes before.
Lanes solo_plan_cost(const DealContext& context, int program, int firm, const DealPack& pack, CoalitionScratch& scratch);

}  // namespace entente
