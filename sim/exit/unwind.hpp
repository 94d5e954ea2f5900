// What an exit does to each program: who goes on alone, from where, with what access and market position.
#pragma once

#include "deal/schedule.hpp"
#include "exit/model.hpp"

namespace entente {

// What becomes of worlds that are scheduled as if nobody left when these exits happen.
void schedule_exits(const DealContext& context, const DealModel& deal, const UnwindModel& unwind, const DealPack& pack,
                    const DealState& going_on, const Exits& exits, DealState& state);

// Firms' market positions in the arranged programs, by program and firm, once the exits of a pack of worlds are known.
void set_positions(const DealModel& deal, const UnwindModel& unwind, const DealtPack& pack, std::span<PositionLanes> positions);

}  // namespace entente
