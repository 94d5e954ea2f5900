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

namespace entente {

// A product has no more than a thousand successors a year, so that their number has an end: the check asks for fewer.
constexpr double least_refresh_years = 1e-3;
// Successors of a product, where it has any.
struct RefreshSlots {
    bool given = false;
    Slot every, cost;
};

// A benefit block by index.
struct BenefitSlots {
    FirmId firm;
    SegmentId segment;
    MarketId market;
    Slot share, margin, life, until, ramp, late, rivalry;
    double due = never;
    RefreshSlots refresh;
    bool goes_on = false;  // past the horizon
    Slot terminal, terminal_growth;
};

// What it costs a firm to be without a program.
struct PenaltySlots {
    FirmId firm;
    Slot amount, from;            // a year; a date
    std::vector<Slot> terminals;  // of its benefits that go on past the horizon
};

struct ProgramModel {
    double start = 0;
    std::vector<ProgramId> after;
    ById<FirmId, bool> needs;
    ById<FirmId, WorkId> solo_work;  // its own work on the program
    std::vector<BenefitSlots> benefits;
    std::vector<PenaltySlots> penalties;
    ById<FirmId, bool> goes_on;  // some benefit of the firm goes on past the horizon
};

// Rates and limits of each firm by period and year.
struct FirmModel {
    std::vector<double> discount;  // by period
    double rate = 0;               // of discount, a year
    std::vector<double> budget;    // by year; empty: no limit
};

struct PaymentSlots {
    enum class When { at, formation, completion, stage, exit, yearly };
    FirmId from, to;
    Slot amount;
    When when = When::at;
    double at = 0, since = 0, until = 0;
    StageId stage;
    bool nominal = false;

    bool operator==(const PaymentSlots&) const = default;
};

struct AdaptationSlots {
    bool given = false;
    Slot cost, duration;

    bool operator==(const AdaptationSlots&) const = default;
};

// Licensees of a pool or licensor, or buyers of a maker.
struct UserTerms {
    std::vector<FirmId> firms;
    Slot upfront, fee, minimum, term_years;  // fee: royalty or price on a vehicle
    bool has_minimum = false;
    bool limited = false;  // spare capacity binds the users together
    Slot spare_capacity;

    bool operator==(const UserTerms&) const = default;
};

// A level of the pool's real plan cost; the pilot gives its statistics a value.
struct LevelSlots {
    Level level = Level::p50;
    Slot amount;
    double value = 0;

    bool operator==(const LevelSlots&) const = default;
};

struct ShareTerms {
    std::vector<double> base, overrun, beyond;  // weights by member
    LevelSlots target, cap;
    bool banded = false;  // overrun or beyond differ from the base
    bool capped = false;
    std::vector<std::optional<Slot>> commitment;  // by member; a venture's
    bool committed = false;

    bool operator==(const ShareTerms&) const = default;
};

// The cost game of a pool: what carries out the program for each coalition of its members.
struct CoalitionTerms {
    std::vector<WorkId> work;      // by coalition; work[0] is not used
    std::vector<double> discount;  // by period, at the mean of the members' rates
};

// Weights settled ex post: the rule, and what it may ask for besides this world's costs.
struct ExPostTerms {
    Rule rule;
    CoalitionTerms coalitions;
    std::vector<std::string> members;  // ids
    std::vector<double> benefits;      // expected, by member; from the pilot worlds

    // Rules have no comparison, so terms settled ex post count as different: their alternatives are scheduled one by one.
    bool operator==(const ExPostTerms&) const { return false; }
};

enum class ModeKind { pool, license, supply };

struct ArrangementModel {
    ProgramId program;
    ModeKind mode = ModeKind::pool;
    ById<MemberId, FirmId> members;  // of a pool
    WorkId work;                  // the pool's, or the provider's
    FirmId provider;              // licensor or maker; none: a pool
    ShareTerms share;
    std::optional<ExPostTerms> ex_post;
    UserTerms users;
    ById<FirmId, AdaptationSlots> adaptation;
    std::vector<PaymentSlots> payments;
    bool nominal = false;
    double planned_end = 0;  // p50 of the plan's end over the pilot worlds, where an exit needs it

    bool operator==(const ArrangementModel&) const = default;
};

template <class Firms>
bool contains(const Firms& firms, FirmId firm) {
    return std::find(firms.begin(), firms.end(), firm) != firms.end();
}
// Whether a firm carries out, provides or uses what an arrangement is about.
inline bool takes_part(const ArrangementModel& arrangement, FirmId firm) {
    return arrangement.provider == firm || contains(arrangement.members, firm) || contains(arrangement.users.firms, firm);
}

// Amounts by firm; firms without one have none.
struct FirmSlots {
    ById<FirmId, std::optional<Slot>> by_firm;
    const Slot* find(FirmId firm) const {
        const auto& slot = by_firm[firm];
        return slot ? &*slot : nullptr;
    }
    bool operator==(const FirmSlots&) const = default;
};

struct DealModel {
    ById<ArrangementId, ArrangementModel> arrangements;
    ById<ProgramId, ArrangementId> arrangement_of;  // none: every firm for itself
    ById<ProgramId, ById<FirmId, bool>> forgoes;
    Chance formed;
    Slot delay;
    FirmSlots formation_cost;
    bool formation_nominal = false;
    std::optional<double> term;
    FirmSlots erosion, drift;
    bool has_position = false;  // some market position may differ from 1

    bool operator==(const DealModel&) const = default;
};

}  // namespace entente
