// The earliest trigger that fires, and what it dates (docs/model.md, section 5).
#pragma once

#include <span>

#include "deal/schedule.hpp"
#include "exit/model.hpp"
#include "market/world.hpp"

namespace entente {

// All that a trigger may look at: one world of one alternative, as it would go on if nobody left.
struct ExitView {
    const DealContext& context;
    const DealModel& deal;
    const DealState& state;
    DealWorld world;
    const MarketPack& markets;
    const Regimes& regimes;
    std::size_t lane;               // of the world in its pack
    std::span<const Lanes> outlay;  // nominal, firm by period; only where ExitsModel::needs_outlay

    double formation() const { return state.formation[lane]; }
    // The course of a pool's work that has been scheduled.
    Course course(std::size_t arrangement) const { return state.pools[arrangement].course.of(lane, world.plans, world.world); }
};

// Whether an option to leave can be exercised at a date.
bool may_exercise(const OptionSlots& slots, const ExitView& view, double date);

// The exit of this world: the earliest trigger date that counts, ties in the order of the file, then of the firms.
Exit first_exit(const ExitsModel& exits, const ExitView& view);

}  // namespace entente
