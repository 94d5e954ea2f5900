// What is known of a pack's clocks, by lane (see clock.hpp).
#include <algorithm>

#include "lanes/flags.hpp"
#include "plan/clock.hpp"

namespace entente {

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

}  // namespace entente
