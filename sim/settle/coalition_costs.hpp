// The cost game of a pool in a pack of worlds: the discounted nominal plan cost of serving each group of its members.
#pragma once

#include <array>
#include <vector>

#include "deal/pack.hpp"
#include "plan/spending.hpp"

namespace entente {

// When every firm's own plan of every program ends, as if every gate passed.
using SoloEnds = Table<ProgramId, FirmId, Lanes>;

// A pool of a deal.
struct DealtPool {
    const ResolvedDeal& deal;
    ArrangementId index;
    const ResolvedArrangement& arrangement() const { return deal.arrangements[index]; }
};

// Memory of the functions below. Nobody reads the row: money is booked in it by period, and only its total counts.
struct CoalitionMemory {
    explicit CoalitionMemory(const DealContext& context);

    std::vector<Lanes> row;      // by period
    std::vector<double> weight;  // by period
    SoloEnds ends;
    std::vector<Lanes> begins, done;  // by member
};

// The costs of one pool's coalitions, by lane.
struct CoalitionGames {
    std::array<CostGame, pack_size> game;              // c(S) at the mean of the members' rates
    std::array<std::vector<double>, pack_size> alone;  // each member's solo plan at its own rate
};

// One member serves itself by its solo plan; more by a pool under the arrangement's terms, adaptations included; with `after` programs
// ending as the solo plans do, and as if the deal were formed at once. Where some member works on while talks last, only what is spent from
// formation on counts, and who waits begins then (docs/model.md, section 4).
void coalition_costs(const DealtPool& pool, const ResolvedCoalitions& terms, const Pack& pack, CoalitionMemory& memory,
                     CoalitionGames& out);

void end_solo_plans(const Pack& pack, SoloEnds& out);

// What each member of a pool would have done of its own plan by formation, as if every gate passed: 0 for those who wait.
void planned_work(const DealtPool& pool, const Pack& pack, const SoloEnds& ends, std::vector<Lanes>& done);
// The share of the work with which a pool of some members (a bit each) would then begin.
Lanes planned_share(const DealtPool& pool, std::uint32_t members, const Pack& pack, std::span<const Lanes> done);

// The discounted nominal cost of a firm's own plan of a program at its own rate.
Lanes solo_plan_cost(const Pack& pack, const SoloEnds& ends, ProgramId program, FirmId firm, CoalitionMemory& memory);

}  // namespace entente
