// Reading the state off one world (see observed.hpp).
#include "exit/observed.hpp"

#include <algorithm>

#include "deal/talks.hpp"
#include "exit/first_exit.hpp"

namespace entente {

namespace {

constexpr double most_progress = 1e6;  // of a target that is next to nothing

// Stages that a course has ended by a date.
double stages_ended(const Course& course, double date) {
    if (!(course.begin <= date)) return 0;
    const double at = course.plan_at(std::min(date, course.stop));
    double count = 0;
    for (const StageId s : course.plan.stages()) count += course.plan.stage(s).end() <= at ? 1 : 0;
    return count;
}

}  // namespace

void observe(const Observed& observed, const ExitView& view, double date, std::span<double> out) {
    std::size_t next = 0;
    for (const ArrangementId a : observed.pools) {
        const Course course = view.course(a);
        const PoolState& pool = view.going_on.schedule.pools[a];
        const double planned = level_of(view.arrangement(a).share.target, view.world);
        const double spent = pool_share_spent(view.arrangement(a), pool, course, date, view.lane) * course.plan.cost();
        out[next++] = planned > 0 ? std::min(spent / planned, most_progress) : 0;
        out[next++] = stages_ended(course, date);
    }
    const Grid& grid = view.context.grid;
    for (const MarketId market : observed.markets) {
        const Period period = grid.booked(date);
        out[next++] = view.going_on.pack.regimes.chain(market).demand[view.regime(market, period)];
    }
    for (const Observed::Curve& curve : observed.curves) {
        out[next++] = view.world.at(curve.ceiling) / (1 + exp(-view.world.at(curve.rate) * (date - view.world.at(curve.midpoint))));
    }
    out[next] = date - view.formation();
}

}  // namespace entente
