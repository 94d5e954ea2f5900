// Exits that are options, and weights settled ex post: by hand, against every fixed policy, and where nothing can be gained.
#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

// Nothing is uncertain: a pool of two years, then sales to the end; a's position drifts down inside the alliance.
std::string certain(const std::string& alternatives) {
    return R"([scenario]
start = 2020.0
horizon = 10
steps_per_year = 1
pilot = 256
[firm.a]
discount = 0.1
[firm.b]
discount = 0.1
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
[[program.p.benefit]]
firm = "b"
market = "m"
share = 0.2
margin = 2.0
)" + alternatives;
}
std::string pool(const std::string& name, const std::string& exit, const std::string& more = "") {
    return "[alternative." + name + R"(]
term = 2030.0
drift = { a = -0.05 }
[[alternative.)" +
           name +
           R"(.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
share = { rule = "equal" }
)" + (exit.empty() ? "" : "[[alternative." + name + ".exit]]\nleaver = \"a\"\n" + exit) +
           "[alternative." + name + ".unwind]\n" + more;
}

// Two firms of unlike cost, uncertain, at a rate of 0 so that plan costs add up to money.
std::string settled(const std::string& share, const std::string& exit = "") {
    return R"([scenario]
start = 2020.0
horizon = 20
pilot = 4096
[firm.a]
discount = 0.0
[firm.b]
discount = 0.0
[program.p]
[[program.p.stage]]
name = "s"
cost = { dist = "lognormal", mean = 100, cv = 0.4 }
duration = 3
[program.p.firm.b]
cost_factor = 1.4
[alternative.x]
[[alternative.x.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
overhead = 0.1
share = )" +
           share + "\n" + exit;
}

std::map<std::string, std::vector<double>> costs(const std::string& text, std::int64_t worlds) {
    RunOptions options;
    options.worlds = worlds;
    options.threads = 2;
    options.samples = true;
    std::map<std::string, std::vector<double>> out;
    for (const WorldRow& row : run(scenario_of(text), options).samples) out[row.alternative + "." + row.firm].push_back(row.cost_npv);
    return out;
}

}  // namespace

TEST_CASE("a put is exercised when it pays, and its strike is paid once, by the counterparty", "[exact]") {
    const std::string put = R"(trigger = "put"
counterparty = "b"
strike = 30
since = 2023.0
until = 2025.0
)";
    const Results r = run_text(certain(pool("x", put, "fee = 7\n") + pool("dear", put, "cost = { a = 75 }\n") + pool("none", "")), 300);
    CHECK(exit_of(r, "x", "put", "a").probability == 1);
    CHECK(exit_of(r, "x", "put", "a").date_p50 == 2023);  // drift ends with it: the earlier the better
    CHECK(annual_of(r, "x", "a", "transfer", 2023) == Approx(30));
    CHECK(annual_of(r, "x", "b", "transfer", 2023) == Approx(-30));
    CHECK(annual_of(r, "x", "a", "transfer", 2024) == 0);
    // Leaving costs 75 and brings 30 and an end of the drift that is worth less than 45: never.
    CHECK(exit_of(r, "dear", "put", "a").probability == 0);
    CHECK(summary_of(r, "dear", "a", "npv").mean == summary_of(r, "none", "a", "npv").mean);
}

TEST_CASE("an optimal exit earns what the best fixed date earns where nothing is uncertain", "[exact]") {
    std::string text = pool("free", "trigger = \"optimal\"\n", "cost = { a = 4 }\n") + pool("never", "");
    for (int year = 2020; year < 2030; ++year)
        text += pool("in" + std::to_string(year), "trigger = \"date\"\ndate = " + std::to_string(year) + ".0\n", "cost = { a = 4 }\n");
    const Results r = run_text(certain(text), 300);
    double best = summary_of(r, "never", "a", "npv").mean;
    int best_year = 0;
    for (int year = 2020; year < 2030; ++year) {
        const double npv = summary_of(r, "in" + std::to_string(year), "a", "npv").mean;
        if (npv > best) best_year = year;
        best = std::max(best, npv);
    }
    CHECK(best_year == 2022);
    CHECK(summary_of(r, "free", "a", "npv").mean == Approx(best));
    CHECK(exit_of(r, "free", "optimal", "a").date_p50 == best_year);
}

TEST_CASE("the right to leave is never worth less than nothing, and nothing where leaving never pays", "[exact]") {
    const std::string text = text_of_file("scenarios/gm-fiat.toml");
    const Results r = run_text(text, 20'000, 3, 2, {"scenario.pilot=4096"});
    const ComparisonRow& right = comparison_of(r, "fiat-may-leave", "fiat", "gain");
    CHECK(right.mean > -3 * right.se);
    const ComparisonRow& gm = comparison_of(r, "gm-may-leave", "gm", "gain");
    CHECK(gm.mean > -3 * gm.se - 1e-9);
    const Results dear = run_text(text, 5'000, 3, 2, {"scenario.pilot=4096", "alternative.alliance.unwind.cost.fiat=100000"});
    CHECK(comparison_of(dear, "fiat-may-leave", "fiat", "gain").mean == 0);
    CHECK(exit_of(dear, "fiat-may-leave", "optimal", "fiat").probability == 0);
}

// In some of these worlds working together costs more than alone: there is no nucleolus in them, but a prenucleolus.
TEST_CASE("ex post: each firm ends with the share of this world's own game", "[exact]") {
    const auto post = costs(settled("{ rule = \"prenucleolus\", settle = \"ex_post\" }"), 2'000);
    const auto ante = costs(settled("{ rule = \"prenucleolus\" }"), 2'000);
    double moved = 0;
    for (std::size_t w = 0; w < 2'000; ++w) {
        const double all = post.at("x.all")[w], a = post.at("solo.a")[w], b = post.at("solo.b")[w];
        // Two players split what working together saves.
        CHECK(post.at("x.a")[w] == Approx((a + all - b) / 2).epsilon(1e-9));
        CHECK(all == Approx(ante.at("x.all")[w]).epsilon(1e-9));
        moved = std::max(moved, std::fabs(post.at("x.a")[w] - ante.at("x.a")[w]));
    }
    CHECK(moved > 10);  // the negative control: ex ante and ex post differ world by world
    const auto proportional = costs(settled("{ rule = \"proportional\", to = \"solo_cost\", settle = \"ex_post\" }"), 500);
    for (std::size_t w = 0; w < 500; ++w) {
        const double a = proportional.at("solo.a")[w], b = proportional.at("solo.b")[w];
        CHECK(proportional.at("x.a")[w] == Approx(proportional.at("x.all")[w] * a / (a + b)).epsilon(1e-9));
    }
}

TEST_CASE("a true-up at an exit covers what was spent until then and moves no sum", "[exact]") {
    const std::string exit =
        R"([[alternative.x.exit]]
leaver = "a"
trigger = "date"
date = 2021.5
[alternative.x.unwind]
retention = { a = 0, b = 0 }
)";
    const auto post = costs(settled("{ rule = \"prenucleolus\", settle = \"ex_post\" }", exit), 500);
    const auto ante = costs(settled("{ rule = \"prenucleolus\" }", exit), 500);
    for (std::size_t w = 0; w < 500; ++w) {
        CHECK(post.at("x.all")[w] == Approx(ante.at("x.all")[w]).epsilon(1e-9));
        // Half of the pool's plan was spent: its cost is what all paid less the two firms' own work, done from the beginning.
        const double a = post.at("solo.a")[w], b = post.at("solo.b")[w], shared = post.at("x.all")[w] - a - b;
        const double whole = 2 * shared;
        CHECK(post.at("x.a")[w] - a == Approx(shared * (a + whole - b) / 2 / whole).epsilon(1e-6));
    }
}
