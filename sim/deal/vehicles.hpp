// Vehicles of one benefit block in a pack of worlds, and what they earn: rows of lanes (docs/model.md, section 3).
#pragma once

#include <span>
#include <vector>

#include "base/grid.hpp"
#include "deal/access.hpp"
#include "lanes/lanes.hpp"

namespace entente {

// What is drawn of one benefit block, by lane: the terms on which a firm sells to one market or adoption curve of it.
struct BenefitLanes {
    Lanes share, life, ramp, margin, late, rivalry;
    Lanes pace, no_ramp;  // share of the full volume reached a year; 1 where there is no ramp
    bool is_late, has_rivalry;

    // Sets what follows from the draws.
    void prepare();
};

// The same with a firm's access under one alternative.
struct BlockLanes {
    const BenefitLanes* terms;
    const Access* access;
    Lanes life_end, first_end;  // of the product's life, and of the first access
    Lanes scale;                // share of the demand; 0 where the firm never has access
    Lanes sells_from;           // date; never where the scale is 0
    // Of the worlds that sell: the first and the last date of access; dates by which all have access, and their full volume; the first
    // date at which an access ends.
    double first, last, opened, full, closes;
    bool reopens;              // whether some world has access once more
    Periods periods;           // in which some world may sell
    std::vector<Lanes> units;  // by period, where they are cut later on
};

// Sets what follows from terms and access, for a grid that ends at `end`.
void prepare(BlockLanes& block, double end);
// Lessens the share of worlds whose access begins after `due`: by e^-late for each year.
void be_late(BlockLanes& block, double due);

// The periods of a block, counted from its first: from `opened` on all worlds that sell have access all the time, from `full` on their full
// volume, until `closing`. Whatever dates round to: the formula gives the same numbers in these periods as what is left of it there.
struct Phases {
    std::size_t opened, full, closing;
};

// Rows of the periods in which a block may sell; `factor` and `change` may be empty.
struct BlockRows {
    std::span<const double> middle, dates, escalation;
    double steps_per_year;
    std::span<const Lanes> demand, factor, change;
};

// A block's units, by the model's formula at mid-period times the part of the period with access. They become `units`, if that is asked
// for; else they are added to `vehicles`, if that is asked for, and what they earn to `earned`.
void sell(const BlockLanes& block, const BlockRows& rows, const Phases& phases, Lanes* units, Lanes* vehicles, Lanes* earned);

// The same for units that are known by now: they and `cut` (unless it is empty) are multiplied, added to `vehicles` and what they earn
// to `earned`; `sum` becomes the units', and `present` what they earn, discounted.
void earn(const BlockLanes& block, const BlockRows& rows, std::span<const Lanes> units, std::span<const Lanes> cut,
          std::span<const double> discount, Lanes* vehicles, Lanes* earned, Lanes& sum, Lanes& present);

// out[k] += 1 where a firm has access at the middle of the period.
void count_access(const Access& access, std::span<const double> middle, std::span<Lanes> out);

// out[k] = max(0, 1 - rivalry * out[k]), out[k] the number of rivals.
void rival_factors(const Lanes& rivalry, std::span<Lanes> out);

// out[k] = most / total[k] where the total is above it, else 1. Returns whether it ever is.
bool limit_factors(std::span<const Lanes> total, const Lanes& most, std::span<Lanes> out);

}  // namespace entente
