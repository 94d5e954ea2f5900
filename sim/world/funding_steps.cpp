// One course in one period: what its payers can bear, how far that takes it, and who pays (see funding.hpp; docs/model.md, section 7).
#include <algorithm>
#include <cmath>

#include "lanes/flags.hpp"
#include "world/funding_run.hpp"

namespace entente {

// Of some lanes, those whose talks end in a period.
Lanes FundingRun::cut_in(Period k, const Lanes& lanes) const {
    Lanes out;
    for (std::size_t lane = 0; lane < pack_size; ++lane) {
        const double formation = out_.formation[lane];
        const bool cut = out_.is_formed(lane) && formation >= grid_.date(k) - same_date && formation < grid_.date(k + 1) - same_date;
        out[lane] = cut ? lanes[lane] : 0;
    }
    return out;
}

// Of a course in talks what it does before it is cut, if that is in this period.
void FundingRun::cut_step(const Job& job, Period k, std::size_t lane, StepLanes& step) const {
    const double formation = out_.formation[lane];
    if (!(formation < grid_.date(k + 1) - same_date) || clock(job).over[lane] <= formation + same_date) return;
    const CourseLanes& moved = courses(job);
    const ClockStep whole = clock(job).step(lane, moved.begin[lane], k);
    const Course course = moved.of(lane, pack_.plans, pack_.world(lane).world);
    const PlannedWork work(course, clock(job).length[lane], clock(job).before[lane]);
    const Stepping stepping(work, whole);
    const double years = std::clamp(formation - whole.begin, 0.0, stepping.years());
    const Reached reached = stepping.upto(years);
    step.paid[lane] = reached.money - whole.money + reached.waited;
    const std::uint32_t bit = std::uint32_t{1} << lane;
    step.held_back = stepping.held_back(years) ? step.held_back | bit : step.held_back & ~bit;
    // Money that comes evenly may be behind in the middle of a period, and not at its end.
    if (reached.plan_time < whole.plan_time + years - same_date) clock(job).bound[lane] = std::min(clock(job).bound[lane], k);
}

bool FundingRun::is_idle(Job& job, Period k) const {
    const bool look = job.next == unknown;
    if (job.next == unknown && job.pool) {
        const PoolState& pool = out_.pools[job.pool];
        const Lanes& over = clock(job).over;
        job.next = never;
        for (std::size_t lane = 0; lane < pack_size; ++lane)
            job.next = over[lane] == never && pool.cut[lane] == never ? std::min(job.next, pool.course.begin[lane]) : job.next;
    } else if (job.next == unknown) {
        job.next = next_begin(courses(job), clock(job));
    }
    if (look) {
        double shortest = never;
        in_place([&, &of = clock(job), &begin = courses(job).begin]<class V>() ENTENTE_IN_VECTORS {
            const Wide<V> begins = if_less(Wide<V>(begin), never, Wide<V>(of.length), never);
            shortest = std::min(shortest, least(if_less(Wide<V>(of.over), never, never, begins)));
        });
        job.at_once = shortest <= 0;
    }
    return !(job.next < grid_.date(k + 1) - same_date);
}

// Whether a lane of it begins with the period, and ends then for want of work.
bool FundingRun::is_done(const Job& job, Period k, std::size_t lane) const {
    const ClockLanes& of = clock(job);
    const CourseLanes& moved = courses(job);
    if (of.over[lane] < never || of.to[lane] != 0 || of.length[lane] > 0 || std::fabs(moved.begin[lane] - grid_.date(k)) > same_date)
        return false;
    return !(PlannedWork(moved.of(lane, pack_.plans, pack_.world(lane).world), 0).worked(0) > 0);
}

bool FundingRun::is_over() {
    const auto set = [](char flag) { return flag != 0; };
    if (std::any_of(dirty_.begin(), dirty_.end(), set) || std::any_of(has_talks_.begin(), has_talks_.end(), set)) return false;
    const auto idle = [&](Job& job) { return is_idle(job, grid_.periods - 1); };
    return std::all_of(jobs_.begin(), jobs_.end(), [&](auto& jobs) { return std::all_of(jobs.begin(), jobs.end(), idle); });
}

void FundingRun::take(Job& job, Period k, const Lanes& lanes) {
    if (is_idle(job, k)) return;
    const CourseLanes& moved = courses(job);
    ClockLanes& clocks = clock(job);
    Lanes moves = stepping(moved, clocks, k, lanes);
    for (std::size_t lane = 0; job.pool && lane < pack_size; ++lane)
        moves[lane] = out_.pools[job.pool].cut[lane] == never ? moves[lane] : 0;
    for (std::size_t lane = 0; job.in_talks && lane < pack_size; ++lane)
        moves[lane] = out_.formation[lane] > std::max(grid_.date(k), moved.begin[lane]) + same_date ? moves[lane] : 0;
    const Steps steps{moved, clocks, moves, bits_of(moves)};
    if (steps.bits == 0) return;
    const std::uint32_t over = job.pool ? take_together(job, k, steps).over : take_alone(job, k, steps).over;
    if (over == 0) return;
    job.next = unknown;
    finish(job, over);
}

StepLanes FundingRun::take_together(const Job& job, Period k, const Steps& steps) {
    bear(job, k, steps);
    const StepLanes step = take_step({steps.courses, pack_.plans, pack_.first}, k, steps.moves, steps.clocks);
    pay_together(job, k, steps, step);
    return step;
}

// One firm's own work.
StepLanes FundingRun::take_alone(Job& job, Period k, const Steps& steps) {
    bear_alone(job.firm, k, steps);
    StepLanes step;
    if (stands_again(job, k, steps)) {
        stand_again(k, steps.moves, steps.clocks);
        step.held_back = step.stood = steps.bits;
    } else {
        step = take_step({steps.courses, pack_.plans, pack_.first}, k, steps.moves, steps.clocks);
        if (job.in_talks) each_bit(steps.bits, [&](std::size_t lane) { cut_step(job, k, lane, step); });
    }
    job.stood = step.stood;
    job.stood_in = k;
    memory_.binds[job.firm][k] |= step.held_back;
    pay_alone(job.firm, k, step.paid);
    return step;
}

bool FundingRun::stands_again(const Job& job, Period k, const Steps& steps) {
    if (job.in_talks || job.stood_in + 1 != k || (steps.bits & ~job.stood) != 0) return false;
    bool broke = true;
    each_bit(steps.bits, [&](std::size_t lane) { broke = broke && steps.clocks.bearable[k][lane] <= 0; });
    return broke;
}

bool FundingRun::pays_by_base(const Job& job, Period k, std::uint32_t steps) const {
    bool all = true;
    each_bit(steps, [&](std::size_t lane) { all = all && memory_.pools[job.pool].is_by_base(lane, leaver(job, lane, grid_.date(k))); });
    return all;
}

// What a pool's payers can bear a year in each lane that steps.
void FundingRun::bear(const Job& job, Period k, const Steps& steps) {
    Lanes& bearable_now = steps.clocks.bearable[k];
    const Lanes &begin = steps.courses.begin, &moves = steps.moves;
    if (!pays_by_base(job, k, steps.bits)) {
        return each_bit(steps.bits, [&](std::size_t lane) {
            const double years = grid_.date(k + 1) - std::max(grid_.date(k), begin[lane]);
            bearable_now[lane] = bearable(job, k, lane, years);
        });
    }
    Lanes least = all_lanes(never);
    const auto& members = pool(job).members;
    for (const MemberId m : members.ids()) {
        const double part = pool(job).share.base[m.place()];
        if (!(part > 0) || !is_funded(context_.firms, members[m])) continue;
        in_place([&, start = grid_.date(k), end = grid_.date(k + 1), each = grid_.escalation[k] * part]<class V>() ENTENTE_IN_VECTORS {
            const Wide<V> years = end - greater(Wide<V>(begin), start);
            lesser(Wide<V>(least), greater(Wide<V>(memory_.purse[members[m]]), 0.0) / each / years).store(least);
        });
    }
    in_place([&]<class V>()
                 ENTENTE_IN_VECTORS { if_less(0.0, Wide<V>(moves), Wide<V>(least), Wide<V>(bearable_now)).store(bearable_now); });
}

// The same of a firm's own work.
void FundingRun::bear_alone(FirmId firm, Period k, const Steps& steps) {
    Lanes& bearable_now = steps.clocks.bearable[k];
    const Lanes &purse = memory_.purse[firm], &begin = steps.courses.begin, &moves = steps.moves;
    in_place([&, start = grid_.date(k), end = grid_.date(k + 1), escalation = grid_.escalation[k]]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> years = end - greater(Wide<V>(begin), start);
        const Wide<V> money = greater(Wide<V>(purse), 0.0) / (escalation * years);
        if_less(0.0, Wide<V>(moves), money, Wide<V>(bearable_now)).store(bearable_now);
    });
}

// Real money of one firm's own course.
void FundingRun::pay_alone(FirmId firm, Period k, const Lanes& paid) {
    Lanes& purse = memory_.purse[firm];
    in_place([&, escalation = grid_.escalation[k]]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> rest = Wide<V>(purse) - Wide<V>(paid) * escalation, dust = dust_[firm];
        if_less(dust, greater(rest, 0.0 - rest), rest, 0.0).store(purse);
    });
}

template <class Visit>
void FundingRun::each_bearing(const Job& job, Period k, std::size_t lane, const Visit& visit) const {
    const auto most = [&](FirmId firm, double part) {
        if (part > 0 && is_funded(context_.firms, firm))
            visit(firm, std::max(memory_.purse[firm][lane], 0.0) / (grid_.escalation[k] * part));
    };
    const auto& members = pool(job).members;
    ByMember parts{};
    memory_.pools[job.pool].parts(lane, leaver(job, lane, grid_.date(k)), std::span(parts).first(members.size()));
    for (const MemberId m : members.ids()) most(members[m], parts[m.place()]);
}

double FundingRun::bearable(const Job& job, Period k, std::size_t lane, double years) const {
    double least = never;
    each_bearing(job, k, lane, [&](FirmId, double money) { least = std::min(least, money / years); });
    return least;
}

void FundingRun::pay_together(const Job& job, Period k, const Steps& steps, const StepLanes& step) {
    each_bit(step.held_back, [&](std::size_t lane) { bind(job, k, lane); });
    if (!pays_by_base(job, k, steps.bits) || !memory_.pools[job.pool].pay_by_base(steps.bits, step.paid)) {
        return each_bit(steps.bits, [&](std::size_t lane) { pay(job, k, lane, step.paid[lane], leaver(job, lane, grid_.date(k))); });
    }
    const auto& members = pool(job).members;
    for (const MemberId m : members.ids()) {
        if (!is_funded(context_.firms, members[m])) continue;
        Lanes& left = memory_.purse[members[m]];
        in_place([&, part = pool(job).share.base[m.place()], escalation = grid_.escalation[k]]<class V>() ENTENTE_IN_VECTORS {
            const Wide<V> before = left, rest = before - Wide<V>(step.paid) * part * escalation, dust = dust_[members[m]];
            const Wide<V> kept = if_less(dust, greater(rest, 0.0 - rest), rest, 0.0);
            if_less(0.0, Wide<V>(steps.moves), kept, before).store(left);
        });
    }
}

// Of those who pay for a course, the funding of the one that can bear least of it.
void FundingRun::bind(const Job& job, Period k, std::size_t lane) {
    if (!job.pool) {
        memory_.binds[job.firm][k] |= std::uint32_t{1} << lane;
        return;
    }
    const double least = bearable(job, k, lane, 1);
    each_bearing(job, k, lane, [&](FirmId firm, double money) {
        if (money <= least * (1 + 1e-12)) memory_.binds[firm][k] |= std::uint32_t{1} << lane;
    });
}

// Real money of a course from its payers.
void FundingRun::pay(const Job& job, Period k, std::size_t lane, double money, MemberId left) {
    if (!job.pool) return take_from(job.firm, lane, money * grid_.escalation[k]);
    const auto& members = pool(job).members;
    ByMember paid{};
    memory_.pools[job.pool].pay(lane, {money, grid_.escalation[k]}, left, std::span(paid).first(members.size()));
    for (const MemberId m : members.ids()) take_from(members[m], lane, paid[m.place()] * grid_.escalation[k]);
}

// What rounding leaves of a period's funding is none: work would begin with it, and wait.
void FundingRun::take_from(FirmId firm, std::size_t lane, double nominal) {
    if (!is_funded(context_.firms, firm)) return;
    double& left = memory_.purse[firm][lane];
    left -= nominal;
    if (std::fabs(left) <= dust_[firm][lane]) left = 0;
}

// Who has left a pool by a date.
MemberId FundingRun::leaver(const Job& job, std::size_t lane, double date) const {
    const PoolState& state = out_.pools[job.pool];
    return state.left[lane] <= date + same_date ? state.leaver[lane] : MemberId();
}

}  // namespace entente
