// From dates to money: who pays for which work, who pays whom, who earns what (docs/model.md, sections 3 and 4).
#pragma once

#include <algorithm>
#include <array>

#include "deal/coalition_costs.hpp"
#include "deal/flows.hpp"
#include "deal/schedule.hpp"
#include "market/world.hpp"

namespace entente {

// Years that two spans of time have in common.
inline double overlap(double low, double high, double from, double to) { return std::max(std::min(high, to) - std::max(low, from), 0.0); }

// One course's spending by period, kept while a world lasts: alternatives that set the same work to the same course share it.
struct SpentCourse {
    bool valid = false;
    bool past_horizon = false;
    double begin = 0, offset = 0, stretch = 0, stop = 0;
    bool fresh = true;
    Periods periods;                    // with spending
    std::vector<double> real, nominal;  // by period, 0 outside
    double total = 0;                   // nominal

    bool is(const Course& course) const {
        return valid && course.begin == begin && course.fresh == fresh && course.offset == offset && course.stretch == stretch &&
               course.stop == stop;
    }
};

// The two courses of one work that were asked for last (alone, and from the deal's formation on).
struct SpentCourses {
    std::array<SpentCourse, 2> kept;
    std::size_t oldest = 0;
};

// Sales of one benefit block under one access, kept while a world lasts.
struct Sales {
    bool valid = false;
    Periods periods;                    // with units
    std::vector<double> units, earned;  // by period; earned: nominal
    Access access;
    std::vector<Access> rivals;  // by firm, where others matter
    double capacity = never;     // spare capacity that cut the units
};

// One benefit block's sales: those of two recent flat positions are kept, alternatives with the same access share them;
// a block whose market position moves is sold anew into `moving`.
struct SoldBlock {
    std::array<Sales, 2> kept;
    std::size_t oldest = 0;
    Sales moving;
    Sales* current = nullptr;  // of the alternative at hand
    bool fresh = false;        // sold for it just now
};

// Memory that settling reuses from world to world.
struct SettleScratch {
    SettleScratch() = default;
    SettleScratch(const DealContext& context, std::size_t works);
    // Forgets what was kept of the last world.
    void begin_world();

    std::vector<double> work, later, vehicles, paid;  // by period
    CoalitionScratch coalitions;
    std::vector<double> position;  // by period, of position_of
    Position position_of;
    std::vector<SpentCourses> courses;         // by work
    std::vector<std::vector<SoldBlock>> sold;  // by program, benefit
};

// Own work, shares of pools, adaptation, formation, outlays of events.
void settle_costs(const DealContext& context, const DealModel& deal, const DealWorld& world, const MarketWorld& markets,
                  const DealState& state, SettleScratch& scratch, Flows& flows);

// Payments of the arrangements and fees at formation.
void settle_payments(const DealContext& context, const DealModel& deal, const DealWorld& world, const DealState& state, Flows& flows);

// Royalties or fees on the vehicles that one arrangement's licensees or buyers have sold, and shortfalls of minimums; called
// by settle_benefits when the vehicles are known.
void settle_royalties(const DealContext& context, const DealModel& deal, std::size_t arrangement, const DealWorld& world,
                      const DealState& state, SettleScratch& scratch, Flows& flows);

// Vehicles sold, the benefit from them, and what is paid for them.
void settle_benefits(const DealContext& context, const DealModel& deal, const DealWorld& world, const MarketWorld& markets,
                     const DealState& state, SettleScratch& scratch, Flows& flows);

// A member's weight, renormalised when another has left (index, or -1). Those who stay may all have weight 0: then they share
// equally.
inline double weight_of(std::span<const double> weights, std::size_t member, int left) {
    if (left < 0) return weights[member];
    const double rest = 1 - weights[static_cast<std::size_t>(left)];
    return rest > 0 ? weights[member] / rest : 1 / static_cast<double>(weights.size() - 1);
}

// Calls visit(firm, weight) for each of those whom licensees and buyers pay: the licensor or maker, or the pool's members by
// their base weights, but for one who has left (index, or -1).
template <class Visit>
void each_provider(const ArrangementModel& arrangement, int left, const Visit& visit) {
    if (arrangement.provider >= 0) return visit(arrangement.provider, 1.0);
    for (std::size_t m = 0; m < arrangement.members.size(); ++m) {
        if (static_cast<int>(m) != left) visit(arrangement.members[m], weight_of(arrangement.share.base, m, left));
    }
}

// The bands of a pool's real cost in one world.
struct Bands {
    const ShareTerms& terms;
    std::span<const double> base;  // weights below the target
    double target, cap;
};

// Splits one amount of a pool's real cost among its members: the part below the target by the base weights, up to the
// cap by `overrun`, above it by `beyond`. `spent` is what the pool had spent before; amounts are added to `out`.
// A member who has left (index, or -1) pays nothing, the others' weights are renormalised.
void split_cost(const Bands& bands, double spent, double amount, int left, std::span<double> out);

// The weights that a pool's rule gives for this world's own plan costs; empty where the rule is undefined for them.
std::vector<double> ex_post_weights(const DealContext& context, const ArrangementModel& arrangement, const DealWorld& world,
                                    CoalitionScratch& scratch);

// Moves what passes members' commitments to the others by stake; all past theirs: stakes again. `funded` is what each
// had funded before and is brought forward; `out` is one amount's split.
void apply_commitments(std::span<const double> limits, std::span<const double> stakes, int left, std::span<double> funded,
                       std::span<double> out);

}  // namespace entente
