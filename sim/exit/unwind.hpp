// What an exit does to each program: who goes on alone, from where, with what access and market position.
#pragma once

#include "deal/flows.hpp"
#include "deal/schedule.hpp"
#include "exit/model.hpp"

namespace entente {

// Schedules every program of one world as if nobody left, after `form`; or, once state.exit is set, what the exit changes of that.
void schedule(const DealContext& context, const DealModel& deal, const UnwindModel& unwind, const DealWorld& world, DealState& state);

// Firms' market positions in the arranged programs, by program and firm, once the exits of a pack of worlds are known.
void set_positions(const DealModel& deal, const UnwindModel& unwind, const DealPack& pack, std::span<PositionLanes> positions);

// The leaver's fee to the other members (or the strike of its put) and each firm's cost of unwinding, at tau.
void settle_unwinding(const DealContext& context, const DealModel& deal, const ExitsModel& exits, const DealPack& pack, Flows& flows);

}  // namespace entente
