// Books that balance by hand, and identities between alternatives.
#include <catch2/catch.hpp>
#include <cmath>

#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

constexpr const char* two_firms =
    R"([scenario]
start = 2020.0
horizon = 10
steps_per_year = 1
[firm.a]
discount = 0.1
budget = 70
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
)";

constexpr const char* uncertain =
    R"([scenario]
start = 2020.0
horizon = 15
[firm.a]
discount = 0.1
[firm.b]
discount = 0.08
[market.m]
size = 100
regime.good = { demand = 1.0, duration = 3 }
regime.bad = { demand = 0.7, duration = 2 }
[program.p]
likeness = 0.4
[[program.p.stage]]
name = "s"
cost = { dist = "lognormal", mean = 100, cv = 0.4 }
duration = { dist = "pert", min = 1, mode = 2, max = 4 }
success = 0.8
[[program.p.stage]]
name = "t"
cost = { dist = "gamma", mean = 50, cv = 0.3 }
duration = 1.5
[[program.p.benefit]]
firm = "a"
market = "m"
share = 0.1
margin = 3.0
ramp = 1
[[program.p.benefit]]
firm = "b"
market = "m"
share = 0.2
margin = 2.0
rivalry = 0.1
[alternative.pool]
formation = { probability = 0.9, delay = { dist = "uniform", min = 0, max = 1 } }
[[alternative.pool.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
share = { rule = "fixed", weights = { a = 0.3, b = 0.7 } }
)";

}  // namespace

TEST_CASE("working alone: every figure by hand", "[exact]") {
    const Results r = run_text(two_firms, 10);
    CHECK(summary_of(r, "solo", "a", "cost").mean == Approx(100));
    CHECK(summary_of(r, "solo", "a", "cost_npv").mean == Approx(50 * (std::pow(1.1, -0.5) + std::pow(1.1, -1.5))));
    double benefit = 0;
    for (int k = 2; k < 10; ++k) benefit += 100 * 0.1 * 3.0 * std::pow(1.1, -(k + 0.5));
    CHECK(summary_of(r, "solo", "a", "benefit_npv").mean == Approx(benefit));
    CHECK(summary_of(r, "solo", "a", "peak").mean == Approx(50));
    CHECK(summary_of(r, "solo", "a", "over_budget").mean == 0);
    CHECK(summary_of(r, "solo", "all", "peak").mean == Approx(100));
}

TEST_CASE("a licence: upfront, royalty and shortfall by hand", "[exact]") {
    const std::string text = std::string(two_firms) +
                             R"([alternative.x]
[[alternative.x.arrangement]]
program = "p"
mode = "license"
licensor = "b"
licensees = ["a"]
upfront = 7
royalty = 0.5
minimum = 60
term_years = 4
adaptation = { a = { cost = 12, duration = 1 } }
)";
    const Results r = run_text(text, 10);
    CHECK(summary_of(r, "x", "a", "cost").mean == Approx(12));
    CHECK(program_of(r, "x", "p", "a").completion_p50 == Approx(2023));
    // 10 vehicles a year from 2023 on: 40 in the four years, 20 short, due in 2027 (period 7); undiscounted by the annual table.
    CHECK(annual_of(r, "x", "b", "transfer", 2020) == Approx(7));
    CHECK(annual_of(r, "x", "b", "transfer", 2023) == Approx(5));
    CHECK(annual_of(r, "x", "b", "transfer", 2027) == Approx(5 + 20 * 0.5));
    CHECK(annual_of(r, "x", "all", "transfer", 2027) == Approx(0).margin(1e-12));
}

TEST_CASE("a supply contract is cut to the maker's spare capacity", "[exact]") {
    const std::string text = std::string(two_firms) +
                             R"([alternative.x]
[[alternative.x.arrangement]]
program = "p"
mode = "supply"
maker = "a"
buyers = ["b"]
fee = 0.25
spare_capacity = 8
)";
    const Results r = run_text(text, 10);
    CHECK(annual_of(r, "x", "b", "benefit", 2024) == Approx(8 * 2.0));
    CHECK(annual_of(r, "x", "a", "transfer", 2024) == Approx(8 * 0.25));
    CHECK(annual_of(r, "x", "a", "benefit", 2024) == Approx(30));
    CHECK(summary_of(r, "x", "b", "cost").mean == 0);
}

TEST_CASE("an exit half way: shares, fee, resumption and positions by hand", "[exact]") {
    const std::string text = std::string(two_firms) +
                             R"([alternative.x]
drift = { a = -0.1 }
term = 2030.0
[[alternative.x.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
share = { rule = "fixed", weights = { a = 0.4, b = 0.6 } }
[[alternative.x.exit]]
trigger = "date"
date = 2021.0
leaver = "b"
[alternative.x.unwind]
fee = 9
cost = { a = 3 }
retention = { a = 0.5, b = 1.0 }
restart = 1.0
)";
    const Results r = run_text(text, 10);
    // The pool spent 50 by 2021: a pays 20, b 30. a resumes at w = 0.25 in 2022: 75 over 1.5 years; b at 0.5: 50 in one year.
    CHECK(annual_of(r, "x", "a", "cost", 2020) == Approx(20));
    CHECK(annual_of(r, "x", "a", "cost", 2021) == Approx(3));
    CHECK(annual_of(r, "x", "a", "cost", 2022) == Approx(50));
    CHECK(annual_of(r, "x", "a", "cost", 2023) == Approx(25));
    CHECK(annual_of(r, "x", "b", "cost", 2022) == Approx(50));
    CHECK(annual_of(r, "x", "a", "transfer", 2021) == Approx(9));
    CHECK(program_of(r, "x", "p", "a").completion_p50 == Approx(2023.5));
    CHECK(program_of(r, "x", "p", "b").completion_p50 == Approx(2023));
    // a's position drifted one year at -10% and stays.
    CHECK(annual_of(r, "x", "a", "benefit", 2026) == Approx(30 * 0.9));
    CHECK(annual_of(r, "x", "b", "benefit", 2026) == Approx(40));
}

TEST_CASE("losing what the pool had completed: run-off, redo, access again", "[exact]") {
    const std::string text = std::string(two_firms) +
                             R"([alternative.x]
term = 2030.0
[[alternative.x.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
share = { rule = "equal" }
[[alternative.x.exit]]
trigger = "date"
date = 2024.0
leaver = "b"
[alternative.x.unwind]
keeps = { a = false }
retention = { a = 0.5 }
runoff = 0.5
restart = 1.0
)";
    const Results r = run_text(text, 10);
    CHECK(annual_of(r, "x", "a", "benefit", 2023) == Approx(30));
    CHECK(annual_of(r, "x", "a", "benefit", 2024) == Approx(15));  // until mid-2024
    CHECK(annual_of(r, "x", "a", "benefit", 2025) == Approx(0).margin(1e-12));
    CHECK(annual_of(r, "x", "a", "cost", 2025) == Approx(50));  // half the work again
    CHECK(annual_of(r, "x", "a", "benefit", 2026) == Approx(30));
    CHECK(annual_of(r, "x", "b", "benefit", 2025) == Approx(40));
}

TEST_CASE("three members: the others go on by renormalised weights", "[exact]") {
    const std::string text =
        R"([scenario]
start = 2020.0
horizon = 10
steps_per_year = 1
[firm.a]
discount = 0.0
[firm.b]
discount = 0.0
[firm.c]
discount = 0.0
[program.p]
[[program.p.stage]]
name = "s"
cost = 100
duration = 4
[alternative.x]
[[alternative.x.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b", "c"]
share = { rule = "fixed", weights = { a = 0.5, b = 0.3, c = 0.2 } }
[[alternative.x.exit]]
trigger = "date"
date = 2022.0
leaver = "a"
[alternative.x.unwind]
fee = 10
)";
    const Results r = run_text(text, 5);
    CHECK(annual_of(r, "x", "b", "cost", 2021) == Approx(7.5));
    CHECK(annual_of(r, "x", "b", "cost", 2022) == Approx(15));
    CHECK(annual_of(r, "x", "c", "cost", 2022) == Approx(10));
    CHECK(annual_of(r, "x", "b", "transfer", 2022) == Approx(6));
    CHECK(annual_of(r, "x", "a", "cost", 2022) == Approx(25));
    CHECK(program_of(r, "x", "p", "b").completion_p50 == Approx(2024));
    CHECK(program_of(r, "x", "p", "a").completion_p50 == Approx(2024));
}

TEST_CASE("what a licensee pays to a pool its members receive, by weight", "[exact]") {
    const Results r = run_text(
        R"([scenario]
start = 2020.0
horizon = 10
[firm.a]
discount = 0
[firm.b]
discount = 0
[firm.c]
discount = 0
[market.m]
size = 100
[program.p]
[[program.p.stage]]
name = "s"
cost = 10
duration = 2
[[program.p.benefit]]
firm = "c"
market = "m"
share = 0.5
margin = 3
[alternative.pool]
[[alternative.pool.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
licensees = ["c"]
royalty = 2
share = { rule = "fixed", weights = { a = 0.25, b = 0.75 } }
)",
        10);
    // 50 thousand vehicles a year for eight years.
    CHECK(summary_of(r, "pool", "c", "transfer_npv").mean == Approx(-800));
    CHECK(summary_of(r, "pool", "a", "transfer_npv").mean == Approx(200));
    CHECK(summary_of(r, "pool", "b", "transfer_npv").mean == Approx(600));
}

TEST_CASE("a hazard by regime, the same in every regime, is the plain one", "[exact]") {
    const auto deal = [](const std::string& id, const std::string& rate) {
        return "[alternative." + id + "]\n[[alternative." + id +
               R"(.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
)" + "share = { rule = \"equal\" }\n[[alternative." +
               id + R"(.exit]]
name = "leave"
trigger = "hazard"
leaver = "a"
)" + rate;
    };
    const Results r = run_text(
        R"([scenario]
start = 2020.0
horizon = 10
steps_per_year = 1
[firm.a]
discount = 0
[firm.b]
discount = 0
[market.m]
size = 100
regime.calm = { demand = 1, duration = 2 }
regime.slump = { demand = 0.5, duration = 1 }
[program.p]
[[program.p.stage]]
name = "s"
cost = 10
duration = 8
)" + deal("plain", "rate = 0.3\n") +
            deal("by-regime", "market = \"m\"\nrate = { calm = 0.3, slump = 0.3 }\n"),
        500);
    const ExitRow &plain = exit_of(r, "plain", "leave", "a"), &by_regime = exit_of(r, "by-regime", "leave", "a");
    CHECK(by_regime.probability == plain.probability);
    CHECK(by_regime.date_mean == Approx(plain.date_mean).epsilon(1e-12));
    CHECK(by_regime.date_p10 == Approx(plain.date_p10).epsilon(1e-12));
}

TEST_CASE("transfers sum to zero and shares sum to the pool's cost", "[exact]") {
    const Results r = run_text(text_of_file("scenarios/two-carmakers.toml"), 5'000);
    for (const AnnualRow& row : r.annual) {
        if (row.firm == "all" && row.flow == "transfer") CHECK(row.mean == Approx(0).margin(1e-9));
    }
}

TEST_CASE("an exit after the end with nothing lost is no exit", "[exact]") {
    const std::string late = std::string(uncertain) +
                             R"([alternative.late]
like = "pool"
term = 2100.0
[[alternative.late.exit]]
trigger = "date"
date = 2034.9
leaver = "a"
)";
    const Results r = run_text(late, 5'000);
    for (const char* firm : {"a", "b"}) {
        for (const char* metric : {"cost_npv", "benefit_npv", "npv", "peak"}) {
            CHECK(summary_of(r, "late", firm, metric).mean == summary_of(r, "pool", firm, metric).mean);
        }
    }
    CHECK(exit_of(r, "late", "date", "a").probability > 0.8);
}

TEST_CASE("an exit changes nothing before its date", "[exact]") {
    const std::string exit = std::string(uncertain) +
                             R"([alternative.left]
like = "pool"
[[alternative.left.exit]]
trigger = "date"
date = 2022.0
leaver = "a"
[alternative.left.unwind]
fee = 30
retention = { a = 0.2 }
)";
    const Results r = run_text(exit, 5'000);
    for (const char* firm : {"a", "b"}) {
        for (const char* flow : {"cost", "transfer", "benefit"}) {
            for (const int year : {2020, 2021}) CHECK(annual_of(r, "left", firm, flow, year) == annual_of(r, "pool", firm, flow, year));
        }
    }
    CHECK(annual_of(r, "left", "a", "cost", 2023) != annual_of(r, "pool", "a", "cost", 2023));
}

TEST_CASE("retention 0 at the start is solo, moved", "[exact]") {
    // The pool is left the moment it is formed: each firm begins its own plan there.
    std::string text = std::string(uncertain) +
                       R"([alternative.moved]
like = "pool"
[[alternative.moved.exit]]
trigger = "hazard"
life = 0.0
leaver = "a"
[alternative.moved.unwind]
retention = { a = 0.0, b = 0.0 }
)";
    const auto replace = [&](const std::string& from, const std::string& to) { text.replace(text.find(from), from.size(), to); };
    replace("formation = { probability = 0.9, delay = { dist = \"uniform\", min = 0, max = 1 } }", "formation = { delay = 0.0 }");
    const Results r = run_text(text, 5'000);
    for (const char* firm : {"a", "b"}) {
        for (const char* metric : {"cost_npv", "benefit_npv"}) {
            CHECK(summary_of(r, "moved", firm, metric).mean == Approx(summary_of(r, "solo", firm, metric).mean).epsilon(1e-12));
            CHECK(summary_of(r, "moved", firm, metric).sd == Approx(summary_of(r, "solo", firm, metric).sd).epsilon(1e-9));
        }
    }
}

TEST_CASE("a pool of twins with likeness 1 costs what one of them costs alone", "[exact]") {
    const std::string text = std::string(uncertain);
    const Results r = run_text(text, 4'000, 1, 2, {"program.p.likeness=1.0", "alternative.pool.formation={ delay = 0.0 }"});
    const double solo = summary_of(r, "solo", "a", "cost").mean;
    CHECK(summary_of(r, "pool", "all", "cost").mean == Approx(solo).epsilon(1e-12));
    CHECK(summary_of(r, "pool", "a", "cost").mean == Approx(0.3 * solo).epsilon(1e-12));
}
