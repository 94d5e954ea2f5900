// Which coordinates of Sobol points go to what, and that variants of a scenario keep them.
#include "prepare/coordinates.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "prepare/ready.hpp"
#include "run/run.hpp"
#include "stats/moments.hpp"
#include "studies/columns.hpp"
#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

// Of two programs one is large; a gate of it may fail, another nearly never; a market has regimes.
std::string text_of(const std::string& more = "") {
    return R"([scenario]
start = 2020.0
horizon = 8
steps_per_year = 1
[firm.a]
discount = 0.05
[market.m]
size = 100
regime.good = { demand = 1.0, duration = 3 }
regime.bad = { demand = 0.7, duration = 2 }
[program.large]
[[program.large.stage]]
name = "s"
cost = { dist = "lognormal", mean = 1000, cv = 0.5 }
duration = 2
success = 0.9
[[program.large.benefit]]
firm = "a"
market = "m"
share = 0.5
margin = 10
[program.asmall]
[[program.asmall.stage]]
name = "s"
cost = { dist = "lognormal", mean = 1, cv = 0.5 }
duration = 1
success = 0.999
)" + more;
}

CoordinateOrder order_of(const std::string& text) {
    Ready ready = ready_model(scenario_of(text), 1);
    return coordinate_order(ready.model, no_stop);
}

int at(const CoordinateOrder& order, const std::string& name) {
    const auto found =
        std::find_if(order.numbers.begin(), order.numbers.end(), [&](const auto& one) { return one.first.starts_with(name); });
    INFO(name);
    REQUIRE(found != order.numbers.end());
    return found->second;
}

RunOptions sobol(std::int64_t worlds) {
    RunOptions out;
    out.worlds = worlds;
    out.threads = 2;
    out.sampling = Sampling::sobol;
    return out;
}

}  // namespace

TEST_CASE("coordinates go first to gates that matter, then to what moves the outcomes", "[prepare]") {
    const CoordinateOrder order = order_of(text_of());
    const int gate = std::min(at(order, "program.large.stage.s.gate"), at(order, "program.large.stage.s.gate@a"));
    CHECK(gate == 0);
    CHECK(at(order, "program.large.stage.s.cost") < at(order, "program.asmall.stage.s.cost"));
    // A gate that nearly never fails waits its turn.
    CHECK(at(order, "program.asmall.stage.s.gate") > at(order, "program.large.stage.s.cost"));
    // Each has its own, and a path has one a period.
    std::set<int> taken;
    for (const auto& [name, coordinate] : order.numbers) CHECK(taken.insert(coordinate).second);
    const CoordinateOrder::Path path = order.regimes.at("m");
    CHECK(path.periods == 8);
    for (int k = 0; k < path.periods; ++k) CHECK(taken.insert(path.first + k).second);
    CHECK(static_cast<int>(taken.size()) == order.next);
    CHECK(*taken.rbegin() == order.next - 1);
}

TEST_CASE("variants keep the coordinates of the scenario that they vary, and their worlds with them", "[prepare]") {
    const std::string more = R"([program.another]
[[program.another.stage]]
name = "s"
cost = { dist = "lognormal", mean = 900, cv = 0.5 }
duration = 2
success = 0.5
)";
    const Scenario base = scenario_of(text_of()), larger = scenario_of(text_of(more));
    const std::vector<Metric> metrics{{"solo", "benefit_npv", "a"}};
    const RunOptions own = sobol(1'024), kept = with_coordinates_of(base, own);
    REQUIRE(kept.coordinates);
    const auto column = [&](const Scenario& scenario, const RunOptions& options) {
        return columns_of(scenario, options, metrics, {0, options.worlds}).front();
    };
    CHECK(column(base, own) == column(base, kept));
    CHECK(column(larger, kept) == column(base, kept));
    // The control: by itself it has an order, and points, of its own.
    CHECK_FALSE(column(larger, own) == column(base, own));
    CHECK(moments(column(larger, own)).mean == Approx(moments(column(base, own)).mean).epsilon(0.05));
    // What is new stands behind, and nothing stands twice.
    Ready ready = ready_model(larger, 1);
    place_coordinates(*kept.coordinates, ready.model);
    CHECK(ready.model.coordinates > kept.coordinates->next);
}

TEST_CASE("what is valued apart does not make up for the worlds before it", "[prepare]") {
    const Scenario scenario = scenario_of(text_of());
    const std::vector<Metric> metrics{{"solo", "npv", "a"}};
    const RunOptions options = sobol(2'048);
    const auto whole = columns_of(scenario, options, metrics, {0, 2'048}).front();
    const auto second = columns_of(scenario, options, metrics, {1'024, 2'048}).front();
    REQUIRE(second.size() == 1'024);
    CHECK_FALSE(std::equal(second.begin(), second.end(), whole.begin() + 1'024));
    CHECK(moments(second).mean == Approx(moments(whole).mean).epsilon(0.1));
}

TEST_CASE("numbers of worlds that are no power of two of points are warned of", "[run]") {
    const Scenario scenario = scenario_of(text_of());
    const auto warned = [&](std::int64_t worlds, Sampling sampling) {
        RunOptions options = sobol(worlds);
        options.sampling = sampling;
        const Results r = run(scenario, options);
        return std::count_if(r.warnings.begin(), r.warnings.end(),
                             [](const std::string& w) { return w.find("power of two") != std::string::npos; });
    };
    CHECK(warned(1'000, Sampling::sobol) == 1);
    CHECK(warned(96, Sampling::sobol) == 1);
    CHECK(warned(16, Sampling::sobol) == 1);
    CHECK(warned(1'024, Sampling::sobol) == 0);
    CHECK(warned(32, Sampling::sobol) == 0);
    CHECK(warned(1'000, Sampling::mc) == 0);
    CHECK(warned(1'000, Sampling::lhs) == 0);
}
