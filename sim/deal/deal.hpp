// One alternative made ready for the run: who carries out what, on which terms; indices instead of names.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/grid.hpp"
#include "base/ids.hpp"
#include "chance/sampler.hpp"
#include "deal/arrangement.hpp"
#include "game/sharing.hpp"
#include "plan/work.hpp"

namespace entente {

// A product has no more than a thousand successors a year, so that their number has an end: the check asks for fewer.
constexpr double least_refresh_years = 1e-3;
// Successors of a product, where it has any.
struct ResolvedRefresh {
    bool given = false;
    Slot every, cost;
};

// A benefit: which firm sells to which part of a market, and where its numbers are drawn.
struct ResolvedBenefit {
    FirmId firm;
    SegmentId segment;
    MarketId market;
    Slot share, margin, life, until, ramp, late, rivalry;
    double due = never;
    ResolvedRefresh refresh;
    bool goes_on = false;  // past the horizon
    Slot terminal, terminal_growth;
};

// What it costs a firm to be without a program.
struct ResolvedPenalty {
    FirmId firm;
    Slot amount, from;            // a year; a date
    std::vector<Slot> terminals;  // of its benefits that go on past the horizon
};

struct ResolvedProgram {
    double start = 0;
    std::vector<ProgramId> after;
    ById<FirmId, bool> needs;
    ById<FirmId, bool> may_forgo;    // where it needs it, has something to gain or to lose by it, and need not have it
    ById<FirmId, WorkId> solo_work;  // its own work on the program
    std::vector<ResolvedBenefit> benefits;
    std::vector<ResolvedPenalty> penalties;
    ById<FirmId, bool> goes_on;  // some benefit of the firm goes on past the horizon
};

// Rates and limits of each firm by period and year.
struct ResolvedFirm {
    std::vector<double> discount;  // by period
    double rate = 0;               // of discount, a year
    std::vector<double> budget;    // by year; empty: no limit
    double tolerance = 0;          // of risk; 0: none is written
    std::vector<Slot> funding;     // by year; empty: its work never waits for money
};

struct ResolvedPayment {
    enum class When { at, formation, completion, stage, exit, yearly };
    FirmId from, to;
    Slot amount;
    When when = When::at;
    double at = 0, since = 0, until = 0;
    StageId stage;
    bool nominal = false;

    bool operator==(const ResolvedPayment&) const = default;
};

struct ResolvedAdaptation {
    bool given = false;
    Slot cost, duration;

    bool operator==(const ResolvedAdaptation&) const = default;
};

// Licensees of a pool or licensor, or buyers of a maker.
struct ResolvedUsers {
    std::vector<FirmId> firms;
    Slot upfront, fee, minimum, term_years;  // fee: royalty or price on a vehicle
    bool has_minimum = false;
    bool limited = false;  // spare capacity binds the users together
    Slot spare_capacity;

    bool operator==(const ResolvedUsers&) const = default;
};

// A level of the pool's real plan cost; the pilot gives its statistics a value.
struct ResolvedLevel {
    Level level = Level::p50;
    Slot amount;
    double value = 0;

    bool operator==(const ResolvedLevel&) const = default;
};

struct ResolvedShare {
    std::vector<double> base, overrun, beyond;  // weights by member
    ResolvedLevel target, cap;
    bool banded = false;  // overrun or beyond differ from the base
    bool capped = false;
    std::vector<std::optional<Slot>> commitment;  // by member; a venture's
    bool committed = false;
    std::vector<std::optional<Slot>> calls;  // by member; a venture's, nominal money
    bool called = false;

    bool operator==(const ResolvedShare&) const = default;
};

// The cost game of a pool: which work carries out the program for each coalition of its members.
struct ResolvedCoalitions {
    std::vector<WorkId> work;      // by coalition; work[0] is not used
    std::vector<double> discount;  // by period, at the mean of the members' rates
};

// Weights settled ex post: the rule, and what it may ask for besides this world's costs.
struct ResolvedExPost {
    Rule rule;
    ResolvedCoalitions coalitions;
    std::vector<std::string> members;  // ids
    std::vector<double> benefits;      // expected, by member; from the pilot worlds

    // Rules have no comparison, so terms settled ex post count as different: their alternatives are scheduled one by one.
    bool operator==(const ResolvedExPost&) const { return false; }
};

// The work that a pool begins with: what its members had done, as far as the pool can use it.
struct ResolvedContribution {
    bool given = false;  // other than the members' `spent`, taken as their factors are
    bool joins = false;  // each adds to the others'
    FactorChoice choice = FactorChoice::best;
    MemberId lead;
    std::vector<Slot> spent, usable;  // by member

    bool operator==(const ResolvedContribution&) const = default;
};

struct ResolvedArrangement {
    ProgramId program;
    ById<MemberId, FirmId> members;  // of a pool
    WorkId work;                     // the pool's, or the provider's
    FirmId provider;                 // licensor or maker; none: its members develop it together
    ResolvedShare share;
    std::optional<ResolvedExPost> ex_post;
    ResolvedContribution contribution;
    ResolvedUsers users;
    std::vector<FirmId> work_on;  // members and users that do while talks last, where they would in solo
    ById<FirmId, ResolvedAdaptation> adaptation;
    std::vector<ResolvedPayment> payments;
    bool nominal = false;
    double planned_end = 0;  // p50 of the plan's end over the pilot worlds, where an exit needs it

    bool pooled() const { return !provider; }
    bool operator==(const ResolvedArrangement&) const = default;
};

template <class Firms>
bool contains(const Firms& firms, FirmId firm) {
    return std::find(firms.begin(), firms.end(), firm) != firms.end();
}
// Whether a firm carries out, provides or uses what an arrangement is about.
inline bool takes_part(const ResolvedArrangement& arrangement, FirmId firm) {
    return arrangement.provider == firm || contains(arrangement.members, firm) || contains(arrangement.users.firms, firm);
}

// Amounts by firm; firms without one have none.
struct ResolvedByFirm {
    ById<FirmId, std::optional<Slot>> by_firm;
    const Slot* find(FirmId firm) const {
        const auto& slot = by_firm[firm];
        return slot ? &*slot : nullptr;
    }
    bool operator==(const ResolvedByFirm&) const = default;
};

// Which firms do not carry out which programs on their own. Whoever takes part in an arrangement on a program forgoes it only where that is
// not formed, others whether it is or not.
using Forgone = ById<ProgramId, ById<FirmId, bool>>;

struct ResolvedDeal {
    ById<ArrangementId, ResolvedArrangement> arrangements;
    ById<ProgramId, ArrangementId> arrangement_of;  // none: every firm for itself
    Forgone forgoes;
    Chance formed;
    Slot delay;
    ResolvedByFirm formation_cost;
    bool formation_nominal = false;
    std::optional<double> term;
    ResolvedByFirm erosion, drift;
    bool has_position = false;  // some market position may differ from 1

    bool operator==(const ResolvedDeal&) const = default;
};

}  // namespace entente
