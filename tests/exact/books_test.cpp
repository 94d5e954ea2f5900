// Books that balance by hand, and identities between alternatives.
#include <catch2/catch.hpp>
#include <cmath>

#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

constexpr const char* two_firms =
    "[scenario]\nstart = 2020.0\nhorizon = 10\nsteps_per_year = 1\n[firm.a]\ndiscount = 0.1\nbudget = 70\n[firm.b]\ndiscount = 0.1\n"
    "[market.m]\nsize = 100\n[program.p]\n[[program.p.stage]]\nname = \"s\"\ncost = 100\nduration = 2\n"
    "[[program.p.benefit]]\nfirm = \"a\"\nmarket = \"m\"\nshare = 0.1\nmargin = 3.0\n"
    "[[program.p.benefit]]\nfirm = \"b\"\nmarket = \"m\"\nshare = 0.2\nmargin = 2.0\n";

constexpr const char* uncertain =
    "[scenario]\nstart = 2020.0\nhorizon = 15\n[firm.a]\ndiscount = 0.1\n[firm.b]\ndiscount = 0.08\n[market.m]\nsize = 100\n"
    "regime.good = { demand = 1.0, duration = 3 }\nregime.bad = { demand = 0.7, duration = 2 }\n"
    "[program.p]\nlikeness = 0.4\n[[program.p.stage]]\nname = \"s\"\ncost = { dist = \"lognormal\", mean = 100, cv = 0.4 }\n"
    "duration = { dist = \"pert\", min = 1, mode = 2, max = 4 }\nsuccess = 0.8\n"
    "[[program.p.stage]]\nname = \"t\"\ncost = { dist = \"gamma\", mean = 50, cv = 0.3 }\nduration = 1.5\n"
    "[[program.p.benefit]]\nfirm = \"a\"\nmarket = \"m\"\nshare = 0.1\nmargin = 3.0\nramp = 1\n"
    "[[program.p.benefit]]\nfirm = \"b\"\nmarket = \"m\"\nshare = 0.2\nmargin = 2.0\nrivalry = 0.1\n"
    "[alternative.pool]\nformation = { probability = 0.9, delay = { dist = \"uniform\", min = 0, max = 1 } }\n"
    "[[alternative.pool.arrangement]]\nprogram = \"p\"\nmode = \"pool\"\nmembers = [\"a\", \"b\"]\nshare = { rule = \"fixed\", weights = { "
    "a = 0.3, b = 0.7 } }\n";

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
    const std::string text =
        std::string(two_firms) +
        "[alternative.x]\n[[alternative.x.arrangement]]\nprogram = \"p\"\nmode = \"license\"\nlicensor = \"b\"\nlicensees = [\"a\"]\n"
        "upfront = 7\nroyalty = 0.5\nminimum = 60\nterm_years = 4\nadaptation = { a = { cost = 12, duration = 1 } }\n";
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
                             "[alternative.x]\n[[alternative.x.arrangement]]\nprogram = \"p\"\nmode = \"supply\"\nmaker = \"a\"\nbuyers = "
                             "[\"b\"]\nfee = 0.25\nspare_capacity = 8\n";
    const Results r = run_text(text, 10);
    CHECK(annual_of(r, "x", "b", "benefit", 2024) == Approx(8 * 2.0));
    CHECK(annual_of(r, "x", "a", "transfer", 2024) == Approx(8 * 0.25));
    CHECK(annual_of(r, "x", "a", "benefit", 2024) == Approx(30));
    CHECK(summary_of(r, "x", "b", "cost").mean == 0);
}

TEST_CASE("an exit half way: shares, fee, resumption and positions by hand", "[exact]") {
    const std::string text = std::string(two_firms) +
                             "[alternative.x]\ndrift = { a = -0.1 }\nterm = 2030.0\n[[alternative.x.arrangement]]\nprogram = \"p\"\nmode = "
                             "\"pool\"\nmembers = [\"a\", \"b\"]\n"
                             "share = { rule = \"fixed\", weights = { a = 0.4, b = 0.6 } }\n"
                             "[[alternative.x.exit]]\ntrigger = \"date\"\ndate = 2021.0\nleaver = \"b\"\n"
                             "[alternative.x.unwind]\nfee = 9\ncost = { a = 3 }\nretention = { a = 0.5, b = 1.0 }\nrestart = 1.0\n";
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
                             "[alternative.x]\nterm = 2030.0\n[[alternative.x.arrangement]]\nprogram = \"p\"\nmode = \"pool\"\nmembers = "
                             "[\"a\", \"b\"]\nshare = { rule = \"equal\" }\n"
                             "[[alternative.x.exit]]\ntrigger = \"date\"\ndate = 2024.0\nleaver = \"b\"\n"
                             "[alternative.x.unwind]\nkeeps = { a = false }\nretention = { a = 0.5 }\nrunoff = 0.5\nrestart = 1.0\n";
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
        "[scenario]\nstart = 2020.0\nhorizon = 10\nsteps_per_year = 1\n[firm.a]\ndiscount = 0.0\n[firm.b]\ndiscount = "
        "0.0\n[firm.c]\ndiscount = 0.0\n"
        "[program.p]\n[[program.p.stage]]\nname = \"s\"\ncost = 100\nduration = 4\n[alternative.x]\n[[alternative.x.arrangement]]\nprogram "
        "= \"p\"\nmode = \"pool\"\n"
        "members = [\"a\", \"b\", \"c\"]\nshare = { rule = \"fixed\", weights = { a = 0.5, b = 0.3, c = 0.2 } }\n"
        "[[alternative.x.exit]]\ntrigger = \"date\"\ndate = 2022.0\nleaver = \"a\"\n[alternative.x.unwind]\nfee = 10\n";
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
        "[scenario]\nstart = 2020.0\nhorizon = 10\n[firm.a]\ndiscount = 0\n[firm.b]\ndiscount = 0\n[firm.c]\ndiscount = 0\n"
        "[market.m]\nsize = 100\n[program.p]\n[[program.p.stage]]\nname = \"s\"\ncost = 10\nduration = 2\n"
        "[[program.p.benefit]]\nfirm = \"c\"\nmarket = \"m\"\nshare = 0.5\nmargin = 3\n"
        "[alternative.pool]\n[[alternative.pool.arrangement]]\nprogram = \"p\"\nmode = \"pool\"\nmembers = [\"a\", \"b\"]\n"
        "licensees = [\"c\"]\nroyalty = 2\nshare = { rule = \"fixed\", weights = { a = 0.25, b = 0.75 } }\n",
        10);
    // 50 thousand vehicles a year for eight years.
    CHECK(summary_of(r, "pool", "c", "transfer_npv").mean == Approx(-800));
    CHECK(summary_of(r, "pool", "a", "transfer_npv").mean == Approx(200));
    CHECK(summary_of(r, "pool", "b", "transfer_npv").mean == Approx(600));
}

TEST_CASE("a hazard by regime, the same in every regime, is the plain one", "[exact]") {
    const auto deal = [](const std::string& id, const std::string& rate) {
        return "[alternative." + id + "]\n[[alternative." + id +
               ".arrangement]]\nprogram = \"p\"\nmode = \"pool\"\nmembers = [\"a\", \"b\"]\n" +
               "share = { rule = \"equal\" }\n[[alternative." + id + ".exit]]\nname = \"leave\"\ntrigger = \"hazard\"\nleaver = \"a\"\n" +
               rate;
    };
    const Results r = run_text(
        "[scenario]\nstart = 2020.0\nhorizon = 10\nsteps_per_year = 1\n[firm.a]\ndiscount = 0\n[firm.b]\ndiscount = 0\n"
        "[market.m]\nsize = 100\nregime.calm = { demand = 1, duration = 2 }\nregime.slump = { demand = 0.5, duration = 1 }\n"
        "[program.p]\n[[program.p.stage]]\nname = \"s\"\ncost = 10\nduration = 8\n" +
            deal("plain", "rate = 0.3\n") + deal("by-regime", "market = \"m\"\nrate = { calm = 0.3, slump = 0.3 }\n"),
        500);
    const ExitRow &plain = exit_of(r, "plain", "leave", "a"), &by_regime = exit_of(r, "by-regime", "leave", "a");
    CHECK(by_regime.probability == plain.probability);
    CHECK(by_regime.date_mean == Approx(plain.date_mean).epsilon(1e-12));
    CHECK(by_regime.date_p10 == Approx(plain.date_p10).epsilon(1e-12));
}

TEST_CASE("a pool begins when the last of its members is ready, whoever it is", "[exact]") {
    for (const char* slow : {"a", "b"}) {
        const std::string text =
            std::string(
                "[scenario]\nstart = 2020.0\nhorizon = 10\n[firm.a]\ndiscount = 0\n[firm.b]\ndiscount = 0\n"
                "[program.first]\n[[program.first.stage]]\nname = \"s\"\ncost = 10\nduration = 1\n[program.first.firm.") +
            slow +
            "]\nduration_factor = 3\n[program.then]\nafter = [\"first\"]\n[[program.then.stage]]\nname = \"s\"\n"
            "cost = 20\nduration = 2\n[alternative.pool]\n[[alternative.pool.arrangement]]\nprogram = \"then\"\n"
            "mode = \"pool\"\nmembers = [\"a\", \"b\"]\nshare = { rule = \"equal\" }\n";
        const Results r = run_text(text, 10);
        for (const char* firm : {"a", "b"}) CHECK(program_of(r, "pool", "then", firm).completion_p50 == Approx(2025));
        CHECK(program_of(r, "solo", "then", std::string(slow) == "a" ? "b" : "a").completion_p50 == Approx(2023));
    }
}

TEST_CASE("transfers sum to zero and shares sum to the pool's cost", "[exact]") {
    const Results r = run_text(text_of_file("scenarios/two-carmakers.toml"), 5'000);
    for (const AnnualRow& row : r.annual) {
        if (row.firm == "all" && row.flow == "transfer") CHECK(row.mean == Approx(0).margin(1e-9));
    }
}

TEST_CASE("an exit after the end with nothing lost is no exit", "[exact]") {
    const std::string late = std::string(uncertain) +
                             "[alternative.late]\nlike = \"pool\"\nterm = 2100.0\n[[alternative.late.exit]]\ntrigger = \"date\"\ndate = "
                             "2034.9\nleaver = \"a\"\n";
    const Results r = run_text(late, 5'000);
    for (const char* firm : {"a", "b"}) {
        for (const char* metric : {"cost_npv", "benefit_npv", "npv", "peak"}) {
            CHECK(summary_of(r, "late", firm, metric).mean == summary_of(r, "pool", firm, metric).mean);
        }
    }
    CHECK(exit_of(r, "late", "date", "a").probability > 0.8);
}

TEST_CASE("an exit changes nothing before its date", "[exact]") {
    const std::string exit =
        std::string(uncertain) +
        "[alternative.left]\nlike = \"pool\"\n[[alternative.left.exit]]\ntrigger = \"date\"\ndate = 2022.0\nleaver = \"a\"\n"
        "[alternative.left.unwind]\nfee = 30\nretention = { a = 0.2 }\n";
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
    std::string text =
        std::string(uncertain) +
        "[alternative.moved]\nlike = \"pool\"\n[[alternative.moved.exit]]\ntrigger = \"hazard\"\nlife = 0.0\nleaver = \"a\"\n"
        "[alternative.moved.unwind]\nretention = { a = 0.0, b = 0.0 }\n";
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

TEST_CASE("weights from the cost game: twins share equally, a cheaper partner pays less", "[exact]") {
    const std::string game =
        "[scenario]\nstart = 2020.0\nhorizon = 10\npilot = 4096\n[firm.a]\ndiscount = 0.1\n[firm.b]\ndiscount = 0.1\n[firm.c]\ndiscount = "
        "0.1\n"
        "[program.p]\n[[program.p.stage]]\nname = \"s\"\ncost = { dist = \"lognormal\", mean = 100, cv = 0.3 }\nduration = 2\n"
        "[program.p.firm.c]\ncost_factor = 0.5\n[alternative.x]\n[[alternative.x.arrangement]]\nprogram = \"p\"\nmode = \"pool\"\n"
        "members = [\"a\", \"b\", \"c\"]\ncapability = \"mean\"\nshare = { rule = \"RULE\" }\n";
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
