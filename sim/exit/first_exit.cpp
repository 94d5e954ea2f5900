// Dates of the triggers and the choice among them (see first_exit.hpp).
#include "exit/first_exit.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "exit/leaving.hpp"

namespace entente {

namespace {

// When a trigger fires for one leaver, and the program whose gate did it.
struct Firing {
    double date = never;
    int program = -1;
};

// Calls visit(arrangement, its course) for each pool of which the firm is a member; of one program only where one is named.
template <class Visit>
void each_pool(const ExitView& view, int firm, int program, const Visit& visit) {
    for (std::size_t a = 0; a < view.going_on.deal.arrangements.size(); ++a) {
        const ArrangementModel& arrangement = view.arrangement(a);
        const bool asked = program < 0 || program == arrangement.program;
        if (asked && contains(arrangement.members, firm)) visit(arrangement, view.course(a));
    }
}

Firing fire(const DateSlots& slots, const ExitView& view, std::size_t, int) {
    return {std::max(view.world.at(slots.date), view.formation())};
}

// When the integrated rate since formation passes the draw; with a life, that many years after formation.
Firing fire(const HazardSlots& slots, const ExitView& view, std::size_t who, int) {
    const double formation = view.formation();
    if (!slots.life.empty()) return {formation + view.world.at(slots.life[who])};
    double left = view.world.at(slots.clock[who]);
    if (slots.market < 0) {
        const double rate = view.world.at(slots.rate[0]);
        return {rate > 0 ? formation + left / rate : never};
    }
    const Grid& grid = view.context.grid;
    for (int k = grid.period(formation); k < grid.periods; ++k) {
        const double rate = view.world.at(slots.rate[view.regime(slots.market, k)]);
        const double begin = std::max(grid.date(k), formation), end = grid.date(k + 1);
        if (rate * (end - begin) > left) return {begin + left / rate};
        left -= rate * (end - begin);
    }
    return {};
}

// The first boundary since formation at which the market enters the regime from another.
Firing fire(const RecoverySlots& slots, const ExitView& view, std::size_t who, int) {
    const Grid& grid = view.context.grid;
    const std::uint8_t* const states = view.going_on.pack.regimes.states(slots.market, 0) + view.world.world;
    const auto is_in = [&](int k) { return states[k * Sampler::block_size] == slots.state; };
    for (int k = std::max(1, grid.period(view.formation())); k < grid.periods; ++k) {
        if (grid.date(k) < view.formation() || !is_in(k) || is_in(k - 1)) continue;
        if (!slots.taken[who].in(view.world.draws, view.world.world)) return {};
        return {grid.date(k) + view.world.at(slots.lag)};
    }
    return {};
}

Firing fire(const FailureSlots& slots, const ExitView& view, std::size_t, int firm) {
    Firing first;
    each_pool(view, firm, slots.program, [&](const ArrangementModel& arrangement, const Course& course) {
        if (course.stop < first.date) first = {course.stop, arrangement.program};
    });
    return first;
}

Firing fire(const EventExitSlots& slots, const ExitView& view, std::size_t who, int) {
    const double arrival = view.going_on.pack.markets.arrival(slots.event, view.lane);
    if (arrival < view.formation() || !slots.taken[who].in(view.world.draws, view.world.world)) return {};
    return {arrival};
}

Firing fire(const OverrunSlots& slots, const ExitView& view, std::size_t, int firm) {
    Firing first;
    each_pool(view, firm, slots.program, [&](const ArrangementModel& arrangement, const Course& course) {
        double date = never;
        if (slots.by_cost) {
            date = date_of_spending(course, view.world.at(slots.cost) * level_of(arrangement.share.target, view.world));
        }
        if (slots.by_time) date = std::min(date, arrangement.planned_end + view.world.at(slots.time));
        date = std::max(date, view.formation());
        const bool under_way = date < course.end && date <= course.stop;
        if (under_way && date < first.date) first = {date, arrangement.program};
    });
    return first;
}

// The end of the first window of a year's consecutive periods whose outlay passes the budget of its last year.
Firing fire(const DistressSlots& slots, const ExitView& view, std::size_t, int firm) {
    const Grid& grid = view.context.grid;
    const std::vector<double>& budget = view.context.firms[static_cast<std::size_t>(firm)].budget;
    if (budget.empty()) return {};
    const auto outlay = view.going_on.outlay.subspan(static_cast<std::size_t>(firm * grid.periods), static_cast<std::size_t>(grid.periods));
    const double multiple = view.world.at(slots.multiple);
    for (int k = grid.steps_per_year - 1; k < grid.periods; ++k) {
        if (grid.date(k + 1) < view.formation()) continue;
        double sum = 0;
        for (int j = k - grid.steps_per_year + 1; j <= k; ++j) sum += outlay[static_cast<std::size_t>(j)][view.lane];
        if (sum > multiple * budget[static_cast<std::size_t>(grid.year[static_cast<std::size_t>(k)])]) return {grid.date(k + 1)};
    }
    return {};
}

// The first year boundary at which what is known says that leaving is worth more than staying.
Firing fire(const OptionSlots& slots, const ExitView& view, std::size_t who, int firm) {
    if (slots.policy[who].advantage.empty()) return {};
    std::array<double, Observed::most_variables> known{};
    const auto seen = std::span(known).first(slots.observed[who].variables());
    const std::vector<double>& boundaries = view.context.grid.boundaries;
    for (std::size_t b = 0; b < boundaries.size(); ++b) {
        if (!slots.policy[who].advantage[b] || !may_exercise(slots, view, firm, boundaries[b])) continue;
        observe(slots.observed[who], view, boundaries[b], seen);
        if (slots.policy[who].leaves(b, seen)) return {boundaries[b]};
    }
    return {};
}

}  // namespace

bool may_exercise(const OptionSlots& slots, const ExitView& view, int leaver, double date) {
    return date >= std::max(view.formation(), slots.since) && date <= std::min(view.term(), slots.until) &&
           changes_anything(slots, view, leaver, date);
}

namespace {

// The exit that one leaver's trigger would be, if it were the first.
Exit exit_by(const ExitModel& exit, int terms, int leaver, const Firing& firing, double notice) {
    Exit out;
    out.terms = terms;
    out.leaver = leaver;
    out.triggered = firing.date;
    out.tau = firing.date + notice;
    out.alliance = exit.alliance;
    const bool failure = std::holds_alternative<FailureSlots>(exit.trigger);
    out.failed_program = failure ? firing.program : -1;
    out.program = failure ? firing.program : exit.program;
    return out;
}

Exit first_exit(const ExitsModel& exits, const ExitView& view) {
    Exit first;
    const double notice = view.world.at(exits.unwind.notice);
    for (std::size_t e = 0; e < exits.exits.size(); ++e) {
        const ExitModel& exit = exits.exits[e];
        for (std::size_t i = 0; i < exit.leavers.size(); ++i) {
            const int firm = exit.leavers[i];
            const Firing firing = std::visit([&](const auto& trigger) { return fire(trigger, view, i, firm); }, exit.trigger);
            if (!(firing.date < first.triggered) || firing.date > view.term()) continue;
            if (firing.date + notice > view.context.grid.end()) continue;
            first = exit_by(exit, static_cast<int>(e), firm, firing, notice);
        }
    }
    return first;
}

}  // namespace

Exits first_exits(const ExitsModel& exits, const GoingOn& going_on) {
    assert(!exits.needs_outlay || !going_on.outlay.empty());
    Exits out;
    if (exits.exits.empty()) return out;
    going_on.pack.each([&](std::size_t lane) {
        if (going_on.schedule.is_formed(lane)) out[lane] = first_exit(exits, ExitView(going_on, lane));
    });
    return out;
}

}  // namespace entente
