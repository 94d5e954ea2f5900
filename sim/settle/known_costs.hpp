// What firms have to pay in any case, and limited funding pays first: nominal, by period, as it is known at the period's beginning - the
// adaptation of what has been completed, penalties as if nothing more were, outlays of events that have come (docs/model.md, section 7).
#pragma once

#include "deal/schedule.hpp"

namespace entente {

class KnownCosts {
public:
    // Of firms with funding, before anything is completed.
    void begin(const ResolvedDeal& deal, const Pack& pack);
    // Of one lane, from a period on, before anything is.
    void begin(const ResolvedDeal& deal, const Pack& pack, std::size_t lane, Period from);
    // The same as another, from a period on.
    void take(const KnownCosts& other, const DealContext& context, Period from);
    // Adds what a firm's part in a program brings that has been provided, or is accessible again, since the last time: from period `now`
    // on, or from when that is.
    struct Place {
        ProgramId program;
        FirmId firm;
        std::size_t lane;
    };
    void note(const Pack& pack, const Schedule& schedule, const Place& place, Period now);
    // Whether access to a program, or the way to it, may bring a firm with funding any such cost: note() finds nothing elsewhere.
    bool may_cost(ProgramId program, FirmId firm) const { return may_cost_[program][firm] != 0; }

    const Lanes& at(FirmId firm, Period period) const { return rows_[firm][period]; }

private:
    // Of one lane what is known but the outlays of events, which its row has.
    void begin_lane(const ResolvedDeal& deal, const Pack& pack, std::size_t lane, Period from);
    // What is noted in one lane.
    struct Noted : Place {
        Period from;
    };
    void add_adaptation(const Pack& pack, const Part& part, const Noted& noted);
    void add_penalties(const Pack& pack, const Access& access, const Noted& noted);
    void add_refreshes(const Pack& pack, const Access& access, const Noted& noted);
    void add(const Pack& pack, const Noted& noted, Period period, double real) {
        if (period >= noted.from) rows_[noted.firm][period][noted.lane] += real * pack.context.grid.escalation[period];
    }

    Table<FirmId, Period, Lanes> rows_;
    Table<ProgramId, FirmId, Access> known_;    // noted so far
    Table<ProgramId, FirmId, Lanes> provided_;  // of adaptations
    Table<ProgramId, FirmId, char> may_cost_;
};

}  // namespace entente
