// Spending in lanes (see spending.hpp).
#include "plan/spending.hpp"

#include "base/wide.hpp"

namespace entente {

namespace {

// out[0], .. out[n]: the share of the time passed at `low`, at each date held between low and high, and at `high`.
void shares_passed(std::span<const double> date, const Lanes& begin, const Lanes& end, const Lanes& pace, const Lanes& low,
                   const Lanes& high, std::span<Lanes> out) {
    in_vectors([=]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> b = begin, e = end, p = pace, l = low, h = high;
        const auto passed = [&](const Wide<V>& at)
                                ENTENTE_IN_VECTORS { return greater(if_at_most(e, at, 1.0, 0.0), held_to_unit((at - b) * p)); };
        passed(l).store(out[0]);
        for (std::size_t i = 0; i < date.size(); ++i) passed(lesser(greater(l, date[i]), h)).store(out[i + 1]);
        passed(h).store(out[date.size() + 1]);
    });
}

// out[i] += scale * (x[i + 1] - x[i]) * weight[i], nothing where they are the same; so is the total.
void add_differences(std::span<const Lanes> x, const Lanes& scale, std::span<const double> weight, std::span<Lanes> out, Lanes& total) {
    in_vectors([=, &total]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> s = scale;
        Wide<V> before = x[0], sum = total;
        for (std::size_t i = 0; i < out.size(); ++i) {
            const Wide<V> now = x[i + 1], amount = if_less(before, now, s * (now - before) * weight[i], 0.0);
            (Wide<V>(out[i]) + amount).store(out[i]);
            sum += amount;
            before = now;
        }
        sum.store(total);
    });
}

template <class P>
void all_progress(const P& profile, std::span<double> shares) {
    if constexpr (requires { progress(profile, shares); }) {
        progress(profile, shares);
    } else {
        for (double& x : shares) x = progress(profile, x);
    }
}

}  // namespace

template <class Profile>
Periods Spender::add(const Stretch& stretch, const Profile& profile, const Booking& booking) {
    if (!(stretch.first < never)) return {};
    const auto first = static_cast<std::size_t>(grid_.booked(stretch.first)), last = static_cast<std::size_t>(grid_.booked(stretch.last));
    const Periods periods{first, last + 1 - first};
    const auto shares = std::span(shares_).first(periods.count + 1);
    shares_passed(std::span(grid_.dates).subspan(periods.first + 1, periods.count - 1), stretch.begin, stretch.end, stretch.pace,
                  stretch.low, stretch.high, shares);
    all_progress(profile, flat(shares));
    add_differences(shares, stretch.cost, periods.part(booking.weight), periods.part(booking.row), booking.total);
    for (std::size_t lane = 0; stretch.last > grid_.end() && lane < pack_size; ++lane)
        booking.past[lane] = booking.past[lane] || (stretch.cost[lane] != 0 && stretch.high[lane] > grid_.end());
    return periods;
}

Periods Spender::lump(double cost, double date, std::size_t lane, const Booking& booking) const {
    const auto k = static_cast<std::size_t>(grid_.booked(date));
    booking.row[k][lane] += cost * booking.weight[k];
    booking.total[lane] += cost * booking.weight[k];
    booking.past[lane] = booking.past[lane] || date >= grid_.end();
    return {k, 1};
}

Spender::Stretch Spender::stretch_of(const CourseLanes& courses, const Plans& plans, int first_world, std::size_t s, const Lanes& cut) {
    const auto of = [&](StageColumn column) { return plans.lanes(courses.work, s, column, first_world); };
    const Lanes start = of(stage_start), duration = of(stage_duration), money = of(stage_cost);
    Stretch out;
    in_vectors([&]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> from = courses.begin, factor = courses.stretch, offset = courses.offset;
        const Wide<V> begin = from + (Wide<V>(start) - offset) * factor;
        const Wide<V> years = Wide<V>(duration) * factor, end = begin + years;
        const Wide<V> low = greater(begin, from), high = lesser(end, lesser(Wide<V>(cut), Wide<V>(courses.stop)));
        // A lump has no years; where nothing is left to spend, no time is.
        const Wide<V> cost = if_less(0.0, years, if_less(low, high, Wide<V>(money) * factor, 0.0 * years), 0.0);
        cost.store(out.cost);
        begin.store(out.begin);
        end.store(out.end);
        (1.0 / years).store(out.pace);
        low.store(out.low);
        high.store(out.high);
        out.first = least(if_less(0.0, cost, low, never));
        out.last = greatest(if_less(0.0, cost, high, -never));
    });
    return out;
}

// A stage without a duration is spent at its date.
Periods Spender::add_lumps(const CourseLanes& courses, const Plans& plans, int first_world, std::size_t s, const Lanes& cut,
                           const Booking& booking) const {
    Periods all;
    for (std::size_t lane = 0; lane < pack_size; ++lane) {
        if (courses.begin[lane] == never) continue;
        const Plan& plan = plans.plan(courses.work, first_world + static_cast<int>(lane));
        const Course course = courses.of(lane, plan);
        const StagePlan& stage = plan.stage[s];
        const double date = course.begin + (stage.start - course.offset) * course.stretch;
        if (stage.duration != 0 || stage.cost == 0 || course.had_done(stage.start) || date > std::min(cut[lane], course.stop)) continue;
        all = joined(all, lump(stage.cost * course.stretch, date, lane, booking));
    }
    return all;
}

Periods Spender::add(const CourseLanes& courses, const Plans& plans, int first_world, const Lanes& cut, const Booking& booking) {
    if (!courses.any_begun()) return {};
    Periods all;
    const auto& stages = plans.work(courses.work).stages;
    for (std::size_t s = 0; s < stages.size(); ++s) {
        const Stretch stretch = stretch_of(courses, plans, first_world, s, cut);
        all = joined(all, std::visit([&](const auto& profile) { return add(stretch, profile, booking); }, stages[s].profile));
        if (plans.has_lumps(courses.work, s)) all = joined(all, add_lumps(courses, plans, first_world, s, cut, booking));
    }
    return all;
}

Periods Spender::add_evenly(const Lanes& cost, const Lanes& begin, const Lanes& duration, const Booking& booking) {
    Stretch stretch;
    stretch.begin = stretch.low = begin;
    Periods lumps;
    for (std::size_t lane = 0; lane < pack_size; ++lane) {
        if (begin[lane] == never || cost[lane] == 0) continue;
        if (!(duration[lane] > 0)) {
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
