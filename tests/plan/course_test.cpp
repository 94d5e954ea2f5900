// Courses by hand: spending, gates, resumption, lumps; and the profiles.
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "plan/course.hpp"
#include "plan/spending.hpp"

using namespace entente;

namespace {

Slot number(double value) { return {-1, value}; }

// The same plan of stages in a chain in every world of a pack, `spent` of its work done before.
struct Chain {
    ById<WorkId, Work> works = ById<WorkId, Work>(1);
    Plans plans;

    Chain(const std::vector<StagePlan>& stages, const Profile& profile, double spent = 0) {
        Work& work = works[WorkId(0)];
        for (std::size_t s = 0; s < stages.size(); ++s) {
            ResolvedStage& slots = work.stages.emplace_back();
            slots.cost = number(stages[s].cost);
            slots.duration = number(stages[s].duration);
            slots.profile = profile;
            if (s > 0) slots.after = {StageId(s - 1)};
            // A score of 0 is above the threshold: it never passes.
            if (!stages[s].passes) slots.gate = {{number(0), number(0), -1, false}};
        }
        work.factors.members = {{number(1), number(1), number(spent)}};
        Draws draws;
        draws.count = pack_size;
        plans = Plans(works);
        plans.carry_out(draws);
    }
    Chain(const Chain&) = delete;
    Plan plan() const { return plans.plan(WorkId(0), 3); }
};

Course started(const Plan& plan, double begin, double done, double stretch = 1, StageId binding = {}) {
    Course course;
    start_course(course, plan, begin, done, stretch, {binding, {}});
    return course;
}

// What one course spends, in a lane of its own; every other lane spends nothing.
struct Spent {
    std::vector<double> by_period;
    bool past = false;
};
Spent spend(const Chain& chain, const Course& course, double cut, const Grid& grid) {
    std::vector<Lanes> row(grid.periods);
    const std::vector<double> weight(row.size(), 1.0);
    CourseLanes courses;
    courses.set(3, course);
    Lanes sum;
    LaneFlags past{};
    Spender(grid).add(courses, chain.plans, 0, all_lanes(cut), {weight, row, sum, past});
    Spent out{{}, past[3]};
    double all = 0;
    for (const Lanes& x : row) {
        out.by_period.push_back(x[3]);
        all += x[3];
        CHECK(x[2] == 0);
    }
    CHECK(sum[3] == Approx(all));
    return out;
}
std::vector<double> spent(const Chain& chain, const Course& course, double cut, const Grid& grid) {
    return spend(chain, course, cut, grid).by_period;
}
double total(const std::vector<double>& x) { return std::accumulate(x.begin(), x.end(), 0.0); }

const Grid years(2020, 10, 1, 2020, 0);

}  // namespace

TEST_CASE("a uniform stage is spent evenly, part years in part", "[plan]") {
    const Chain chain({{0, 2, 100, true}}, UniformProfile{});
    const Course course = started(chain.plan(), 2020.5, 0);
    CHECK(course.end == 2022.5);
    const auto x = spent(chain, course, never, years);
    CHECK(x[0] == Approx(25));
    CHECK(x[1] == Approx(50));
    CHECK(x[2] == Approx(25));
    CHECK(total(spent(chain, course, 2021.5, years)) == Approx(50));
}

TEST_CASE("a failing gate ends the spending at its date", "[plan]") {
    const Chain chain({{0, 1, 40, true}, {0, 1, 60, false}, {0, 2, 80, true}}, RayleighProfile{});
    const Course course = started(chain.plan(), 2021, 0);
    CHECK(course.stop == 2023);
    CHECK(course.stop_stage == StageId(1));
    CHECK(course.end == never);
    CHECK(total(spent(chain, course, never, years)) == Approx(100));
    CHECK(share_spent(course, 2030) == Approx(100.0 / 180));
}

TEST_CASE("work begun part-way spends the rest, and gates passed before count as passed", "[plan]") {
    const Chain chain({{0, 1, 40, false}, {0, 1, 60, true}}, UniformProfile{});
    const Course late = started(chain.plan(), 2021, 0.7);
    CHECK(late.offset == Approx(1.5));
    CHECK(late.end == Approx(2021.5));
    CHECK(total(spent(chain, late, never, years)) == Approx(30));
    const Course early = started(chain.plan(), 2021, 0.2);
    CHECK(early.stop == Approx(2021.5));
    CHECK(total(spent(chain, early, never, years)) == Approx(20));
    // The gate that stopped the pool binds wherever the firm resumes.
    const Course bound = started(chain.plan(), 2021, 0.7, 1, StageId(0));
    CHECK(bound.stop == 2021);
    CHECK(total(spent(chain, bound, never, years)) == 0);
}

TEST_CASE("erosion stretches what remains in money and time", "[plan]") {
    const Chain chain({{0, 2, 100, true}}, UniformProfile{});
    const Course course = started(chain.plan(), 2021, 0.5, 1.2);
    CHECK(course.end == Approx(2022.2));
    CHECK(total(spent(chain, course, never, years)) == Approx(60));
}

TEST_CASE("a stage of no duration is a lump, also on a failing gate's own date", "[plan]") {
    const Chain chain({{0, 1, 10, true}, {0, 0, 30, false}, {0, 1, 50, true}}, UniformProfile{});
    const Course course = started(chain.plan(), 2020, 0);
    const auto x = spent(chain, course, never, years);
    CHECK(x[0] == Approx(10));
    CHECK(x[1] == Approx(30));
    CHECK(total(x) == Approx(40));
    CHECK(total(spent(chain, started(chain.plan(), 2020, 0.3), never, years)) == Approx(50));
}

TEST_CASE("courses of a pack are started as one course is", "[plan]") {
    for (const double spent_before : {0.0, 0.2, 0.7}) {
        for (const bool passes : {true, false}) {
            const Chain chain({{0, 1, 40, passes}, {0, 1.5, 60, true}}, RayleighProfile{}, spent_before);
            Lanes begin = all_lanes(2021.25);
            begin[5] = never;
            CourseLanes courses;
            start_courses(courses, chain.plans, WorkId(0), 0, begin);
            const Course one = started(chain.plan(), 2021.25, spent_before);
            CHECK(courses.begin == begin);
            for (const std::size_t lane : {std::size_t{0}, std::size_t{7}}) {
                const Course other = courses.of(lane, chain.plans, static_cast<int>(lane));
                CHECK(other.offset == one.offset);
                CHECK(other.fresh == one.fresh);
                CHECK(other.stretch == one.stretch);
                CHECK(other.end == one.end);
                CHECK(other.stop == one.stop);
                CHECK(other.stop_stage == one.stop_stage);
            }
            CHECK(courses.end[5] == never);
            CHECK(courses.stop[5] == never);
            CHECK(planned_ends(courses, chain.plans, 0)[0] == 2021.25 + chain.plan().end() - one.offset);
        }
    }
}

TEST_CASE("what falls past the horizon is booked in the last period", "[plan]") {
    const Chain chain({{0, 4, 100, true}}, UniformProfile{});
    const Spent late = spend(chain, started(chain.plan(), 2028, 0), never, years);
    CHECK(late.past);
    CHECK(late.by_period[8] == Approx(25));
    CHECK(late.by_period[9] == Approx(75));
    CHECK_FALSE(spend(chain, started(chain.plan(), 2024, 0), never, years).past);
}

TEST_CASE("time and share are inverse for every profile", "[plan]") {
    for (const Profile& profile : {Profile(UniformProfile{}), Profile(RayleighProfile{}), Profile(BetaProfile{2, 5})}) {
        Chain chain({{0, 1.5, 40, true}, {0, 2.5, 60, true}}, profile);
        for (const bool in_chain : {true, false}) {
            chain.works[WorkId(0)].chain = in_chain;  // closed form or bisection
            for (double share = 0.05; share < 1; share += 0.05) {
                const double t = plan_time(chain.plan(), share);
                CHECK(plan_spending(chain.plan(), t) / 100 == Approx(share).margin(1e-8));
            }
        }
    }
}

TEST_CASE("the date at which money has been spent", "[plan]") {
    const Chain chain({{0, 2, 100, true}}, UniformProfile{});
    CHECK(date_of_spending(started(chain.plan(), 2021, 0), 25) == Approx(2021.5));
    CHECK(date_of_spending(started(chain.plan(), 2021, 0), 101) == never);
    CHECK(date_of_spending(started(chain.plan(), 2021, 0.5), 25) == Approx(2021.5));
}

TEST_CASE("a share of work that takes ages is dated as well as numbers allow", "[plan]") {
    Chain ages({{0, 1e12, 40, true}, {0, 1e300, 60, true}}, RayleighProfile{});
    ages.works[WorkId(0)].chain = false;
    for (const double share : {0.2, 0.7}) CHECK(plan_spending(ages.plan(), plan_time(ages.plan(), share)) / 100 == Approx(share));
}

TEST_CASE("a lump is dated exactly, in a chain and beside other stages", "[plan]") {
    Chain chain({{0, 1.7, 10, false}, {0, 0, 30, true}}, RayleighProfile{});
    for (const bool in_chain : {true, false}) {
        chain.works[WorkId(0)].chain = in_chain;
        CHECK(plan_time(chain.plan(), 0.5) == 1.7);
        // On the failing gate's own date, so that whoever leaves for it leaves nothing that goes on.
        const Course course = started(chain.plan(), 2021.3, 0);
        CHECK(date_of_spending(course, 20) == course.stop);
    }
}

TEST_CASE("Rayleigh spending is Norden's curve rescaled to end at 1", "[plan]") {
    // Norden: 1 - exp(-a t^2), 97% at 8 years; the profile puts a t^2 = 3.5 at the stage's end.
    const RayleighProfile profile;
    CHECK(progress(profile, 1.0) == Approx(1).epsilon(1e-15));
    CHECK(progress(profile, 0.5) * RayleighProfile::total == Approx(1 - std::exp(-3.5 / 4)).epsilon(1e-14));
    // The peak of spending is at t = T / sqrt(2 x 3.5), where 39.35% of Norden's curve is spent.
    CHECK(progress(profile, 1 / std::sqrt(7.0)) * RayleighProfile::total == Approx(0.39346934).epsilon(1e-7));
}
