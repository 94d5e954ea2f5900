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
    const bool single = stages.size() == 1;
    for (const StageId s : stages.ids()) {
        const StageLanes stage{plans.lanes(s, stage_start, first), plans.lanes(s, stage_duration, first),
                               plans.lanes(s, stage_cost, first)};
        const Reach reach = single ? Reach{0, -never} : reach_of(stage, time, moves);
        if (reach.latest < -2 * same_date) continue;
        if (reach.past_end >= 0) {
            in_place([&]<class V>() ENTENTE_IN_VECTORS { (Wide<V>(sum) + Wide<V>(stage.cost)).store(sum); });
            continue;
        }
        std::visit([&](const auto& profile) { add_spending(profile, stage, time, sum); }, stages[s].profile);
    }
    return sum;
}

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
        if (!planned && (a <= v || need > (a - v) * (step_.years + same_time))) return wait(paid);
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

    bool wait(double& paid) {
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

void look_ahead(const MovingLanes& moving, Period k, const Lanes& moves, ClockLanes& clock, Ahead& out) {
    const CourseLanes& courses = moving.courses;
    std::uint64_t begin = 0;
    for (std::size_t lane = 0; lane < pack_size; ++lane) begin |= moves[lane] != 0 ? std::uint64_t{clock.to[lane] == 0} : std::uint64_t{0};
    if (begin != 0) begin_lanes(moving, k, moves, clock);
    in_place([&, start = clock.grid->date(k), end = clock.grid->date(k + 1)]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> years = end - greater(Wide<V>(courses.begin), start);
        const Wide<V> top = lesser(Wide<V>(clock.plan_time[k]) + years, Wide<V>(clock.length));
        years.store(out.years);
        top.store(out.top);
        (Wide<V>(courses.offset) + top / Wide<V>(courses.stretch)).store(out.time);
    });
    const Lanes spent = plan_spendings(moving.work(), moving.first_world, out.time, moves);
    in_place([&]<class V>()
                 ENTENTE_IN_VECTORS { (Wide<V>(courses.stretch) * (Wide<V>(spent) - Wide<V>(clock.before))).store(out.worked); });
    // Where waiting costs nothing this row is 0 in every lane, those that do not move too.
    if (!moving.work().work().waits) {
        clock.idle[k] = {};
        return;
    }
    for (std::size_t lane = 0; lane < pack_size; ++lane) {
        if (moves[lane] == 0) continue;
        const double u = clock.plan_time[k][lane];
        const bool has_worked = u > 0 || clock.money[k][lane] > 0;
        clock.idle[k][lane] = has_worked ? idle_cost(moving.plan(lane), courses.offset[lane] + u / courses.stretch[lane]) : 0;
    }
}

// A pack's step. What most lanes do is done first, and for the others only where there are any; sets of lanes are flags, 1 or 0.
class PackStep {
public:
    PackStep(const MovingLanes& moving, Period k, const Lanes& moves, ClockLanes& clock)
        : moving_(moving), k_(k), moves_(moves), clock_(clock), waits_(moving.work().work().waits) {
        look_ahead(moving, k, moves, clock, ahead_);
    }

    StepLanes take() {
        StepLanes out;
        if (waits_) {
            go_on<true>(out);
        } else {
            go_on<false>(out);
        }
        for (std::size_t lane = 0; lane < pack_size; ++lane) clock_.to[lane] = moves_[lane] != left_[lane] ? k_ + 1 : clock_.to[lane];
        if (bits_of(ends_) != 0) end(out);
        if (bits_of(left_) != 0) stand(out);
        each_bit(bits_of(left_), [&](std::size_t lane) {
            if (spend_all(lane, out)) return;
            const bool held = LaneStep(moving_, k_, lane, clock_).take(ahead_.top[lane], ahead_.worked[lane], out.paid[lane]);
            out.held_back |= std::uint32_t{held} << lane;
            out.over |= std::uint32_t{clock_.over[lane] < never} << lane;
        });
        return out;
    }

private:
    // Takes lanes along their plan whose work the money of the period pays for; `left` are the others.
    template <bool waits>
    void go_on(StepLanes& out) {
        in_place([&]<class V>() ENTENTE_IN_VECTORS {
            const Wide<V> y = clock_.money[k_], top = ahead_.top, worked = ahead_.worked, bearable = clock_.bearable[k_];
            const Wide<V> years = Wide<V>(ahead_.years) + same_time;
            Wide<V> rate = bearable, need = worked - y;
            if constexpr (waits) {
                const Wide<V> idle = clock_.idle[k_];
                rate = bearable - idle;
                need = need - idle * (top - Wide<V>(clock_.plan_time[k_]));
            }
            const Wide<V> moves = moves_, enough = if_at_most(need, rate * years, moves, 0.0),
                          on = if_less(0.0, rate, enough, 0.0 * enough);
            const Wide<V> money = greater(worked, y);
            if_less(0.0, on, top, Wide<V>(clock_.plan_time[k_ + 1])).store(clock_.plan_time[k_ + 1]);
            if_less(0.0, on, money, Wide<V>(clock_.money[k_ + 1])).store(clock_.money[k_ + 1]);
            if_less(0.0, on, 0.0, Wide<V>(clock_.waited[k_])).store(clock_.waited[k_]);
            if_less(0.0, on, money - y, 0.0).store(out.paid);
            if_less(top, Wide<V>(clock_.length), 0.0, on).store(ends_);
            (moves - on).store(left_);
        });
    }

    // Of these, lanes that come to their end, if later than planned because of the money. Nobody waits after that.
    void end(StepLanes& out) {
        Lanes late, held;
        in_place([&, start = clock_.grid->date(k_)]<class V>() ENTENTE_IN_VECTORS {
            const Wide<V> ends = ends_, idle = clock_.idle[k_], years = ahead_.years,
                          begin = greater(Wide<V>(moving_.courses.begin), start);
            const Wide<V> planned = Wide<V>(ahead_.top) - Wide<V>(clock_.plan_time[k_]);
            const Wide<V> need = Wide<V>(ahead_.worked) - Wide<V>(clock_.money[k_]) - idle * planned;
            const Wide<V> paid_by = need / (Wide<V>(clock_.bearable[k_]) - idle), time = if_less(planned, paid_by, paid_by, planned);
            const Wide<V> is_late = if_less(planned + same_time, time, ends, 0.0 * ends);
            const Wide<V> taking = if_less(0.0, is_late, time, planned), within = if_less(taking, years, taking, years);
            const Wide<V> waited = if_less(0.0, is_late, idle * (within - planned), 0.0);
            if_less(0.0, ends, waited, Wide<V>(clock_.waited[k_])).store(clock_.waited[k_]);
            if_less(0.0, ends, begin + within, Wide<V>(clock_.over)).store(clock_.over);
            (Wide<V>(out.paid) + waited).store(out.paid);
            is_late.store(late);
            if_less(planned + same_date, time, ends, 0.0 * ends).store(held);
        });
        out.over = bits_of(ends_);
        out.held_back = bits_of(held);
        each_bit(bits_of(late), [&](std::size_t lane) { bind(lane); });
    }

    // Lanes that have no money at all, and nothing to pay while they wait, stand.
    void stand(StepLanes& out) {
        Lanes stands;
        in_place([&]<class V>() ENTENTE_IN_VECTORS {
            const Wide<V> left = left_, u = clock_.plan_time[k_], y = clock_.money[k_];
            const Wide<V> broke = if_at_most(Wide<V>(clock_.bearable[k_]), 0.0, left, 0.0);
            const Wide<V> unpaid = if_less(y + same_money * greater(y, 1.0), Wide<V>(ahead_.worked), broke, 0.0 * broke);
            const Wide<V> free = if_less(0.0, Wide<V>(clock_.idle[k_]), 0.0 * unpaid, unpaid);
            const Wide<V> standing = if_less(u, Wide<V>(ahead_.top) - same_date, free, 0.0 * free);
            if_less(0.0, standing, u, Wide<V>(clock_.plan_time[k_ + 1])).store(clock_.plan_time[k_ + 1]);
            if_less(0.0, standing, y, Wide<V>(clock_.money[k_ + 1])).store(clock_.money[k_ + 1]);
            if_less(0.0, standing, 0.0, Wide<V>(clock_.waited[k_])).store(clock_.waited[k_]);
            standing.store(stands);
            (left - standing).store(left_);
        });
        out.stood = bits_of(stands);
        out.held_back |= out.stood;
        each_bit(out.stood, [&](std::size_t lane) {
            clock_.to[lane] = k_ + 1;
            bind(lane);
        });
    }

    // Mostly nobody waits at a cost, and all money goes into work that it does not finish: what Stepping would find is then known at once.
    bool spend_all(std::size_t lane, StepLanes& out) {
        const double u = clock_.plan_time[k_][lane], y = clock_.money[k_][lane], a = clock_.bearable[k_][lane], years = ahead_.years[lane];
        if (clock_.idle[k_][lane] != 0 || !(a > 0 && a < never) || !(ahead_.worked[lane] - y > a * (years + same_time))) return false;
        const CourseLanes& courses = moving_.courses;
        const double money = y + a * years;
        const double x = time_of_money(moving_.plan(lane), {courses.offset[lane], courses.stretch[lane], clock_.before[lane]}, money);
        if (!(x > u && x < ahead_.top[lane] - same_date)) return false;
        clock_.plan_time[k_ + 1][lane] = x;
        clock_.money[k_ + 1][lane] = money;
        clock_.waited[k_][lane] = 0;
        clock_.to[lane] = k_ + 1;
        out.paid[lane] = money - y;
        out.held_back |= std::uint32_t{1} << lane;
        bind(lane);
        return true;
    }

    void bind(std::size_t lane) { clock_.bound[lane] = std::min(clock_.bound[lane], k_); }

    const MovingLanes& moving_;
    Period k_;
    const Lanes& moves_;
    ClockLanes& clock_;
    bool waits_;
    Ahead ahead_;
    Lanes left_, ends_;
};

}  // namespace

StepLanes take_step(const MovingLanes& moving, Period k, const Lanes& lanes, ClockLanes& clock) {
    return PackStep(moving, k, lanes, clock).take();
}

void stand_again(Period k, const Lanes& lanes, ClockLanes& clock) {
    in_place([&]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> moves = lanes;
        if_less(0.0, moves, Wide<V>(clock.plan_time[k]), Wide<V>(clock.plan_time[k + 1])).store(clock.plan_time[k + 1]);
        if_less(0.0, moves, Wide<V>(clock.money[k]), Wide<V>(clock.money[k + 1])).store(clock.money[k + 1]);
        if_less(0.0, moves, 0.0, Wide<V>(clock.waited[k])).store(clock.waited[k]);
        if_less(0.0, moves, 0.0, Wide<V>(clock.idle[k])).store(clock.idle[k]);
    });
    for (std::size_t lane = 0; lane < pack_size; ++lane) clock.to[lane] = lanes[lane] != 0 ? k + 1 : clock.to[lane];
}

}  // namespace entente
