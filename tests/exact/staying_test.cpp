// What a leaver and the others have more than they would had nobody left, and what firms gain where an alliance lasts and where it ends.
#include <catch2/catch.hpp>
#include <cmath>

#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

// Two firms that sell 20 a year each from 2022 to 2030, alone or by a pool that halves the cost of 100.
constexpr const char* two_firms =
    R"([scenario]
start = 2020.0
horizon = 10
steps_per_year = 1
[firm.a]
discount = 0.0
[firm.b]
discount = 0.0
[market.m]
size = 10
[program.p]
[[program.p.stage]]
name = "s"
cost = 100
duration = 2
[[program.p.benefit]]
firm = "a"
market = "m"
share = 1
margin = 2
[[program.p.benefit]]
firm = "b"
market = "m"
share = 1
margin = 2
[[event]]
name = "storm"
date = 2024.0
probability = 0.5
duration = 1
)";

// The leaver pays 30 and 5, and from tau on its market position is 1.5.
std::string pool(const std::string& id, const std::string& exit) {
    const std::string table = "alternative." + id;
    return "[" + table + "]\nterm = 2030.0\n[[" + table + R"(.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
share = { rule = "equal" }
[[)" + table +
           ".exit]]\n" + exit + "[" + table + R"(.unwind]
fee = 30
cost = { a = 5, b = 7 }
level = { a = 1.5 }
)";
}

const std::string at_2025 = "name = \"end\"\ntrigger = \"date\"\ndate = 2025.0\nleaver = \"a\"\n";
// Three years after formation in half of the worlds, never in the others.
const std::string at_times =
    "name = \"end\"\ntrigger = \"hazard\"\nlife = { dist = \"discrete\", values = [3, 100], weights = [1, 1] }\nleaver = \"a\"\n";

const GivenRow& given_of(const Results& results, const std::string& firm, const std::string& metric, const std::string& condition) {
    for (const GivenRow& row : results.given) {
        if (row.alternative == "x" && row.firm == firm && row.metric == metric && row.condition == condition) return row;
    }
    throw std::runtime_error("no such row");
}

bool warns(const Results& results, const std::string& text) {
    for (const std::string& warning : results.warnings) {
        if (warning.find(text) != std::string::npos) return true;
    }
    return false;
}

}  // namespace

TEST_CASE("a leaver's gain is its npv less what it would be had nobody left", "[exact]") {
    const Results r = run_text(two_firms + pool("x", at_2025), 5);
    const ExitRow& exit = exit_of(r, "x", "end", "a");
    CHECK(exit.probability == 1);
    // Half of 20 more in each of five years, for a fee and the cost of unwinding; the other gets the fee.
    CHECK(exit.leaver_gain == Approx(5 * 10 - 30 - 5));
    CHECK(exit.leaver_gain_low95 == Approx(15));
    CHECK(exit.leaver_gain_high95 == Approx(15));
    CHECK(exit.leaver_better == 1);
    CHECK(exit.others_gain == Approx(30 - 7));
    CHECK(exit.others_better == 1);
    CHECK_FALSE(warns(r, "nobody would go"));
    // A firm that may not leave by this exit has no figures.
    CHECK(std::isnan(exit_of(r, "x", "end", "b").leaver_gain));
}

TEST_CASE("an exit by choice by which its leaver loses is a warning", "[exact]") {
    std::string losing = pool("x", at_2025);
    losing.replace(losing.find("fee = 30"), 8, "fee = 46");
    const Results r = run_text(two_firms + losing, 5);
    CHECK(exit_of(r, "x", "end", "a").leaver_gain == Approx(-1));
    CHECK(exit_of(r, "x", "end", "a").leaver_better == 0);
    CHECK(warns(r, "exit 'end' of 'x': a chooses to leave, and loses by it in 100% of these worlds: nobody would go"));
    // Whoever is driven out by an event did not choose.
    losing.replace(losing.find("trigger = \"date\"\ndate = 2025.0"), 30, "trigger = \"event\"\nevent = \"storm\"");
    const Results driven = run_text(two_firms + losing, 64);
    CHECK(exit_of(driven, "x", "end", "a").leaver_gain == Approx(6 * 10 - 46 - 5));
    losing.replace(losing.find("fee = 46"), 8, "fee = 90");
    const Results lost = run_text(two_firms + losing, 64);
    CHECK(exit_of(lost, "x", "end", "a").leaver_better == 0);
    CHECK_FALSE(warns(lost, "nobody would go"));
}

TEST_CASE("who gains and loses nothing by leaving is not better off", "[exact]") {
    std::string free = pool("x", at_2025);
    free.erase(free.find("fee = 30"), std::string::npos);
    const Results r = run_text(two_firms + free, 5, 1, 2, {"firm.a.discount=0.1", "scenario.escalation=0.02"});
    CHECK(exit_of(r, "x", "end", "a").leaver_gain == 0);
    CHECK(exit_of(r, "x", "end", "a").leaver_better == 0);
    CHECK_FALSE(warns(r, "nobody would go"));
}

TEST_CASE("after a failure there is nothing to stay in", "[exact]") {
    std::string text = two_firms + pool("x", "trigger = \"failure\"\nleaver = \"any\"\n");
    text.replace(text.find("duration = 2"), 12, "duration = 2\nsuccess = 0.5");
    const Results r = run_text(text, 64);
    const ExitRow& exit = exit_of(r, "x", "failure", "a");
    CHECK(exit.probability > 0);
    for (const double figure : {exit.leaver_gain, exit.leaver_gain_low95, exit.leaver_better, exit.others_gain, exit.others_better})
        CHECK(std::isnan(figure));
    CHECK(given_of(r, "a", "gain", "failure").worlds > 0);
}

TEST_CASE("gains are told where an alliance lasts and where it ends", "[exact]") {
    const Results r = run_text(two_firms + pool("x", at_times), 1000);
    const GivenRow &lasts = given_of(r, "a", "gain", "stayed"), &ends = given_of(r, "a", "gain", "exited");
    CHECK(lasts.worlds + ends.worlds == 1000);
    CHECK(std::fabs(lasts.probability - 0.5) < 6 * std::sqrt(0.25 / 1000));
    CHECK(lasts.probability == Approx(static_cast<double>(lasts.worlds) / 1000));
    for (const double figure : {lasts.mean, lasts.low95, lasts.high95, lasts.p10, lasts.p50, lasts.p90}) CHECK(figure == Approx(50));
    // From 2023 on half of 20 more in each of seven years.
    for (const double figure : {ends.mean, ends.p10, ends.p50, ends.p90}) CHECK(figure == Approx(50 + 7 * 10 - 35));
    CHECK(given_of(r, "a", "gain", "end").mean == ends.mean);
    CHECK(given_of(r, "b", "gain", "exited").mean == Approx(50 + 30 - 7));
    CHECK(given_of(r, "all", "gain", "exited").mean == Approx(85 + 73));
    CHECK(given_of(r, "a", "saving", "exited").mean == Approx(50 - 35));
    CHECK(given_of(r, "a", "npv", "stayed").mean == Approx(8 * 20 - 50));
    CHECK(given_of(r, "a", "cost_npv", "exited").mean == Approx(50 + 5));
    const double all = comparison_of(r, "x", "a", "gain").mean;
    CHECK(lasts.probability * lasts.mean + ends.probability * ends.mean == Approx(all));
}

TEST_CASE("where a deal is not formed it neither lasts nor ends", "[exact]") {
    std::string text = two_firms + pool("x", at_2025);
    text.replace(text.find("[alternative.x]\n"), 16, "[alternative.x]\nformation = { probability = 0.5 }\n");
    const Results r = run_text(text, 400);
    CHECK(given_of(r, "a", "gain", "stayed").worlds == 0);
    CHECK(std::isnan(given_of(r, "a", "gain", "stayed").mean));
    CHECK(given_of(r, "a", "gain", "exited").probability == Approx(summary_of(r, "x", "all", "formed").mean));
}

TEST_CASE("tallies tell of exits what columns tell", "[exact]") {
    RunOptions options;
    options.worlds = 20'000;
    options.threads = 2;
    const Scenario scenario = scenario_of(two_firms + pool("x", at_times));
    const Results columns = run(scenario, options);
    options.memory = 1e5;
    const Results tallies = run(scenario, options);
    REQUIRE(tallies.histograms);
    const ExitRow &a = exit_of(columns, "x", "end", "a"), &b = exit_of(tallies, "x", "end", "a");
    CHECK(b.leaver_gain == Approx(a.leaver_gain));
    CHECK(b.leaver_better == a.leaver_better);
    CHECK(b.others_gain == Approx(a.others_gain));
    REQUIRE(columns.given.size() == tallies.given.size());
    for (std::size_t i = 0; i < columns.given.size(); ++i) {
        CHECK(tallies.given[i].worlds == columns.given[i].worlds);
        CHECK(tallies.given[i].mean == Approx(columns.given[i].mean));
        CHECK(tallies.given[i].p50 == Approx(columns.given[i].p50).epsilon(1e-4));
    }
}

TEST_CASE("an alternative with the same deal saves working out what staying is worth, and changes no bit of it", "[invariance]") {
    const std::string plain = R"([alternative.same]
term = 2030.0
[[alternative.same.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
share = { rule = "equal" }
)";
    const std::vector<std::string> settings{"scenario.escalation=0.03", "firm.a.discount=0.08", "firm.b.discount=0.05",
                                            "program.p.stage.s.cost={dist=\"lognormal\",mean=100,cv=0.4}"};
    const Results alone = run_text(two_firms + pool("x", at_times), 700, 1, 2, settings);
    const Results beside = run_text(two_firms + plain + pool("x", at_times), 700, 1, 2, settings);
    const ExitRow &a = exit_of(alone, "x", "end", "a"), &b = exit_of(beside, "x", "end", "a");
    CHECK(a.leaver_gain == b.leaver_gain);
    CHECK(a.leaver_gain_low95 == b.leaver_gain_low95);
    CHECK(a.others_gain == b.others_gain);
}
