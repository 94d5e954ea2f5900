// From dates to money: who pays for which work, who pays whom, who earns what (docs/model.md, sections 3 and 4).
#pragma once

#include "deal/flows.hpp"
#include "deal/schedule.hpp"
#include "market/world.hpp"

namespace entente {

// Memory that settling reuses from world to world.
struct SettleScratch {
    SettleScratch() = default;
    explicit SettleScratch(const DealContext& context);

    std::vector<double> work, later;                 // a course's real spending by period
    std::vector<std::vector<double>> units;          // by benefit of a program, by period
    std::vector<double> vehicles;                    // a firm's units of a program by period
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
