// Clocks of a pack, taken through a period side by side (see clock.hpp).
#include <algorithm>
#include <cmath>

#include "lanes/flags.hpp"
#include "plan/clock.hpp"
#include "plan/money_time.hpp"

namespace entente {

namespace {

constexpr double same_time = 1e-12;  // years
constexpr double same_money = 1e-9;  // relative

struct StageLanes {
    const Lanes &start, &years, &cost;
};

// Adds what one stage has spent, by lane, at times in the plan.
template <class Profile>
void add_spending(const Profile& profile, const StageLanes& stage, const Lanes& time, Lanes& sum) {
    in_lanes([&]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> at = time, start = stage.start, years = stage.years;
        const Wide<V> x = held_to_unit((at - start) / years);
        const Wide<V> curve = if_less(x, 1.0, progress(profile, x), 1.0 + 0.0 * x);
        const Wide<V> lump = if_less(at, start - same_date, 0.0, 1.0 + 0.0 * x);
        const Wide<V> part = if_less(0.0, years, curve, lump);
        (Wide<V>(sum) + Wide<V>(stage.cost) * part).store(sum);
    });
}

// Years from a stage's start, and from its end, to times in the plan; of the lanes that move.
struct Reach {
    double latest, past_end;
};
Reach reach_of(const StageLanes& stage, const Lanes& time, const Lanes& moves) {
    Reach out{-never, never};
    in_place([&]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> years = Wide<V>(time) - Wide<V>(stage.start);
        out.latest = std::max(out.latest, greatest(if_less(0.0, Wide<V>(moves), years, -never)));
        out.past_end = std::min(out.past_end, least(if_less(0.0, Wide<V>(moves), years - Wide<V>(stage.years), never)));
    });
    return out;
}

// A stage that no lane has come to costs nothing, and one that all have done its whole cost: neither needs its profile, and of a plan's
// stages few are under way at a time. Without this all profiles would be computed in every period.
Lanes plan_spendings(const WorkPlans& plans, int first, const Lanes& time, const Lanes& moves) {
    Lanes sum;
    const auto& stages = plans.work().stages;
    for (const StageId s : stages.ids()) {
        const StageLanes stage{plans.lanes(s, stage_start, first), plans.lanes(s, stage_duration, first),
                               plans.lanes(s, stage_cost, first)};
        const Reach reach = reach_of(stage, time, moves);
        if (reach.latest < -2 * same_date) continue;
        if (reach.past_end >= 0) {
            in_place([&]<class V>() ENTENTE_IN_VECTORS { (Wide<V>(sum) + Wide<V>(stage.cost)).store(sum); });
            continue;
        }
        std::visit([&](const auto& profile) { add_spending(profile, stage, time, sum); }, stages[s].profile);
    }
    return sum;
}

}  // namespace

void ClockLanes::reset(const Grid& of) {
    grid = &of;
    for (auto* rows : {&plan_time, &money}) rows->resize(of.periods + 1);
    for (auto* rows : {&bearable, &idle, &waited}) rows->resize(of.periods);
    for (std::size_t lane = 0; lane < pack_size; ++lane) reset(lane);
}

void ClockLanes::reset(std::size_t lane) {
    from[lane] = to[lane] = 0;
    bound[lane] = grid->periods + 1;
    over[lane] = never;
}

void ClockLanes::take(const ClockLanes& other) {
    if (grid != other.grid) reset(*other.grid);
    from = other.from;
    to = other.to;
    bound = other.bound;
    before = other.before;
    length = other.length;
    over = other.over;
    Period first = grid->periods, last = 0;
    for (std::size_t lane = 0; lane < pack_size; ++lane) {
        if (to[lane] == 0) continue;
        first = std::min(first, from[lane]);
        last = std::max(last, to[lane]);
    }
    if (first >= last) return;
    const auto copy = [&](const std::vector<Lanes>& rows, std::vector<Lanes>& out, Period end) {
        std::copy(rows.begin() + static_cast<std::ptrdiff_t>(first), rows.begin() + static_cast<std::ptrdiff_t>(end),
                  out.begin() + static_cast<std::ptrdiff_t>(first));
    };
    copy(other.plan_time, plan_time, last + 1);
    copy(other.money, money, last + 1);
    copy(other.bearable, bearable, last);
    copy(other.idle, idle, last);
    copy(other.waited, waited, last);
}

void ClockLanes::cut(std::size_t lane, Period from_period) {
    if (from[lane] >= from_period) return reset(lane);
    if (to[lane] <= from_period) return;
    to[lane] = from_period;
    over[lane] = never;
    if (bound[lane] >= from_period) bound[lane] = grid->periods + 1;
}

bool ClockLanes::any_bound() const {
    for (std::size_t lane = 0; lane < pack_size; ++lane) {
        if (is_bound(lane)) return true;
    }
    return false;
}

ClockStep ClockLanes::step(std::size_t lane, double course_begin, Period k) const {
    const double begin = std::max(grid->date(k), course_begin);
    return {begin, grid->date(k + 1) - begin, plan_time[k][lane], money[k][lane], bearable[k][lane], idle[k][lane]};
}

double ClockLanes::years(std::size_t lane, double course_begin, Period k) const {
    const double begin = std::max(grid->date(k), course_begin);
    return (k + 1 == to[lane] ? std::min(over[lane], grid->date(k + 1)) : grid->date(k + 1)) - begin;
}

double next_begin(const CourseLanes& courses, const ClockLanes& clock) {
    double first = never;
    in_place([&]<class V>() ENTENTE_IN_VECTORS {
        first = std::min(first, least(if_less(Wide<V>(clock.over), never, never, Wide<V>(courses.begin))));
    });
    return first;
}

Lanes stepping(const CourseLanes& courses, const ClockLanes& clock, Period k, const Lanes& among) {
    Lanes out;
    in_place([&, end = clock.grid->date(k + 1) - same_date]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> open = if_less(Wide<V>(clock.over), never, 0.0, Wide<V>(among));
        if_less(Wide<V>(courses.begin), end, open, 0.0).store(out);
    });
    return out;
}

namespace {

// One lane's step, the money of its work by the latest plan time that it can reach being known.
class LaneStep {
public:
    LaneStep(const MovingLanes& moving, Period k, std::size_t lane, ClockLanes& clock)
        : moving_(moving), clock_(clock), k_(k), lane_(lane), step_(clock.step(lane, moving.courses.begin[lane], k)) {}

    // Whether money holds it back; what it pays is put into `paid`.
    bool take(double top, double worked, double& paid) {
        const double u = step_.plan_time, a = step_.bearable, v = step_.idle, length = clock_.length[lane_];
        const double need = worked - step_.money - v * (top - u);
        const bool planned = a == never || (a <= v && worked - step_.money <= a * step_.years);
        if (!planned && (a <= v || need > (a - v) * (step_.years + same_time))) return wait(top, paid);
        const double ahead = top - u, time = planned ? ahead : std::max(ahead, need / (a - v));
        const bool late = time > ahead + same_time;
        const double waited = top == length && late ? v * (std::min(step_.years, time) - ahead) : 0;
        put({top, std::max(step_.money, worked), waited}, paid);
        if (top == length) clock_.over[lane_] = step_.begin + std::min(step_.years, late ? time : ahead);
        if (late) bind();
        return top == length && time > ahead + same_date;
    }

private:
    void put(const Reached& end, double& paid) {
        clock_.plan_time[k_ + 1][lane_] = end.plan_time;
        clock_.money[k_ + 1][lane_] = end.money;
        clock_.waited[k_][lane_] = end.waited;
        clock_.to[lane_] = k_ + 1;
        paid = end.money - step_.money + end.waited;
    }
    void bind() { clock_.bound[lane_] = std::min(clock_.bound[lane_], k_); }

    bool wait(double top, double& paid) {
        // Mostly nobody waits at a cost, and all money goes into work that it does not finish: what Stepping would find is then known at
        // once. That it is not enough for `top` has been found out with the other lanes.
        if (step_.idle == 0 && step_.bearable > 0) {
            const CourseLanes& courses = moving_.courses;
            const double money = step_.money + step_.bearable * step_.years;
            const double x =
                time_of_money(moving_.plan(lane_), {courses.offset[lane_], courses.stretch[lane_], clock_.before[lane_]}, money);
            if (x > step_.plan_time && x < top - same_date) {
                put({x, money, 0}, paid);
                bind();
                return true;
            }
        }
        const Course course = moving_.courses.of(lane_, moving_.plans, moving_.first_world + static_cast<int>(lane_));
        const PlannedWork work(course, clock_.length[lane_], clock_.before[lane_]);
        const Stepping stepping(work, step_);
        put(stepping.end(), paid);
        if (stepping.reaches(work.length())) clock_.over[lane_] = step_.begin + stepping.years();
        bind();
        return stepping.held_back(step_.years);
    }

    const MovingLanes& moving_;
    ClockLanes& clock_;
    Period k_;
    std::size_t lane_;
    ClockStep step_;
};

// Where each lane would be at the period's end, and what that costs.
struct Ahead {
    Lanes moves;      // 1 or 0
    Lanes begin;      // the step's
    Lanes years;      // of the period that are left
    Lanes top, time;  // the latest plan time that it can reach, and the time in the plan that this is
    Lanes worked;     // money of the work by then
};

// Lanes that step for the first time.
void begin_lanes(const MovingLanes& moving, Period k, const Lanes& lanes, ClockLanes& clock) {
    const CourseLanes& courses = moving.courses;
    for (std::size_t lane = 0; lane < pack_size; ++lane) {
        if (lanes[lane] == 0 || clock.to[lane] != 0) continue;
        clock.from[lane] = k;
        clock.plan_time[k][lane] = clock.money[k][lane] = 0;
        clock.before[lane] = courses.fresh[lane] ? 0 : plan_spending(moving.plan(lane), courses.offset[lane]);
    }
}

void look_ahead(const MovingLanes& moving, Period k, ClockLanes& clock, Ahead& out) {
    const CourseLanes& courses = moving.courses;
    std::uint64_t begin = 0;
    for (std::size_t lane = 0; lane < pack_size; ++lane)
        begin |= out.moves[lane] != 0 ? std::uint64_t{clock.to[lane] == 0} : std::uint64_t{0};
    if (begin != 0) begin_lanes(moving, k, out.moves, clock);
    in_place([&, start = clock.grid->date(k), end = clock.grid->date(k + 1)]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> from = greater(Wide<V>(courses.begin), start), years = end - from;
        const Wide<V> top = lesser(Wide<V>(clock.plan_time[k]) + years, Wide<V>(clock.length));
        from.store(out.begin);
        years.store(out.years);
        top.store(out.top);
        (Wide<V>(courses.offset) + top / Wide<V>(courses.stretch)).store(out.time);
    });
    const Lanes spent = plan_spendings(moving.work(), moving.first_world, out.time, out.moves);
    in_place([&]<class V>()
                 ENTENTE_IN_VECTORS { (Wide<V>(courses.stretch) * (Wide<V>(spent) - Wide<V>(clock.before))).store(out.worked); });
    // Where waiting costs nothing this row is 0 in every lane, those that do not move too.
    if (!moving.work().work().waits) {
        clock.idle[k] = {};
        return;
    }
    for (std::size_t lane = 0; lane < pack_size; ++lane) {
        if (out.moves[lane] == 0) continue;
        const double u = clock.plan_time[k][lane];
        const bool has_worked = u > 0 || clock.money[k][lane] > 0;
        clock.idle[k][lane] = has_worked ? idle_cost(moving.plan(lane), courses.offset[lane] + u / courses.stretch[lane]) : 0;
    }
}

// Where a step takes lanes; of those that it takes nowhere, `left` is 1.
struct Taken {
    Lanes left, bound;  // 1 or 0
};

// Takes lanes through the period that money takes along their plan, or to their end in it if later than planned. Those that have no money
// at all, and have nothing to pay while they wait, stand.
void go(Period k, const Ahead& ahead, ClockLanes& clock, StepLanes& out, Taken& taken) {
    in_place([&]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> moves = ahead.moves, u = clock.plan_time[k], y = clock.money[k], top = ahead.top, years = ahead.years;
        const Wide<V> worked = ahead.worked, idle = clock.idle[k], bearable = clock.bearable[k], rate = bearable - idle;
        const Wide<V> planned = top - u, need = worked - y - idle * planned, money = greater(worked, y);
        const Wide<V> enough = if_at_most(need, rate * (years + same_time), moves, 0.0), on = if_less(0.0, rate, enough, 0.0 * enough);
        const Wide<V> ends = if_less(top, Wide<V>(clock.length), 0.0, on), paid_by = need / rate;
        const Wide<V> time = if_less(planned, paid_by, paid_by, planned), late = if_less(planned + same_time, time, ends, 0.0 * ends);
        const Wide<V> taking = if_less(0.0, late, time, planned), within = if_less(taking, years, taking, years);
        const Wide<V> waited = if_less(0.0, late, idle * (within - planned), 0.0);
        const Wide<V> broke = if_at_most(bearable, 0.0, moves, 0.0), clear = y + same_money * greater(greater(y, 0.0 - y), 1.0);
        const Wide<V> unpaid = if_less(clear, worked, broke, 0.0 * broke), free = if_less(0.0, idle, 0.0, unpaid);
        const Wide<V> stands = if_less(u, top - same_date, free, 0.0 * free), goes = on + stands;
        const Wide<V> held = if_less(planned + same_date, time, ends, 0.0 * ends) + stands;
        const Wide<V> to = if_less(0.0, on, top, u), paid = if_less(0.0, on, money, y);
        if_less(0.0, goes, to, Wide<V>(clock.plan_time[k + 1])).store(clock.plan_time[k + 1]);
        if_less(0.0, goes, paid, Wide<V>(clock.money[k + 1])).store(clock.money[k + 1]);
        if_less(0.0, goes, waited, Wide<V>(clock.waited[k])).store(clock.waited[k]);
        if_less(0.0, ends, Wide<V>(ahead.begin) + within, Wide<V>(clock.over)).store(clock.over);
        if_less(0.0, on, money - y + waited, 0.0).store(out.paid);
        held.store(out.held_back);
        (late + stands).store(taken.bound);
        (moves - goes).store(taken.left);
    });
    for (std::size_t lane = 0; lane < pack_size; ++lane) clock.to[lane] = ahead.moves[lane] != taken.left[lane] ? k + 1 : clock.to[lane];
}

}  // namespace

StepLanes take_step(const MovingLanes& moving, Period k, const Lanes& lanes, ClockLanes& clock) {
    Ahead ahead;
    ahead.moves = lanes;
    look_ahead(moving, k, clock, ahead);
    StepLanes out;
    Taken taken;
    go(k, ahead, clock, out, taken);
    each_bit(bits_of(taken.bound), [&](std::size_t lane) { clock.bound[lane] = std::min(clock.bound[lane], k); });
    each_bit(bits_of(taken.left), [&](std::size_t lane) {
        out.held_back[lane] = LaneStep(moving, k, lane, clock).take(ahead.top[lane], ahead.worked[lane], out.paid[lane]) ? 1 : 0;
    });
    return out;
}

}  // namespace entente
