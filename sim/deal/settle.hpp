// From dates to money: who pays for which work, who pays whom, who earns what (docs/model.md, sections 3 and 4).
#pragma once

#include <array>

#include "deal/flows.hpp"
#include "deal/schedule.hpp"
#include "market/world.hpp"

namespace entente {

// One course's real spending by period, kept while a world lasts: alternatives that set the same work to the same course
// share it.
struct SpentCourse {
    bool valid = false;
    bool past_horizon = false;
    double begin = 0, offset = 0, stretch = 0, stop = 0;
    std::vector<double> spending;

    bool is(const Course& course) const {
        return valid && course.begin == begin && course.offset == offset && course.stretch == stretch && course.stop == stop;
    }
};

// One program's sales, kept while a world lasts: alternatives in which every firm has the same access share them.
struct SoldProgram {
    struct Block {
        int begin = 0, end = 0;               // periods with units
        std::vector<double> units, earned;    // by period; nominal money
        double vehicles = 0, discounted = 0;  // totals
    };
    bool valid = false;
    const ArrangementModel* limited = nullptr;  // whose spare capacity cut the units
    std::vector<Access> access;                 // by firm
    std::vector<Block> blocks;                  // by benefit
};

// Memory that settling reuses from world to world.
struct SettleScratch {
    SettleScratch() = default;
    SettleScratch(const DealContext& context, std::size_t works);
    // Forgets what was kept of the last world.
    void begin_world();

    std::vector<double> work, later, vehicles, shape;  // by period
    std::vector<SpentCourse> courses;                  // by work
    std::vector<SoldProgram> sold;                     // by program
};

// Own work, shares of pools, adaptation, formation, outlays of events.
void settle_costs(const DealContext& context, const DealModel& deal, const DealWorld& world, const MarketWorld& markets,
                  const DealState& state, SettleScratch& scratch, Flows& flows);

// Payments of the arrangements and fees at formation.
void settle_payments(const DealContext& context, const DealModel& deal, const DealWorld& world, const DealState& state, Flows& flows);

// Vehicles sold, the benefit from them, royalties, fees on vehicles and shortfalls of minimums.
void settle_benefits(const DealContext& context, const DealModel& deal, const DealWorld& world, const MarketWorld& markets,
                     const DealState& state, SettleScratch& scratch, Flows& flows);

// A licensee or buyer pays the licensor or maker, or the pool's members by their base weights.
void pay_providers(const ArrangementModel& arrangement, int user, double amount, int period, Flows& flows);

// Splits one amount of a pool's real cost among its members: the part below the target by the base weights, up to the
// cap by `overrun`, above it by `beyond`. `spent` is what the pool had spent before; amounts are added to `out`.
// A member who has left (index, or -1) pays nothing, the others' weights are renormalised.
void split_cost(const ShareTerms& terms, double target, double cap, double spent, double amount, int left,
                std::span<double> out);

// Moves what passes members' commitments to the others by stake; all past theirs: stakes again. `funded` is what each
// had funded before and is brought forward; `out` is one amount's split.
void apply_commitments(std::span<const double> limits, std::span<const double> stakes, int left, std::span<double> funded,
                       std::span<double> out);

}  // namespace entente
