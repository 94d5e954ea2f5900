// Clocks by hand: what the money of a period reaches.
#include <catch2/catch.hpp>
#include <cmath>

#include "plan/clock.hpp"

using namespace entente;

namespace {

Slot number(double value) { return {-1, value}; }

struct StageOf {
    double cost, years, standing = 0, waiting = 0;
    Profile profile = {};
};

// A plan of stages in a chain, in every world of a pack.
struct Chain {
    ById<WorkId, Work> works = ById<WorkId, Work>(1);
    Plans plans;

    explicit Chain(const std::vector<StageOf>& stages, double spent = 0) {
        Work& work = works[WorkId(0)];
        work.funded = work.waits = true;
        for (std::size_t s = 0; s < stages.size(); ++s) {
            ResolvedStage& slots = work.stages.emplace_back();
            slots.cost = number(stages[s].cost);
            slots.duration = number(stages[s].years);
            slots.standing = number(stages[s].standing);
            slots.waiting = number(stages[s].waiting);
            slots.waits = true;
            slots.profile = stages[s].profile;
            if (s > 0) slots.after = {StageId(s - 1)};
        }
        work.factors.members = {{number(1), number(1), number(spent)}};
        Draws draws;
        draws.count = pack_size;
        plans = Plans(works);
        plans.carry_out(draws);
    }
    Plan plan() const { return plans.plan(WorkId(0), 0); }
    PlannedWork work(double done = 0) const {
        Course course;
        start_course(course, plan(), 0, done);
        return {course, course.end};
    }
};

}  // namespace

TEST_CASE("half of the planned money does half of the work", "[plan]") {
    const Chain chain({{100, 2}});
    const PlannedWork work = chain.work();
    const Stepping step(work, {0, 1, 0, 0, 25, 0});
    CHECK(step.end().plan_time == Approx(0.5));
    CHECK(step.end().money == Approx(25));
    CHECK(step.end().waited == 0);
    CHECK(step.time_of(0.25) == Approx(0.5));
    CHECK(step.reaches(0.5));
    CHECK(!step.reaches(0.51));
    CHECK(step.held_back(1));
    CHECK(step.upto(0.5).money == Approx(12.5));
}

TEST_CASE("work goes no faster than its plan", "[plan]") {
    const Chain chain({{100, 2}});
    const PlannedWork work = chain.work();
    for (const double bearable : {50.0, 80.0, never}) {
        const Stepping step(work, {0, 1, 0.5, 25, bearable, 0});
        CHECK(step.end().plan_time == Approx(1.5));
        CHECK(step.end().money == Approx(75));
        CHECK(!step.held_back(1));
    }
    // What it is behind of its money - a lump that waited - it pays while it works.
    const Stepping behind(work, {0, 1, 0.5, 20, 55, 0});
    CHECK(behind.end().plan_time == Approx(1.5));
}

TEST_CASE("work and waiting together spend what there is", "[plan]") {
    const Chain chain({{100, 2, 10}});  // with its standing 120, 60 a year
    const PlannedWork work = chain.work();
    const Stepping step(work, {0, 1, 0.1, 6, 25, idle_cost(chain.plan(), 0.1)});
    CHECK(step.end().plan_time == Approx(0.1 + 0.3));
    CHECK(step.end().waited == Approx(7));
    CHECK(step.end().money - 6 + step.end().waited == Approx(25));
    CHECK(idle_cost(chain.plan(), 2) == 0);
    const Chain share({{120, 2, 0, 0.25}});
    CHECK(idle_cost(share.plan(), 1) == Approx(15));
}

TEST_CASE("where waiting costs more than there is the clock stands", "[plan]") {
    const Chain chain({{100, 2, 10}});
    const PlannedWork work = chain.work();
    const Stepping step(work, {0, 0.5, 0.1, 6, 9, 10});
    CHECK(step.end().plan_time == 0.1);
    CHECK(step.end().waited == Approx(5));
    CHECK(step.time_of(0.2) == never);
    // Unless the plan needs no more until the period's end.
    const Stepping last(work, {0, 0.5, 1.95, 117, 9, 10});
    CHECK(last.end().plan_time == Approx(2));
    CHECK(last.end().waited == 0);
    CHECK(last.years() == Approx(0.05));
}

TEST_CASE("a lump waits with what was paid kept", "[plan]") {
    const Chain chain({{50, 1}, {60, 0}, {50, 1}});
    const PlannedWork work = chain.work();
    const Stepping first(work, {0, 1, 0.5, 25, 50, 0});
    CHECK(first.end().plan_time == Approx(1));
    CHECK(first.end().money == Approx(75));
    CHECK(!first.reaches(1));
    const Stepping second(work, {1, 1, first.end().plan_time, first.end().money, 50, 0});
    CHECK(second.reaches(1));
    CHECK(second.time_of(1) == Approx(35.0 / 50));
    CHECK(second.end().plan_time == Approx(1.3));
}

TEST_CASE("the latest plan time, where the pace falls below what waiting costs", "[plan]") {
    // Money runs short in the first stage, the second costs less a year than waiting: once it is reached, later is reached before.
    const Chain chain({{10, 0.1}, {1, 0.9}});
    const PlannedWork work = chain.work();
    // At x in the second stage 9 + (x - 0.1) / 0.9 - 5 (x - 0.01) are needed: 8.55 at its beginning, 5.05 at its end.
    const Stepping step(work, {0, 1, 0.01, 1, 10, 5});
    CHECK(step.end().plan_time == Approx(0.01 + 5.0 / 95));
    const Stepping more(work, {0, 1, 0.01, 1, 12, 5});
    CHECK(more.end().plan_time == Approx(1));
}

TEST_CASE("profiles between their dates", "[plan]") {
    for (const Profile& profile : {Profile(RayleighProfile{}), Profile(BetaProfile{2, 3}), Profile(BetaProfile{0.5, 0.5})}) {
        const Chain chain({{100, 2, 4, 0.05, profile}, {30, 1, 2, 0, profile}});
        const PlannedWork work = chain.work(0.2);
        double u = 0, y = 0, paid = 0;
        for (int k = 0; k < 40; ++k) {
            const double idle = y > 0 ? idle_cost(chain.plan(), u + plan_time(chain.plan(), 0.2)) : 0;
            const Stepping step(work, {k * 0.25, 0.25, u, y, 22, idle});
            u = step.end().plan_time;
            y = step.end().money;
            paid += step.end().waited;
            CHECK(y == Approx(work.worked(u)).epsilon(1e-9));
            if (step.reaches(work.length())) break;
        }
        CHECK(u == Approx(work.length()));
        CHECK(paid > 0);
    }
}

TEST_CASE("what waiting costs may be more than the beginning of a stage", "[plan]") {
    // A lump is paid a little later than its stage's beginning, for the next one's first work costs less than waiting for it.
    const Chain chain({{60, 0}, {100, 2, 10, 0, RayleighProfile{}}});
    const PlannedWork work = chain.work();
    const Stepping step(work, {0, 1, 0, 0, 69.9, 10});
    CHECK(work.worked(0) > 59.9);
    CHECK(step.end().plan_time == Approx(0.08).margin(0.005));
    CHECK(step.end().money == Approx(work.worked(step.end().plan_time)));
}
