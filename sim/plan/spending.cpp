// Spending in lanes (see spending.hpp).
#include "plan/spending.hpp"

#include <algorithm>

#include "lanes/wide.hpp"
#include "plan/clock.hpp"

namespace entente {

namespace {

// What is spent along one profile from date to date, weighted, is added to a row, and to the total: the dates are `low`, those between,
// held between low and high, and `high`.
template <class Profile>
void spend(const Profile& profile, const Stretch& stretch, std::span<const double> between, std::span<const double> weight,
           std::span<Lanes> row, Lanes& total) {
    in_lanes([=, &stretch, &total]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> begin = stretch.begin, end = stretch.end, pace = stretch.pace, low = stretch.low, high = stretch.high;
        // Share of the amount that is spent by a date.
        const auto spent = [&](const Wide<V>& at) ENTENTE_IN_VECTORS {
            return progress(profile, greater(if_at_most(end, at, 1.0, 0.0), held_to_unit((at - begin) * pace)));
        };
        const Wide<V> amount = stretch.cost;
        Wide<V> before = spent(low), sum = total;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const Wide<V> now = spent(i < between.size() ? lesser(greater(low, between[i]), high) : high);
            const Wide<V> money = if_less(before, now, amount * (now - before) * weight[i], 0.0);
            (Wide<V>(row[i]) + money).store(row[i]);
            sum += money;
            before = now;
        }
        sum.store(total);
    });
}

}  // namespace

template <class Profile>
Periods Spender::add(const Stretch& stretch, const Profile& profile, const Booking& booking) {
    if (!(stretch.first < never)) return {};
    const Period first = grid_.booked(stretch.first), last = grid_.booked(stretch.last);
    const Periods periods{first, last + 1 - first};
    spend(profile, stretch, std::span(grid_.dates).subspan(periods.first + 1, periods.count - 1), periods.part(booking.weight),
          periods.part(booking.row), booking.total);
    for (std::size_t lane = 0; stretch.last > grid_.end() && lane < pack_size; ++lane)
        booking.past[lane] = booking.past[lane] || (stretch.cost[lane] != 0 && stretch.high[lane] > grid_.end());
    return periods;
}

Periods Spender::lump(double cost, double date, std::size_t lane, const Booking& booking) const {
    const Period k = grid_.booked(date);
    booking.row[k][lane] += cost * booking.weight[k];
    booking.total[lane] += cost * booking.weight[k];
    booking.past[lane] = booking.past[lane] || date >= grid_.end();
    return {k, 1};
}

Stretch Spender::stretch_of(const CourseLanes& courses, const Plans& plans, int first_world, StageId s, const Lanes& cut) {
    const auto of = [&](StageColumn column) -> const Lanes& { return plans.of(courses.work).lanes(s, column, first_world); };
    const Lanes &start = of(stage_start), &duration = of(stage_duration), &money = of(stage_cost);
    Stretch out;
    in_lanes([&]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> from = courses.begin, factor = courses.stretch, offset = courses.offset;
        const Wide<V> begin = from + (Wide<V>(start) - offset) * factor;
        const Wide<V> years = Wide<V>(duration) * factor, end = begin + years;
        const Wide<V> low = greater(begin, from), high = lesser(end, lesser(Wide<V>(cut), Wide<V>(courses.stop)));
        // A lump has no years and is booked by add_lumps; where no time is left to spend in, nothing is spent. `0.0 * years` is 0: were it
        // written 0.0, both choices would share an operand, and g++ would join their comparisons and take them apart lane by lane.
        const Wide<V> cost = if_less(0.0, years, if_less(low, high, Wide<V>(money) * factor, 0.0 * years), 0.0);
        cost.store(out.cost);
        begin.store(out.begin);
        end.store(out.end);
        (1.0 / years).store(out.pace);
        low.store(out.low);
        high.store(out.high);
        out.first = std::min(out.first, least(if_less(0.0, cost, low, never)));
        out.last = std::max(out.last, greatest(if_less(0.0, cost, high, -never)));
    });
    return out;
}

// A stage without a duration is spent at its date.
Periods Spender::add_lumps(const CourseLanes& courses, const Plans& plans, int first_world, StageId s, const Lanes& cut,
                           const Booking& booking) const {
    Periods all;
    for (std::size_t lane = 0; lane < pack_size; ++lane) {
        if (courses.begin[lane] == never) continue;
        const Course course = courses.of(lane, plans, first_world + static_cast<int>(lane));
        const StagePlan stage = course.plan.stage(s);
        const double date = course.begin + (stage.start - course.offset) * course.stretch;
        if (stage.duration != 0 || stage.cost == 0 || course.had_done(stage.start) || date > std::min(cut[lane], course.stop)) continue;
        all = joined(all, lump(stage.cost * course.stretch, date, lane, booking));
    }
    return all;
}

Periods Spender::add(const CourseLanes& courses, const Plans& plans, int first_world, const Lanes& cut, const Booking& booking) {
    if (!courses.any_begun()) return {};
    Periods all;
    const WorkPlans& of = plans.of(courses.work);
    const auto& stages = of.work().stages;
    for (const StageId s : stages.ids()) {
        const Stretch stretch = stretch_of(courses, plans, first_world, s, cut);
        all = joined(all, std::visit([&](const auto& profile) { return add(stretch, profile, booking); }, stages[s].profile));
        if (of.has_lumps(s)) all = joined(all, add_lumps(courses, plans, first_world, s, cut, booking));
    }
    return all;
}

Periods Spender::add_clocked(const CourseLanes& courses, const Plans& plans, int first_world, const Lanes& cut,
                             const ClockedBooking& booking) {
    CourseLanes as_planned = courses;
    LaneFlags uncut{};
    Periods all;
    for (std::size_t lane = 0; lane < pack_size; ++lane) {
        if (courses.begin[lane] == never || courses.clock_of(lane) == nullptr) continue;
        as_planned.begin[lane] = never;
        if (cut[lane] == never) {
            uncut[lane] = true;
            continue;
        }
        const Course course = courses.of(lane, plans, first_world + static_cast<int>(lane));
        all = joined(all, add_clocked(course, lane, cut[lane], booking));
    }
    if (std::find(uncut.begin(), uncut.end(), true) != uncut.end())
        all = joined(all, add_uncut(courses, plans, first_world, uncut, booking));
    return joined(all, add(as_planned, plans, first_world, cut, booking.work));
}

// What such lanes spend stands in their clocks' rows, so all are booked side by side.
Periods Spender::add_uncut(const CourseLanes& courses, const Plans& plans, int first_world, const LaneFlags& lanes,
                           const ClockedBooking& booking) const {
    const ClockLanes& clock = *courses.clock;
    Lanes from = all_lanes(never), to = all_lanes(-never);
    Period first = grid_.periods, end = 0;
    for (std::size_t lane = 0; lane < pack_size; ++lane) {
        if (!lanes[lane]) continue;
        from[lane] = static_cast<double>(clock.from[lane]);
        to[lane] = static_cast<double>(clock.to[lane]);
        first = std::min(first, clock.from[lane]);
        end = std::max(end, clock.to[lane]);
    }
    const auto book = [&](const Booking& out, std::span<const Lanes> before, std::span<const Lanes> after) {
        in_lanes([=, &from, &to, &total = out.total, weight = out.weight, row = out.row]<class V>() ENTENTE_IN_VECTORS {
            const Wide<V> begin = from, stop = to;
            Wide<V> sum = total;
            for (Period k = first; k < end; ++k) {
                const double at = static_cast<double>(k);
                const Wide<V> steps = lesser(if_at_most(begin, at, 1.0, 0.0), if_less(at, stop, 1.0, 0.0));
                const Wide<V> spent = before.empty() ? Wide<V>(after[k]) : Wide<V>(after[k]) - Wide<V>(before[k]);
                const Wide<V> money = if_less(0.0, steps, spent * weight[k], 0.0);
                (Wide<V>(row[k]) + money).store(row[k]);
                sum += money;
            }
            sum.store(total);
        });
    };
    book(booking.work, clock.money, std::span(clock.money).subspan(1));
    if (plans.of(courses.work).work().waits) book(booking.waiting, {}, clock.waited);
    Periods all{first, end - first};
    for (std::size_t lane = 0; lane < pack_size; ++lane) {
        if (!lanes[lane] || clock.over[lane] < never) continue;
        all = joined(all, add_past_clock(courses.of(lane, plans, first_world + static_cast<int>(lane)), lane, never, booking.work));
    }
    return all;
}

Periods Spender::add_clocked(const Course& course, std::size_t lane, double cut, const ClockedBooking& booking) const {
    const ClockLanes& clock = *course.clock;
    const auto book = [&](const Booking& to, Period k, double real) {
        to.row[k][lane] += real * to.weight[k];
        to.total[lane] += real * to.weight[k];
    };
    const PlannedWork work(course, clock.length[lane], clock.before[lane]);
    for (Period k = clock.from[lane]; k < clock.to[lane]; ++k) {
        const ClockStep step = clock.step(lane, course.begin, k);
        if (cut <= step.begin) break;
        const bool whole = cut >= step.begin + clock.years(lane, course.begin, k);
        const Reached end =
            whole ? Reached{0, clock.money[k + 1][lane], clock.waited[k][lane]} : Stepping(work, step).upto(cut - step.begin);
        book(booking.work, k, end.money - step.money);
        book(booking.waiting, k, end.waited);
    }
    const Periods stepped{clock.from[lane], clock.to[lane] - clock.from[lane]};
    if (clock.over[lane] < never || cut <= grid_.end()) return stepped;
    return joined(stepped, add_past_clock(course, lane, cut, booking.work));
}

// What the horizon cuts is booked in its last period whole.
Periods Spender::add_past_clock(const Course& course, std::size_t lane, double cut, const Booking& booking) const {
    const ClockLanes& clock = *course.clock;
    const PlannedWork work(course, clock.length[lane], clock.before[lane]);
    const double x = std::min(work.length(), clock.plan_time[clock.to[lane]][lane] + (cut - grid_.end()));
    const double rest = std::max(work.worked(x) - clock.money[clock.to[lane]][lane], 0.0);
    const Period last = grid_.periods - 1;
    booking.row[last][lane] += rest * booking.weight[last];
    booking.total[lane] += rest * booking.weight[last];
    booking.past[lane] = booking.past[lane] || rest > 0;
    return {last, 1};
}

Periods Spender::add_evenly(const Lanes& cost, const Lanes& begin, const Lanes& duration, const Booking& booking) {
    Stretch stretch;
    stretch.begin = stretch.low = begin;
    Periods lumps;
    for (std::size_t lane = 0; lane < pack_size; ++lane) {
        if (begin[lane] == never || cost[lane] == 0) continue;
        if (!(duration[lane] > same_date)) {
            lumps = joined(lumps, lump(cost[lane], begin[lane], lane, booking));
            continue;
        }
        stretch.cost[lane] = cost[lane];
        stretch.end[lane] = stretch.high[lane] = begin[lane] + duration[lane];
        stretch.pace[lane] = 1 / duration[lane];
        stretch.first = std::min(stretch.first, begin[lane]);
        stretch.last = std::max(stretch.last, stretch.high[lane]);
    }
    return joined(lumps, add(stretch, UniformProfile{}, booking));
}

}  // namespace entente
