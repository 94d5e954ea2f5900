// The earliest trigger that fires in each world, and what it dates (docs/model.md, section 5).
#pragma once

#include "deal/exits.hpp"
#include "deal/schedule.hpp"
#include "exit/model.hpp"

namespace entente {

// An alternative in a pack of worlds as it would go on if nobody left.
struct GoingOn {
    const ResolvedDeal& deal;
    const Pack& pack;
    const Schedule& schedule;
    Lanes term;  // the alliance's own end
    const ResolvedExits& exits;
    const Table<FirmId, Period, Lanes>* outlay = nullptr;  // nominal; null unless ResolvedExits::needs_outlay
};

// All that a trigger may look at: one world of it.
struct ExitView {
    const GoingOn& going_on;
    std::size_t lane;
    DealWorld world;
    const DealContext& context;

    ExitView(const GoingOn& alternative, std::size_t in_lane)
        : going_on(alternative), lane(in_lane), world(alternative.pack.world(in_lane)), context(alternative.pack.context) {}

    double formation() const { return going_on.schedule.formation[lane]; }
    double term() const { return going_on.term[lane]; }
    const ResolvedArrangement& arrangement(ArrangementId index) const { return going_on.deal.arrangements[index]; }
    // The course of a pool's work.
    Course course(ArrangementId index) const { return going_on.schedule.pools[index].course.of(lane, world.plans, world.world); }
    // Calls visit(arrangement, its course) for each pool of which the firm is a member; of one program only where one is named.
    template <class Visit>
    void each_pool(FirmId firm, ProgramId program, const Visit& visit) const {
        for (const ArrangementId a : going_on.deal.arrangements.ids()) {
            const bool asked = !program || program == arrangement(a).program;
            if (asked && contains(arrangement(a).members, firm)) visit(arrangement(a), course(a));
        }
    }
    // State of a market's chain in a period.
    std::uint8_t regime(MarketId market, Period period) const { return going_on.pack.regimes.state(market, period, world.world); }
};

// The exit of each world: the earliest trigger date that counts, ties in the order of the file, then of the firms.
Exits first_exits(const ResolvedExits& exits, const GoingOn& going_on);

}  // namespace entente
