// From dates to money: who pays for which work, who pays whom, who earns what (docs/model.md, sections 3 and 4).
#pragma once

#include <algorithm>
#include <array>
#include <tuple>

#include "deal/schedule.hpp"
#include "deal/vehicles.hpp"
#include "exit/model.hpp"
#include "market/world.hpp"
#include "plan/spending.hpp"
#include "settle/coalition_costs.hpp"
#include "settle/flows.hpp"

namespace entente {

// A row of PositionLanes::fall, and whose it is.
struct FallenPosition {
    const PositionLanes* of = nullptr;
    std::vector<Lanes> row;  // by period
};

// What a firm's own work on a program and its adaptation cost by period, for alternatives of a pack that date them alike.
struct KeptSpending {
    bool known = false;
    std::tuple<Lanes, Lanes, Lanes, Lanes, LaneFlags, Lanes, Lanes, Lanes> key;  // of the part that it is of
    Periods periods;                                                             // those that have any
    std::vector<Lanes> row;                                                      // by period, nominal; 0 in all others
    Lanes total;
    LaneFlags past;

    // Spending follows from this and the plans.
    static auto key_of(const Part& part) {
        const CourseLanes& own = part.own;
        return std::tie(own.begin, own.stop, own.offset, own.stretch, own.fresh, part.adapt_from, part.adapt_cost, part.adapt_years);
    }
    bool is_of(const Part& part) const { return known && key == key_of(part); }
};

// Memory that settling reuses from pack to pack.
struct SettleScratch {
    explicit SettleScratch(const DealContext& context);
    // Forgets what is known of a pack's worlds.
    void begin_pack();

    Spender spender;
    std::vector<KeptSpending> spending;         // by program, then firm
    std::vector<double> ones;                   // by period
    std::vector<Lanes> work, later;             // by period, 0 between uses
    std::vector<Lanes> paid;                    // by period
    std::array<std::vector<Lanes>, 3> factors;  // by period
    std::vector<std::vector<Lanes>> vehicles;   // by firm, of the program at hand; by period
    std::vector<Periods> sold;                  // by firm: the periods of `vehicles` that hold; in all others there are none
    std::vector<FallenPosition> fallen;         // by firm
    std::vector<BlockLanes> blocks;             // by benefit of the program at hand
    CoalitionScratch coalitions;
};

// Own work, shares of pools, adaptation, formation, outlays of events.
void settle_costs(const DealContext& context, const DealModel& deal, const DealtPack& pack, const MarketPack& markets,
                  SettleScratch& scratch, Flows& flows);

// Payments of the arrangements and fees at formation.
void settle_payments(const DealContext& context, const DealModel& deal, const DealtPack& pack, Flows& flows);

// Royalties or fees on the vehicles that one arrangement's licensees or buyers have sold, and shortfalls of minimums; called
// by settle_benefits when the vehicles are known.
void settle_royalties(const DealContext& context, const DealModel& deal, std::size_t arrangement, const DealtPack& pack,
                      SettleScratch& scratch, Flows& flows);

// Vehicles sold, the benefit from them, and what is paid for them.
void settle_benefits(const DealContext& context, const DealModel& deal, const DealtPack& pack, const MarketPack& markets,
                     SettleScratch& scratch, Flows& flows);

// The leaver's fee to the other members (or the strike of its put) and each firm's cost of unwinding, at tau.
void settle_unwinding(const DealContext& context, const DealModel& deal, const ExitsModel& exits, const DealtPack& pack, Flows& flows);

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

// The weights that a pool's rule gives for a world's own plan costs, which coalition_costs has found; empty where the rule is
// undefined for them.
std::vector<double> ex_post_weights(const ArrangementModel& arrangement, const CoalitionScratch& scratch, std::size_t lane);

// Moves what passes members' commitments to the others by stake; all past theirs: stakes again. `funded` is what each
// had funded before and is brought forward; `out` is one amount's split.
void apply_commitments(std::span<const double> limits, std::span<const double> stakes, int left, std::span<double> funded,
                       std::span<double> out);

}  // namespace entente
