// Money that runs out: an alternative's schedule in a pack where limited funding stretches work (docs/model.md, section 7).
#pragma once

#include "deal/exits.hpp"
#include "exit/model.hpp"
#include "settle/known_costs.hpp"
#include "settle/pool_purse.hpp"

namespace entente {

// Everything that one run of clocks leaves behind; it is written before it is read.
struct FundingMemory {
    Clocks clocks;
    Table<FirmId, Period, Lanes> released;       // what work can have when the period begins, nominal
    Table<FirmId, Period, std::uint32_t> binds;  // worlds in which the firm's funding held work back, as bits by lane
    KnownCosts known;
    ById<FirmId, Lanes> purse;  // what is left, or below 0 owed
    ById<ArrangementId, PoolPurse> pools;

    // The calendar years in which funding held back a firm's work, 1 or 0 by lane.
    void binding_years(const Grid& grid, FirmId firm, std::span<Lanes> out) const;
};

// Schedules an alternative as if nobody left.
void schedule_funded(const ResolvedDeal& deal, const Pack& pack, FundingMemory& memory, Schedule& out);

// The same with exits: the periods up to an exit's stay as they were, and clocks run anew from the next on.
struct FundedExits {
    const Exits& exits;
    const FundingMemory& stayed;  // as it would go on if nobody left
    const Schedule& going_on;
};
const Schedule& unwind_funded(const ResolvedAlternative& alternative, const Pack& pack, const FundedExits& exits, FundingMemory& memory,
                              Schedule& out);

}  // namespace entente
