// What firms' own work costs in a pack of worlds, found once for all alternatives that date it alike (docs/model.md, section 3).
#pragma once

#include <tuple>
#include <vector>

#include "deal/schedule.hpp"
#include "plan/spending.hpp"

namespace entente {

// What a firm's own work on a program and its adaptation cost.
struct PartSpending {
    Periods periods;         // those that have any
    std::vector<Lanes> row;  // by period, nominal; 0 in all others
    Lanes total;
    Lanes waited;    // of it what waiting for money cost
    LaneFlags past;  // some of it falls past the horizon
};

// Alternatives mostly date a firm's own work alike, and spending follows from the dates and the plans: so the last answer for each
// program and firm is kept and given again. Without it the same spending would be added up for every alternative. It changes no
// number, for an answer is only given again where every date that it rests on has the same bits.
class OwnSpending {
public:
    explicit OwnSpending(const DealContext& context);

    // Forgets all: the answers of one pack are of no use in another.
    void begin_pack();
    // Stands until the next call for the same program and firm.
    const PartSpending& of(const Pack& pack, ProgramId program, FirmId firm, const Part& part);

private:
    // Everything of a part that its spending rests on, besides the pack's plans.
    using Dates = std::tuple<Lanes, Lanes, Lanes, Lanes, LaneFlags, Lanes, Lanes, Lanes>;
    static auto dates_of(const Part& part) {
        const CourseLanes& own = part.own;
        return std::tie(own.begin, own.stop, own.offset, own.stretch, own.fresh, part.adapt_from, part.adapt_cost, part.adapt_years);
    }
    struct Known {
        bool known = false;
        Dates dates;
        PartSpending spending;
    };

    Periods spend_by_clock(const Pack& pack, const Part& part, const Booking& booking, Lanes& waited);

    Spender spender_;
    Table<ProgramId, FirmId, Known> known_;
};

}  // namespace entente
