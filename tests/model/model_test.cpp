// A scenario's dates on the grid, its names, what makes no sense in it, and the way in its results.
#include <algorithm>
#include <catch2/catch.hpp>

#include "model/check.hpp"
#include "model/dates.hpp"
#include "model/names.hpp"
#include "model/rows.hpp"
#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

TEST_CASE("dates that nearly name a period's beginning are taken for it, others stay", "[model]") {
    Scenario scenario = scenario_of(one_firm("cost = 1\nduration = 1"));
    scenario.scenario.steps_per_year = 12;
    scenario.scenario.start = 2025.083;
    scenario.scenario.horizon = 9.9999;
    scenario.program.front().second.start = 2025.083;
    align_dates(scenario);
    CHECK(scenario.scenario.start == Approx(2025 + 1 / 12.0).epsilon(1e-15));
    CHECK(scenario.scenario.horizon == 10);
    CHECK(scenario.program.front().second.start == scenario.scenario.start);
    scenario.scenario.start = 2025.05;
    align_dates(scenario);
    CHECK(scenario.scenario.start == 2025.05);
}

TEST_CASE("a period's beginning is told as a day, another date as a number", "[model]") {
    CHECK(date_text(2025) == "2025 (2025-01-01)");
    CHECK(date_text(2025.5) == "2025.5 (2025-07-01)");
    CHECK(date_text(2025.51) == "2025.51");
}

TEST_CASE("every uncertain quantity, gate and risk has a score by name", "[model]") {
    const Scenario scenario = scenario_of(one_firm(R"(cost = { dist = "lognormal", mean = 100, cv = 0.4 }
duration = 1
success = 0.5)",
                                                   R"([[program.p.risk]]
name = "r"
stage = "work"
probability = 0.3
cost = 40
)"));
    std::vector<std::string> written;
    for (const ScoreName& name : score_names(scenario)) written.push_back(name.written);
    const auto has = [&](const std::string& name) { return std::count(written.begin(), written.end(), name) == 1; };
    CHECK(has("program.p.stage.work.cost"));
    CHECK(has("program.p.stage.work.gate"));
    CHECK_FALSE(has("program.p.stage.work.duration"));  // nothing is uncertain in it
    CHECK(has("program.p.risk.r.event"));
}

TEST_CASE("names that refer to nothing, names that stand twice and cycles are told", "[model]") {
    const auto told = [](const std::string& more, const std::string& words) {
        CHECK_THAT(problem_of(one_firm("cost = 1\nduration = 1", more)), Catch::Contains(words));
    };
    told("[[program.p.benefit]]\nfirm = \"b\"\nmarket = \"m\"\nshare = 1\nmargin = 1\n[market.m]\nsize = 1\n", "unknown firm 'b'");
    told("[program.q]\nafter = [\"r\"]\n[[program.q.stage]]\nname = \"s\"\ncost = 1\nduration = 1\n", "unknown program 'r'");
    told("[[program.p.stage]]\nname = \"work\"\ncost = 1\nduration = 1\n", "'work' stands twice");
    CHECK(cycle({"a", "b", "c"}, {{1}, {2}, {}}).empty());
    CHECK(cycle({"a", "b", "c"}, {{1}, {2}, {1}}).size() >= 2);
}

TEST_CASE("rows of results are found by name, and what there is stands in its order", "[model]") {
    Results results;
    for (const char* alternative : {"solo", "x"}) {
        for (const char* firm : {"b", "a", "all"}) {
            for (const char* metric : {"cost", "npv"}) results.summary.push_back({alternative, firm, metric, "m", {}});
        }
    }
    results.comparison.push_back({"x", "a", "gain", "m"});
    CHECK(firms_of(results) == std::vector<std::string>{"b", "a", "all"});
    CHECK(alternatives_of(results) == std::vector<std::string>{"solo", "x"});
    CHECK(summary_row(results, "x", "a", "npv") == &results.summary[9]);
    CHECK(summary_row(results, "x", "a", "gain") == nullptr);
    CHECK(comparison_row(results, "x", "a", "gain") == &results.comparison[0]);
    CHECK(comparison_row(results, "solo", "a", "gain") == nullptr);
}
