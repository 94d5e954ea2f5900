// A pack of worlds as deals see it: all that is known of sixteen worlds before anything is agreed in them (docs/model.md, section 3).
#pragma once

#include <cassert>
#include <span>
#include <vector>

#include "deal/deal.hpp"
#include "deal/vehicles.hpp"
#include "market/world.hpp"
#include "plan/course.hpp"

namespace entente {

// The fixed side of a run, the same in all worlds.
struct DealContext {
    const Grid& grid;
    SpanById<FirmId, const ResolvedFirm> firms;
    SpanById<ProgramId, const ResolvedProgram> programs;
    std::span<const ProgramId> order;     // each after those it waits for
    std::span<const ProgramId> priority;  // the same, most urgent first
    bool funded;                          // some firm has limited funding
};

// One world of a pack.
struct DealWorld {
    const Draws& draws;
    const Plans& plans;
    int world;  // in the block
    double at(const Slot& slot) const { return draws[slot][world]; }
};

// Worlds first .. first + count - 1 of a block, side by side in lanes. A lane past the last world holds numbers of no meaning. Nobody
// changes a pack: whatever becomes of an alternative in it is a value of its own.
struct Pack {
    const DealContext& context;
    const Draws& draws;
    const Plans& plans;
    const Regimes& regimes;
    const MarketPack& markets;
    SpanById<ProgramId, const std::vector<BenefitLanes>> benefits;  // what is drawn of each benefit of a program
    int first;
    std::size_t count;

    DealWorld world(std::size_t lane) const {
        assert(lane < count);
        return {draws, plans, first + static_cast<int>(lane)};
    }
    // The first world's number in the run.
    std::int64_t first_world() const { return static_cast<std::int64_t>(draws.first) + first; }
    Plan plan(WorkId work, std::size_t lane) const { return plans.plan(work, world(lane).world); }
    Lanes at(const Slot& slot) const { return draws.lanes(slot, first); }
    // Calls visit(lane) for each world.
    template <class Visit>
    void each(const Visit& visit) const {
        for (std::size_t lane = 0; lane < count; ++lane) visit(lane);
    }
    // Courses of a work that begin at `begin`. Lanes that are no worlds never begin: their numbers, which mean nothing, are never read.
    void start(CourseLanes& courses, WorkId work, Lanes begin) const {
        for (std::size_t lane = count; lane < pack_size; ++lane) begin[lane] = never;
        start_courses(courses, plans, work, first, begin);
    }
};

// A cost level in real money: written, or found in the pilot worlds.
inline double level_of(const ResolvedLevel& level, const DealWorld& world) {
    return level.level == Level::money ? world.at(level.amount) : level.value;
}

}  // namespace entente
