// What the pilot worlds tell before a run.
#include <catch2/catch.hpp>
#include <string>

#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

TEST_CASE("weights from the cost game: twins share equally, a cheaper partner pays less", "[prepare]") {
    const std::string game =
        R"([scenario]
start = 2020.0
horizon = 10
pilot = 4096
[firm.a]
discount = 0.1
[firm.b]
discount = 0.1
[firm.c]
discount = 0.1
[program.p]
[[program.p.stage]]
name = "s"
cost = { dist = "lognormal", mean = 100, cv = 0.3 }
duration = 2
[program.p.firm.c]
cost_factor = 0.5
[alternative.x]
[[alternative.x.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b", "c"]
capability = "mean"
share = { rule = "RULE" }
)";
    for (const char* rule : {"shapley", "nucleolus", "scrb", "aca", "tau", "nash", "kalai_smorodinsky"}) {
        std::string text = game;
        text.replace(text.find("RULE"), 4, rule);
        const Results r = run_text(text, 1'000);
        REQUIRE(r.weights.size() == 3);
        INFO(rule);
        CHECK(r.weights[0].weight + r.weights[1].weight + r.weights[2].weight == Approx(1).epsilon(1e-9));
        CHECK(r.weights[0].weight == Approx(r.weights[1].weight).margin(0.02));
        CHECK(r.weights[2].weight < r.weights[0].weight);
        CHECK(r.weights[0].se < 0.02);
        CHECK(r.weights[0].rule == rule);
        CHECK(summary_of(r, "x", "all", "cost_npv").mean < summary_of(r, "solo", "all", "cost_npv").mean);
    }
}
