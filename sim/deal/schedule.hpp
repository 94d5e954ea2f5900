// Who begins and completes what, and when, in one world (docs/model.md, sections 3 and 4).
#pragma once

#include <span>
#include <vector>

#include "deal/deal.hpp"
#include "deal/position.hpp"
#include "deal/state.hpp"
#include "deal/vehicles.hpp"

namespace entente {

// The fixed side of a run, as the deal sees it.
struct DealContext {
    const Grid& grid;
    std::span<const FirmModel> firms;
    std::span<const ProgramModel> programs;
    std::span<const int> order;  // programs, each after those it waits for

    // Of what is kept by program, then firm.
    std::size_t place(int program, int firm) const {
        return static_cast<std::size_t>(program) * firms.size() + static_cast<std::size_t>(firm);
    }
};

// One world as the deal sees it.
struct DealWorld {
    const Draws& draws;
    const Plans& plans;
    int world;
    double at(const Slot& slot) const { return draws[slot][world]; }
};

// A pack of worlds as the deal sees it: worlds first .. first + count - 1 of the block.
struct DealPack {
    const Draws& draws;
    const Plans& plans;
    int first, count;

    DealWorld world(std::size_t lane) const { return {draws, plans, first + static_cast<int>(lane)}; }
    Plan plan(int work, std::size_t lane) const { return plans.plan(work, first + static_cast<int>(lane)); }
    Lanes at(const Slot& slot) const { return draws.lanes(slot, first); }
    // Calls visit(lane) for each world.
    template <class Visit>
    void each(const Visit& visit) const {
        for (std::size_t lane = 0; lane < static_cast<std::size_t>(count); ++lane) visit(lane);
    }
    // Sets a work's plans going at `begin`, in lanes that are no worlds never.
    void start(CourseLanes& courses, int work, Lanes begin) const {
        for (auto lane = static_cast<std::size_t>(count); lane < pack_size; ++lane) begin[lane] = never;
        start_courses(courses, plans, work, first, begin);
    }
};

// The same, and what has become of an alternative in it.
struct DealtPack : DealPack {
    const DealState& state;
    std::span<const std::vector<BenefitLanes>> benefits;  // by program
    std::span<const PositionLanes> positions;             // by program, then firm; empty where none ever moves
};

// A cost level in real money: written, or found in the pilot worlds.
inline double level_of(const LevelSlots& level, const DealWorld& world) {
    return level.level == Level::money ? world.at(level.amount) : level.value;
}

// The later of two dates, by lane.
Lanes later(const Lanes& a, const Lanes& b);

// Whether and when the deal is formed; everything else is to be scheduled.
void form(const DealContext& context, const DealModel& deal, const DealPack& pack, DealState& state);

// Schedules one program, given those before it in `order`: courses, access, adaptation - as if nobody left.
void schedule_program(const DealContext& context, const DealModel& deal, const DealPack& pack, int program, DealState& state);

// All of them.
void schedule(const DealContext& context, const DealModel& deal, const DealPack& pack, DealState& state);

// In one world: a firm's access to what another has completed at `date`, after its own adaptation.
void provide(const ArrangementModel& arrangement, const DealWorld& world, double date, int firm, std::size_t lane, Part& part);

// The alliance's own end where it is formed: `term`, or the end of the last pool with its adaptations; elsewhere never.
Lanes alliance_end(const DealModel& deal, const DealState& state);

// The earliest date at which a firm can begin a program on its own: start, formation if it is arranged, and `after`.
Lanes earliest_begin(const DealContext& context, const DealModel& deal, const DealState& state, int program, int firm);

}  // namespace entente
