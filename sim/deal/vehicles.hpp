// Vehicles that one firm sells of one program in one market, and what they earn: rows of lanes by period (docs/model.md, section 3).
#pragma once

#include <span>
#include <vector>

#include "base/grid.hpp"
#include "deal/access.hpp"
#include "lanes/lanes.hpp"

namespace entente {

// What is drawn of one benefit, by lane: the terms on which a firm sells to one market or adoption curve of it.
struct BenefitLanes {
    Lanes share, life, until, ramp, margin, late, rivalry;
    Lanes pace, no_ramp;  // share of the full volume reached a year; 1 where there is no ramp
    bool is_late, has_rivalry;

    // Sets what follows from the draws.
    void prepare();
};

// A benefit with a firm's access under one alternative.
struct SaleLanes {
    const BenefitLanes* terms;
    const Access* access;
    Lanes life_end, first_end;  // of the product's life or its market, and of the first access
    Lanes scale;                // share of the demand; 0 where the firm never has access, or only when the market is closed
    Lanes sells_from;           // date; never where the scale is 0
    // Of the worlds that sell: the first and the last date of access; dates by which all have access, and their full volume; the first
    // date at which an access ends.
    double first, last, opened, full, closes;
    bool reopens;              // some world has access once more
    Periods periods;           // in which some world may sell
    std::vector<Lanes> units;  // by period, where they are cut later on
};

// Sets what follows from terms and access, for a grid that ends at `end`.
void begin_sale(const BenefitLanes& terms, const Access& access, double end, SaleLanes& out);
// Lessens the share of worlds whose access begins after `due`: by e^-late for each year.
void be_late(SaleLanes& sale, double due);

// The periods of a sale, counted from its first: from `opened` on all worlds that sell have access all the time, from `full` on their full
// volume, until `closing`. Between `opened` and `closing` the formula's overlap with the access is 1, and from `full` to `closing` its ramp
// too, so loops that leave those factors out take less time and give the same numbers.
struct Phases {
    std::size_t opened, full, closing;
};

// Rows of the periods in which a sale may be; `factor` and `change` may be empty.
struct SaleRows {
    std::span<const double> middle, dates, escalation;
    double steps_per_year;
    std::span<const Lanes> demand, factor, change;
};

// Where a sale's units and what they earn are added, by period; `vehicles` may be empty where nobody asks for it.
struct SaleSums {
    std::span<Lanes> vehicles, earned;
};

// A sale's units, by the model's formula at mid-period times the part of the period with access.
void sell(const SaleLanes& sale, const SaleRows& rows, const Phases& phases, const SaleSums& out);
// The same units as a row of their own, for what cuts them is known later.
void find_units(const SaleLanes& sale, const SaleRows& rows, const Phases& phases, std::span<Lanes> units);

// Sums over a sale's periods, by lane.
struct SaleTotals {
    Lanes units, present;  // vehicles, and what they earn, discounted
};

// Adds up units that find_units has found, times `cut` unless it is empty.
SaleTotals earn(const SaleLanes& sale, const SaleRows& rows, std::span<const Lanes> cut, std::span<const double> discount,
                const SaleSums& out);

// out[k] += 1 where a firm has access at the middle of the period.
void count_access(const Access& access, std::span<const double> middle, std::span<Lanes> out);

// out[k] = max(0, 1 - rivalry * out[k]), out[k] the number of rivals.
void rival_factors(const Lanes& rivalry, std::span<Lanes> out);

// out[k] = most / total[k] where the total is above it, else 1. Returns whether it ever is.
bool limit_factors(std::span<const Lanes> total, const Lanes& most, std::span<Lanes> out);

}  // namespace entente
