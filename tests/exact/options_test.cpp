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
    return "[scenario]\nstart = 2020.0\nhorizon = 10\nsteps_per_year = 1\npilot = 256\n[firm.a]\ndiscount = 0.1\n[firm.b]\ndiscount = 0.1\n"
           "[market.m]\nsize = 100\n[program.p]\n[[program.p.stage]]\nname = \"s\"\ncost = 100\nduration = 2\n"
           "[[program.p.benefit]]\nfirm = \"a\"\nmarket = \"m\"\nshare = 0.1\nmargin = 3.0\n"
           "[[program.p.benefit]]\nfirm = \"b\"\nmarket = \"m\"\nshare = 0.2\nmargin = 2.0\n" +
           alternatives;
}
std::string pool(const std::string& name, const std::string& exit, const std::string& more = "") {
    return "[alternative." + name + "]\nterm = 2030.0\ndrift = { a = -0.05 }\n[[alternative." + name +
           ".arrangement]]\nprogram = \"p\"\nmode = \"pool\"\nmembers = [\"a\", \"b\"]\nshare = { rule = \"equal\" }\n" +
           (exit.empty() ? "" : "[[alternative." + name + ".exit]]\nleaver = \"a\"\n" + exit) + "[alternative." + name + ".unwind]\n" +
           more;
}

// Two firms of unlike cost, uncertain, at a rate of 0 so that plan costs add up to money.
std::string settled(const std::string& share, const std::string& exit = "") {
    return "[scenario]\nstart = 2020.0\nhorizon = 20\npilot = 4096\n[firm.a]\ndiscount = 0.0\n[firm.b]\ndiscount = 0.0\n"
           "[program.p]\n[[program.p.stage]]\nname = \"s\"\ncost = { dist = \"lognormal\", mean = 100, cv = 0.4 }\nduration = 3\n"
           "[program.p.firm.b]\ncost_factor = 1.4\n"
           "[alternative.x]\n[[alternative.x.arrangement]]\nprogram = \"p\"\nmode = \"pool\"\nmembers = [\"a\", \"b\"]\noverhead = "
           "0.1\nshare = " +
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
    const std::string put = "trigger = \"put\"\ncounterparty = \"b\"\nstrike = 30\nsince = 2023.0\nuntil = 2025.0\n";
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
        "[[alternative.x.exit]]\nleaver = \"a\"\ntrigger = \"date\"\ndate = 2021.5\n[alternative.x.unwind]\nretention = { a = 0, b = 0 }\n";
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
