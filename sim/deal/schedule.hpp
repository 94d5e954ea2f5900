// Who begins and completes what, and when, in one world (docs/model.md, sections 3 and 4).
#pragma once

#include <array>
#include <span>
#include <vector>

#include "deal/deal.hpp"
#include "deal/position.hpp"
#include "deal/state.hpp"
#include "plan/work.hpp"

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

// A pack of worlds as the deal sees it: worlds first .. first + count - 1 of the block, and what has become of the alternative in each.
struct DealPack {
    const Draws& draws;
    const Plans& plans;
    int first, count;
    const std::array<const DealState*, pack_size>& states;  // by lane
    std::span<const PositionLanes> positions;               // by program, then firm; empty where none ever moves

    DealWorld world(std::size_t lane) const { return {draws, plans, first + static_cast<int>(lane)}; }
    Lanes at(const Slot& slot) const { return draws.lanes(slot, first); }
    // Calls visit(lane, its state) for each world.
    template <class Visit>
    void each(const Visit& visit) const {
        for (std::size_t lane = 0; lane < static_cast<std::size_t>(count); ++lane) visit(lane, *states[lane]);
    }
    const Part& part(std::size_t lane, int program, int firm) const { return states[lane]->part(program, firm); }
};

// A cost level in real money: written, or found in the pilot worlds.
inline double level_of(const LevelSlots& level, const DealWorld& world) {
    return level.level == Level::money ? world.at(level.amount) : level.value;
}

// Whether and when the deal is formed; leaves everything else empty.
void form(const DealContext& context, const DealModel& deal, const DealWorld& world, DealState& state);

// Schedules one program, given those before it in `order`: courses, access, adaptation - as if nobody left.
void schedule_program(const DealContext& context, const DealModel& deal, const DealWorld& world, int program, DealState& state);

// A firm's access to what another has completed at `date`, after its own adaptation.
void provide(const ArrangementModel& arrangement, const DealWorld& world, double date, int firm, Part& part);

// The alliance's own end: `term`, or the end of the last pool with its adaptations.
double alliance_end(const DealModel& deal, const DealState& state);

// The earliest date at which a firm can begin a program on its own: start, formation if it is arranged, and `after`.
double earliest_begin(const DealContext& context, const DealModel& deal, const DealState& state, int program, int firm);

}  // namespace entente
