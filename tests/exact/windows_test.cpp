// Market windows, refreshes, penalties and what goes on past the horizon, by hand.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "settle/past.hpp"
#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

// Both have access in 2022; a earns 30 a year, b 40.
std::string two_firms(const std::string& a_earns, const std::string& more = "") {
    return "[scenario]\nstart = 2020.0\nhorizon = 10\nsteps_per_year = 1\n[firm.a]\ndiscount = 0.1\n[firm.b]\ndiscount = 0.05\n"
           "[market.m]\nsize = 100\n[program.p]\n[[program.p.stage]]\nname = \"s\"\ncost = 100\nduration = 2\n"
           "[[program.p.benefit]]\nfirm = \"a\"\nmarket = \"m\"\nshare = 0.1\nmargin = 3.0\n" +
           a_earns + "\n[[program.p.benefit]]\nfirm = \"b\"\nmarket = \"m\"\nshare = 0.2\nmargin = 2.0\n" + more;
}

const std::string forgoing = "[alternative.x]\nwithout = { a = [\"p\"] }\n";

// Of so much a year in the periods first .. last.
double present(double a_year, double rate, int first, int last) {
    double sum = 0;
    for (int k = first; k <= last; ++k) sum += a_year * std::pow(1 + rate, -(k + 0.5));
    return sum;
}

double npv_of(const Results& r, const std::string& alternative, const std::string& firm, const std::string& metric) {
    return summary_of(r, alternative, firm, metric).mean;
}

}  // namespace

TEST_CASE("a market window closes at its date, whenever access came", "[exact]") {
    const Results r = run_text(two_firms("until = 2025.5"), 20);
    CHECK(annual_of(r, "solo", "a", "benefit", 2024) == Approx(30));
    CHECK(annual_of(r, "solo", "a", "benefit", 2025) == Approx(15));
    CHECK(annual_of(r, "solo", "a", "benefit", 2026) == 0);
    CHECK(annual_of(r, "solo", "b", "benefit", 2026) == Approx(40));
    // The life ends first.
    const Results shorter = run_text(two_firms("until = 2025.5\nlife = 2"), 20);
    CHECK(npv_of(shorter, "solo", "a", "benefit_npv") == Approx(present(30, 0.1, 2, 3)));
    // Access comes too late, and nothing is sold.
    CHECK(npv_of(run_text(two_firms("until = 2021.0"), 20), "solo", "a", "benefit_npv") == 0);
    // In half of the worlds of a pack.
    const std::string coin = "until = { dist = \"discrete\", values = [2021.0, 2026.0], weights = [1, 1] }";
    const Results half = run_text(two_firms(coin), 400);
    CHECK(summary_of(half, "solo", "a", "benefit_npv").max == Approx(present(30, 0.1, 2, 5)));
    CHECK(summary_of(half, "solo", "a", "benefit_npv").min == 0);
    // What never closes changes no bit.
    CHECK(bytes_of(run_text(two_firms("until = inf"), 20)) == bytes_of(run_text(two_firms(""), 20)));
}

TEST_CASE("refreshes counted from the first access, before sales end", "[exact]") {
    const Results r = run_text(two_firms("refresh = { every = 3, cost = 40 }"), 20);
    CHECK(npv_of(r, "solo", "a", "cost") == Approx(100 + 2 * 40));
    CHECK(annual_of(r, "solo", "a", "cost", 2025) == Approx(40));
    CHECK(annual_of(r, "solo", "a", "cost", 2028) == Approx(40));
    CHECK(program_of(r, "solo", "p", "a").cost_mean == Approx(180));
    // None on the last day of sales.
    CHECK(npv_of(run_text(two_firms("refresh = { every = 3, cost = 40 }\nuntil = 2028.0"), 20), "solo", "a", "cost") == Approx(140));
    CHECK(npv_of(run_text(two_firms("refresh = { every = 3, cost = 40 }\nlife = 3"), 20), "solo", "a", "cost") == Approx(100));
    CHECK(npv_of(run_text(two_firms("refresh = { every = 3, cost = 40 }", forgoing), 20), "x", "a", "cost") == 0);
}

TEST_CASE("a penalty for each part of a period without access", "[exact]") {
    const std::string fined = "[program.p.firm.a]\npenalty = 12\npenalty_from = 2020.5\n";
    const Results r = run_text(two_firms("", fined + forgoing), 20);
    CHECK(annual_of(r, "solo", "a", "cost", 2020) == Approx(50 + 6));
    CHECK(annual_of(r, "solo", "a", "cost", 2021) == Approx(50 + 12));
    CHECK(annual_of(r, "solo", "a", "cost", 2022) == 0);
    CHECK(npv_of(r, "x", "a", "cost") == Approx(6 + 12 * 9));
    CHECK(npv_of(r, "x", "a", "cost_npv") == Approx(6 * std::pow(1.1, -0.5) + present(12, 0.1, 1, 9)));
    CHECK(npv_of(r, "x", "b", "cost") == Approx(100));
    CHECK(program_of(r, "x", "p", "a").cost_mean == Approx(114));
    // It escalates, as all real money does.
    const Results dearer = run_text(two_firms("", fined + forgoing), 20, 1, 2, {"scenario.escalation=0.1"});
    CHECK(npv_of(dearer, "x", "a", "cost_npv") == Approx(6 + 12 * 9));
}

TEST_CASE("a firm with access from the start pays no penalty", "[exact]") {
    std::string text = two_firms("terminal = 20", "[program.p.firm.a]\npenalty = 12\n");
    text.replace(text.find("duration = 2"), 12, "duration = 0");
    const Results r = run_text(text, 20);
    CHECK(npv_of(r, "solo", "a", "cost") == 100);
    CHECK(npv_of(r, "solo", "a", "cost_npv") == Approx(100 * std::pow(1.1, -0.5)));
}

TEST_CASE("a penalty is due again once access is lost", "[exact]") {
    const std::string deal =
        "[program.p.firm.b]\npenalty = 12\n[alternative.x]\nterm = 2030.0\n[[alternative.x.arrangement]]\nprogram = \"p\"\nmode = "
        "\"pool\"\n"
        "members = [\"a\", \"b\"]\nshare = { rule = \"fixed\", weights = { a = 0.4, b = 0.6 } }\n"
        "[[alternative.x.exit]]\ntrigger = \"date\"\ndate = 2024.0\nleaver = \"b\"\n"
        "[alternative.x.unwind]\nkeeps = { b = false }\nretention = { b = 0.5 }\n";
    const Results r = run_text(two_firms("", deal), 20);
    // Without until 2022, and in 2024, while it does half of the work alone.
    CHECK(annual_of(r, "x", "b", "cost", 2021) == Approx(30 + 12));
    CHECK(annual_of(r, "x", "b", "cost", 2023) == 0);
    CHECK(annual_of(r, "x", "b", "cost", 2024) == Approx(50 + 12));
    CHECK(annual_of(r, "x", "b", "cost", 2025) == 0);
    CHECK(npv_of(r, "x", "b", "cost") == Approx(60 + 24 + 50 + 12));
    // No successor comes while it has no access, in the middle of 2024; those of 2027 and 2029 count from the first access.
    const Results refreshed = run_text(two_firms("", deal), 20, 1, 2, {"program.p.benefit.b.m.refresh={ every = 2.5, cost = 40 }"});
    CHECK(annual_of(refreshed, "x", "b", "cost", 2024) == Approx(50 + 12));
    CHECK(annual_of(refreshed, "x", "b", "cost", 2027) == Approx(40));
    CHECK(npv_of(refreshed, "x", "b", "cost") == Approx(60 + 24 + 50 + 12 + 2 * 40));
}

TEST_CASE("what goes on past the horizon is worth an annuity", "[exact]") {
    CHECK(annuity(1, 2.5) == 2.5);
    CHECK(annuity(0.5, 0) == 0);
    CHECK(annuity(0.5, 2.5) == Approx(0.5 + 0.25 + 0.5 * 0.125));
    CHECK(annuity(0.5, std::numeric_limits<double>::infinity()) == Approx(1));
    CHECK(annuity(0.999, 1000.5) == Approx(annuity(0.999, 1000) + 0.5 * std::pow(0.999, 1001)));
    CHECK(annuity(0.999, 1001) == Approx(annuity(0.999, 1000) + std::pow(0.999, 1001)));

    const Results r = run_text(two_firms("terminal = 8"), 20);
    CHECK(npv_of(r, "solo", "a", "benefit_npv") == Approx(present(30, 0.1, 2, 17)));
    CHECK(npv_of(r, "solo", "a", "npv") == Approx(present(30, 0.1, 2, 17) - npv_of(r, "solo", "a", "cost_npv")));
    CHECK(annual_of(r, "solo", "a", "benefit", 2029) == Approx(30));
    // Life and window end it; of the last year there is a half.
    for (const char* ends : {"terminal = 8\nlife = 10.5", "terminal = 8\nuntil = 2032.5", "terminal = 2.5"}) {
        const double npv = npv_of(run_text(two_firms(ends), 20), "solo", "a", "benefit_npv");
        CHECK(npv == Approx(present(30, 0.1, 2, 11) + present(15, 0.1, 12, 12)));
    }
    // Nominal growth that the discount rate takes off again.
    const Results grows = run_text(two_firms("terminal = 4\nterminal_growth = 0.1"), 20);
    CHECK(npv_of(grows, "solo", "a", "benefit_npv") == Approx(present(30, 0.1, 2, 9) + 4 * present(30, 0.1, 9, 9)));
    // A year's refreshes cost 15.
    const Results refreshed = run_text(two_firms("terminal = 3\nrefresh = { every = 4, cost = 60 }"), 20);
    CHECK(npv_of(refreshed, "solo", "a", "benefit_npv") == Approx(present(30, 0.1, 2, 9) + present(15, 0.1, 10, 12)));
    const Results not_worth_it = run_text(two_firms("terminal = 3\nrefresh = { every = 4, cost = 160 }"), 20);
    CHECK(npv_of(not_worth_it, "solo", "a", "benefit_npv") == Approx(present(30, 0.1, 2, 9)));
}

TEST_CASE("royalties and penalties past the horizon", "[exact]") {
    const std::string more =
        "[program.p.firm.a]\npenalty = 12\n" + forgoing +
        "[alternative.y]\n[[alternative.y.arrangement]]\nprogram = \"p\"\nmode = \"license\"\nlicensor = \"b\"\nlicensees = [\"a\"]\n"
        "royalty = 0.5\n";
    const Results r = run_text(two_firms("terminal = 8", more), 20);
    CHECK(npv_of(r, "x", "a", "cost_npv") == Approx(present(12, 0.1, 0, 17)));
    CHECK(npv_of(r, "x", "a", "cost") == Approx(120));
    CHECK(npv_of(r, "y", "a", "transfer_npv") == Approx(-present(5, 0.1, 2, 17)));
    CHECK(npv_of(r, "y", "b", "transfer_npv") == Approx(present(5, 0.05, 2, 17)));
    CHECK(npv_of(r, "y", "a", "npv") == Approx(present(25, 0.1, 2, 17) - present(12, 0.1, 0, 1)));
    CHECK(comparison_of(r, "y", "a", "saving").mean == Approx(present(50, 0.1, 0, 1) - present(5, 0.1, 2, 17)));
}
