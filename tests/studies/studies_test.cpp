// Studies of a licence without chance, whose figures are known: what is fair, what each clause is worth, how a sweep goes on.
#include <algorithm>
#include <catch2/catch.hpp>

#include "base/problem.hpp"
#include "studies/clauses.hpp"
#include "studies/fair.hpp"
#include "studies/sweep.hpp"
#include "support/folder.hpp"
#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

// Nothing is discounted, so that money is what is written; a licence pays 7 at its formation and at least 60 over its term.
const std::string licence = R"([scenario]
start = 2020.0
horizon = 10
steps_per_year = 1
[firm.a]
discount = 0.0
[firm.b]
discount = 0.0
[market.m]
size = 100
[program.p]
[[program.p.stage]]
name = "s"
cost = 100
duration = 2
[[program.p.benefit]]
firm = "a"
market = "m"
share = 0.1
margin = 3.0
[alternative.x]
[[alternative.x.arrangement]]
program = "p"
mode = "license"
licensor = "b"
licensees = ["a"]
upfront = 7
adaptation = { a = { cost = 12, duration = 1 } }
[alternative.x.unwind]
fee = 3
)";

ScenarioWith with(const std::string& text) {
    return [text](const std::vector<std::string>& settings) { return std::make_shared<const Scenario>(scenario_of(text, settings)); };
}

RunOptions few_worlds() {
    RunOptions options;
    options.worlds = 64;
    options.threads = 2;
    return options;
}

FairQuestion question(double wanted) {
    return {"alternative.x.arrangement.p.upfront", 0, 100, {"x", "transfer_npv", "b"}, wanted, with(licence), few_worlds()};
}

}  // namespace

TEST_CASE("the fair value of a payment is what is to be received", "[studies]") {
    const FairQuestion asked = question(40);
    const FairEnds ends = fair_ends(asked);
    CHECK(ends.low == Approx(0).margin(1e-9));
    CHECK(ends.high == Approx(100));
    REQUIRE(ends.hold(40));
    const FairValue found = fair_value(asked, ends);
    CHECK(found.value == Approx(40).epsilon(1e-4));
    CHECK(found.half == Approx(0).margin(1e-9));
}

TEST_CASE("ends that a mean does not pass between hold no fair value", "[studies]") {
    const FairEnds ends = fair_ends(question(0));
    CHECK_FALSE(ends.hold(-1));
    CHECK_FALSE(ends.hold(101));
    CHECK(ends.hold(99));
}

TEST_CASE("a fair value is refused where the metric or the key's value does not exist", "[studies]") {
    FairQuestion asked = question(40);
    asked.metric.metric = "gein";
    CHECK_THROWS_AS(fair_ends(asked), Failure);
    asked = question(40);
    asked.scenario = [](const std::vector<std::string>&) { return std::shared_ptr<const Scenario>(); };
    CHECK_THROWS_AS(fair_ends(asked), Failure);
}

TEST_CASE("the clauses of a deal are the terms that it has, each with what takes it away", "[studies]") {
    const Scenario scenario = scenario_of(licence);
    const Alternative& deal = *find(scenario.alternative, "x");
    std::vector<std::string> names;
    for (const Clause& clause : clauses_of(deal)) {
        names.push_back(clause.name);
        Alternative less = deal;
        clause.drop(less);
        const std::vector<Clause> left = clauses_of(less);
        CHECK(std::none_of(left.begin(), left.end(), [&](const Clause& other) { return other.name == clause.name; }));
    }
    CHECK(names == std::vector<std::string>{"unwind.fee", "arrangement.p.adaptation", "arrangement.p", "arrangement.p.upfront"});
}

TEST_CASE("a payment is worth what it takes and gives, and a term that nobody meets is worth nothing", "[studies]") {
    const ClauseWorths worths = worth_of_clauses(scenario_of(licence), "x", few_worlds());
    const auto worth = [&](const std::string& term, const std::string& firm) {
        for (const ClauseRow& row : worths.terms) {
            for (const ClauseWorth& one : row.worth) {
                if (row.term == term && one.firm == firm) return one.mean;
            }
        }
        FAIL("no worth of " << term << " to " << firm);
        return 0.0;
    };
    CHECK(worths.firms == std::vector<std::string>{"a", "b", "all"});
    CHECK(worth("arrangement.p.upfront", "a") == Approx(-7));
    CHECK(worth("arrangement.p.upfront", "b") == Approx(7));
    CHECK(worth("arrangement.p.upfront", "all") == Approx(0).margin(1e-6));
    CHECK(worth("unwind.fee", "a") == 0);
}

namespace {

SweepPlan plan_of(std::size_t points) {
    SweepPlan plan;
    plan.axes = {range_of("alternative.x.arrangement.p.upfront", 0, 10, points)};
    plan.layout = "grid";
    plan.points = grid(plan.axes);
    plan.scenario = with(licence);
    return plan;
}

// A point's rows are here what b receives.
void write_received(const Results& results, SweptPoint& out) {
    out.summary = std::to_string(summary_of(results, "x", "b", "transfer_npv").mean);
}

}  // namespace

TEST_CASE("a sweep has its points in order, each of its own scenario", "[studies]") {
    const SweepPlan plan = plan_of(3);
    CHECK(all_sound(plan, no_stop));
    const Swept swept = sweep(plan, few_worlds(), write_received, [](std::int64_t) {});
    REQUIRE(swept.points.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(std::stod(swept.points[i].summary) == Approx(5.0 * static_cast<double>(i)).margin(1e-6));
        REQUIRE(swept.points[i].gains.size() == 1);
        CHECK(swept.points[i].gains.front().alternative == "x");
    }
    CHECK(swept.keeping != nullptr);
}

TEST_CASE("a sweep is not sound where one of its points is not", "[studies]") {
    SweepPlan plan = plan_of(3);
    std::size_t asked = 0;
    plan.scenario = [&](const std::vector<std::string>& settings) {
        ++asked;
        return asked == 2 ? nullptr : std::make_shared<const Scenario>(scenario_of(licence, settings));
    };
    CHECK_FALSE(all_sound(plan, no_stop));
    CHECK(asked == 2);
}

TEST_CASE("a sweep that was stopped keeps what it has, and goes on from there alone", "[studies]") {
    const Folder folder;
    SweepPlan plan = plan_of(5);
    RunOptions options = few_worlds();
    options.checkpoint.folder = folder.path() + "/.checkpoint";
    options.checkpoint.resume = true;
    Stop stop;
    options.stop = &stop;
    const auto stop_at_two = [&](std::int64_t done) {
        if (done == 2) stop.request(15);
    };
    CHECK(sweep(plan, options, write_received, stop_at_two).points.size() == 2);
    options.stop = &no_stop;
    std::vector<std::int64_t> heard;
    const Swept whole = sweep(plan, options, write_received, [&](std::int64_t done) { heard.push_back(done); });
    CHECK(heard == std::vector<std::int64_t>{3, 4, 5});
    REQUIRE(whole.points.size() == 5);
    for (std::size_t i = 0; i < 5; ++i) CHECK(std::stod(whole.points[i].summary) == Approx(2.5 * static_cast<double>(i)).margin(1e-6));
    options.worlds = 65;
    CHECK_THROWS_WITH(sweep(plan, options, write_received, [](std::int64_t) {}), Catch::Contains("worlds is 64, this run's is 65"));
}

TEST_CASE("a sweep that is stopped before its first point gives no answer", "[studies]") {
    RunOptions options = few_worlds();
    Stop stop;
    stop.request(2);
    options.stop = &stop;
    CHECK_THROWS_AS(sweep(plan_of(2), options, write_received, [](std::int64_t) {}), Interrupted);
    CHECK_THROWS_AS(all_sound(plan_of(2), stop), Interrupted);
}
