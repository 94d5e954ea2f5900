// The best terms of deals whose best terms are known.
#include "studies/terms.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "base/problem.hpp"
#include "studies/fair.hpp"
#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

// A pure transfer: whatever the upfront payment, the two together gain 3,097; without it a gains 3,031 and b 66.
const std::string transfer = R"([scenario]
start = 2020.0
horizon = 10
steps_per_year = 1
[firm.a]
discount = 0.0
[firm.b]
discount = 0.0
[program.p]
[[program.p.stage]]
name = "s"
cost = 3109
duration = 2
[alternative.x]
[[alternative.x.arrangement]]
program = "p"
mode = "license"
licensor = "b"
licensees = ["a"]
upfront = 0
payment = [{ from = "a", to = "b", amount = 66, on = "formation" }]
adaptation = { a = { cost = 12, duration = 1 } }
)";
const std::string upfront = "alternative.x.arrangement.p.upfront";

// A pool of two whose risk tolerances are 3 and 1.
const std::string pool = R"([scenario]
start = 2020.0
horizon = 10
steps_per_year = 1
[firm.a]
discount = 0.0
tolerance = 3
[firm.b]
discount = 0.0
tolerance = 1
[program.p]
[[program.p.stage]]
name = "s"
cost = { dist = "normal", mean = 20, sd = 1.5 }
duration = 1
[alternative.x]
[[alternative.x.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
share = { rule = "fixed", weights = { a = 0.5, b = 0.5 } }
)";
const std::string share_of = "alternative.x.arrangement.p.share.weights";

ScenarioWith with(const std::string& text) {
    return [text](const std::vector<std::string>& settings) { return std::make_shared<const Scenario>(scenario_of(text, settings)); };
}

Figure figure(const std::string& name, const std::string& text) {
    Problem fault;
    const auto found = figure_of({"", name, 0, 1}, "x", scenario_of(text), fault);
    INFO(fault.found);
    REQUIRE(found);
    return *found;
}

RunOptions worlds(std::int64_t count) {
    RunOptions options;
    options.worlds = count;
    options.threads = 2;
    return options;
}

TermsQuestion of_transfer(Goal::Kind kind) {
    TermsQuestion out{TermSpace({{upfront, 0, 3000, 0}})};
    out.figures = {figure("gain.a", transfer), figure("gain.b", transfer)};
    out.goal = {kind, "goal", out.figures, {1, 1}};
    out.scenario = with(transfer);
    out.options = worlds(256);
    return out;
}

}  // namespace

TEST_CASE("a pure transfer between gains of 66 and 3,031 at equal power is 1,482.5", "[studies]") {
    for (const Goal::Kind kind : {Goal::Kind::nash, Goal::Kind::min}) {
        const TermsAnswer found = best_terms(of_transfer(kind));
        CHECK(std::stod(found.best.values.at(0)) == Approx(1482.5).margin(0.1));
        CHECK(found.best.figures.at(0).value == Approx(1548.5).margin(0.1));
        CHECK(found.best.figures.at(1).value == Approx(1548.5).margin(0.1));
        CHECK(found.best.holds);
        CHECK(found.written.figures.at(0).value == Approx(3031));
        CHECK(found.written.figures.at(1).value == Approx(66));
    }
    TermsQuestion asked = of_transfer(Goal::Kind::nash);
    asked.goal.powers = {2, 1};
    // Twice the power takes twice the gain.
    CHECK(best_terms(asked).best.figures.at(0).value == Approx(3097.0 * 2 / 3).margin(0.2));
}

TEST_CASE("a one-term problem agrees with fair, and the condition that binds is worth what it takes", "[studies]") {
    TermsQuestion asked = of_transfer(Goal::Kind::figure);
    asked.goal.figures = {figure("gain.a", transfer)};
    asked.subject = {{"gain.b >= 500", difference_to(figure("gain.b", transfer), 500)}};
    const TermsAnswer found = best_terms(asked);
    const FairAnswer value = fair({upfront, 0, 3000, difference_to(figure("gain.b", transfer), 500), with(transfer), worlds(256), {}});
    REQUIRE(value.outcome == FairOutcome::found);
    CHECK(value.at.value == Approx(434).margin(0.01));
    CHECK(std::stod(found.best.values.at(0)) == Approx(value.at.value).margin(0.1));
    REQUIRE(found.bindings.size() == 3);
    CHECK(found.bindings[0].binds);
    CHECK(found.bindings[0].worth == Approx(1).epsilon(1e-3));
    CHECK_FALSE(found.bindings[1].binds);
    CHECK_FALSE(found.bindings[2].binds);
}

TEST_CASE("a bound that binds is told with its worth, and what cannot be met is said", "[studies]") {
    TermsQuestion asked = of_transfer(Goal::Kind::figure);
    asked.goal.figures = {figure("gain.b", transfer)};
    const TermsAnswer found = best_terms(asked);
    CHECK(std::stod(found.best.values.at(0)) == Approx(3000).margin(0.1));
    CHECK(found.bindings[1].binds);
    CHECK(found.bindings[1].worth == Approx(1).epsilon(1e-3));
    asked.subject = {{"gain.b >= 5000", difference_to(figure("gain.b", transfer), 5000)}};
    CHECK_FALSE(best_terms(asked).best.holds);
}

TEST_CASE("firms with constant risk tolerance share a risk in proportion to it", "[studies]") {
    TermsQuestion asked{TermSpace({{share_of + ".a", 0.05, 0.95, 0.5}})};
    asked.figures = {figure("ce.a", pool), figure("ce.b", pool)};
    asked.goal = {Goal::Kind::figure, "ce", {figure("ce.all", pool)}, {}};
    asked.scenario = with(pool);
    asked.options = worlds(4096);
    CHECK(std::stod(best_terms(asked).best.values.at(0)) == Approx(0.75).margin(1e-3));
    // Both shares varied: they sum to 1.
    asked.space = TermSpace({{share_of + ".a", 0.05, 0.95, 0.5, share_of, true}, {share_of + ".b", 0.05, 0.95, 0.5, share_of, true}});
    const TermsAnswer both = best_terms(asked);
    CHECK(std::stod(both.best.values.at(0)) == Approx(0.75).margin(1e-3));
    CHECK(std::stod(both.best.values.at(1)) == Approx(0.25).margin(1e-3));
    CHECK(both.best.goal.value > both.written.goal.value);
}

TEST_CASE("the frontier of two gains is every transfer, with both ends", "[studies]") {
    TermsQuestion asked = of_transfer(Goal::Kind::figure);
    const auto goal = [&](const char* name) { return Goal{Goal::Kind::figure, name, {figure(name, transfer)}, {}}; };
    const std::vector<TermsPoint> points = frontier(asked, goal("gain.a"), goal("gain.b"), 3);
    REQUIRE(points.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(std::stod(points[i].values.at(0)) == Approx(1500.0 * static_cast<double>(i)).margin(1));
        CHECK(points[i].figures.at(0).value + points[i].figures.at(1).value == Approx(3097));
    }
}

TEST_CASE("listed values are all tried", "[studies]") {
    TermsQuestion asked = of_transfer(Goal::Kind::min);
    asked.space = TermSpace({});
    asked.listed = {{upfront, {"0", "1000", "1500", "3000"}}};
    const TermsAnswer found = best_terms(asked);
    CHECK(found.best.values == std::vector<std::string>{"1500"});
    CHECK(found.tried >= 4);
}

TEST_CASE("every point of the cube stands for shares that sum to 1 within their bounds", "[studies]") {
    const TermSpace three(
        {{"a", 0.1, 0.6, 0.3, "t", true}, {"b", 0.2, 0.5, 0.3, "t", true}, {"c", 0.0, 0.4, 0.4, "t", true}, {"fee", 5, 9, 6}});
    CHECK(three.possible());
    CHECK(three.dimensions() == 3);
    for (const double u : {0.0, 0.3, 1.0}) {
        for (const double v : {0.0, 0.7, 1.0}) {
            const std::vector<double> x = three.values({u, v, 0.25});
            CHECK(x[0] + x[1] + x[2] == Approx(1));
            for (std::size_t k = 0; k < 4; ++k) {
                CHECK(x[k] >= three.keys()[k].low - 1e-12);
                CHECK(x[k] <= three.keys()[k].high + 1e-12);
            }
            CHECK(x[3] == 6);
            const std::vector<double> again = three.values(three.point(x));
            for (std::size_t k = 0; k < 4; ++k) CHECK(again[k] == Approx(x[k]).margin(1e-12));
        }
    }
    const TermSpace part({{"a", 0, 1, 0.3, "t", false}, {"b", 0, 1, 0.3, "t", false}});
    CHECK(part.values({0.5, 1})[1] == Approx(0.5));
    CHECK_FALSE(TermSpace({{"a", 0, 0.4, 0, "t", true}, {"b", 0, 0.4, 0, "t", true}}).possible());
    CHECK_FALSE(TermSpace({{"a", 0.6, 0.8, 0, "t", false}, {"b", 0.6, 0.8, 0, "t", false}}).possible());
}
