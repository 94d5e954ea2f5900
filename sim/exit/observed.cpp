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

void observe_markets(const Observed& observed, const Pack& pack, std::size_t lane, double date, std::span<double> out) {
    const DealWorld world = pack.world(lane);
    const Period period = pack.context.grid.booked(date);
    std::size_t next = 0;
    for (const MarketId market : observed.markets)
        out[next++] = pack.regimes.chain(market).demand[pack.regimes.state(market, period, world.world)];
    for (const Observed::Curve& curve : observed.curves)
        out[next++] = world.at(curve.ceiling) / (1 + exp(-world.at(curve.rate) * (date - world.at(curve.midpoint))));
}

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
    observe_markets(observed, view.going_on.pack, view.lane, date, out.subspan(next));
    out[observed.variables() - 1] = date - view.formation();
}

}  // namespace entente
