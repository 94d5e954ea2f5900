// What an exit does to each program: who goes on alone, from where, with what access and market position.
#pragma once

#include "deal/flows.hpp"
#include "deal/schedule.hpp"
#include "exit/model.hpp"

namespace entente {

// Schedules every program of one world up to and after its exit (state.exit), if there is one, and sets the firms'
// market positions. `form` has been called; without an exit it is the alternative as it would go on.
void schedule(const DealContext& context, const DealModel& deal, const UnwindModel& unwind, const DealWorld& world, DealState& state);

// Firms' market positions in the arranged programs; call once the exit is known.
void set_positions(const DealModel& deal, const UnwindModel& unwind, const DealWorld& world, DealState& state);

// The leaver's fee to the other members (or the strike of its put) and each firm's cost of unwinding, at tau.
void settle_unwinding(const DealContext& context, const DealModel& deal, const ExitsModel& exits, const DealWorld& world,
                      const DealState& state, Flows& flows);

}  // namespace entente
