// Money that runs out, by hand: what stretches, who comes first, what waiting costs.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

std::string scenario(const std::string& firms, const std::string& programs, const std::string& more = "", int steps = 4) {
    return "[scenario]\nstart = 2020.0\nhorizon = 12\nsteps_per_year = " + std::to_string(steps) + "\n" + more + firms + programs;
}
std::string firm(const std::string& id, const std::string& funding) {
    return "[firm." + id + "]\ndiscount = 0.0\n" + (funding.empty() ? "" : "funding = " + funding + "\n");
}
// One stage; `more` are keys of it, `keys` of the program.
std::string program(const std::string& id, double cost, double years, const std::string& more = "", const std::string& keys = "") {
    return "[program." + id + "]\n" + keys + "[[program." + id + ".stage]]\nname = \"work\"\ncost = " + std::to_string(cost) +
           "\nduration = " + std::to_string(years) + "\n" + more;
}

double completion(const Results& r, const std::string& program, const std::string& of = "a", const std::string& alternative = "solo") {
    return program_of(r, alternative, program, of).completion_p50;
}
double cost_in(const Results& r, int year, const std::string& of = "a", const std::string& alternative = "solo") {
    return annual_of(r, alternative, of, "cost", year);
}

}  // namespace

TEST_CASE("a program of 100 over two years takes four under 25 a year", "[exact][funding]") {
    const Results r = run_text(scenario(firm("a", "25"), program("p", 100, 2)), 20);
    CHECK(completion(r, "p") == Approx(2024).epsilon(1e-12));
    for (int year = 2020; year < 2024; ++year) CHECK(cost_in(r, year) == Approx(25));
    CHECK(cost_in(r, 2024) == 0);
    const ProgramRow& row = program_of(r, "solo", "p", "a");
    CHECK(row.late_by_money_mean == Approx(2));
    CHECK(row.late_by_money_p80 == Approx(2));
    CHECK(row.waiting_cost_mean == 0);
    CHECK(annual_of(r, "solo", "a", "funding_binds", 2023) == 1);
    CHECK(annual_of(r, "solo", "a", "funding_binds", 2024) == 0);
}

TEST_CASE("a team that waits for money costs its standing", "[exact][funding]") {
    // Pace 60 a year. Nobody waits before the work begins, so the first quarter is all work; from then on of 25 a year x works and 10 (1 -
    // x) waits, x = 15/50.
    const Results r = run_text(scenario(firm("a", "25"), program("p", 100, 2, "standing = 10\n")), 20);
    const double first = 6.25 / 60, rest = (2 - first) / 0.3;
    CHECK(completion(r, "p") == Approx(2020.25 + rest).epsilon(1e-12));
    const ProgramRow& row = program_of(r, "solo", "p", "a");
    CHECK(row.waiting_cost_mean == Approx(7 * rest));
    CHECK(row.cost_mean == Approx(120 + 7 * rest));
    // As a share of the pace.
    const Results share = run_text(scenario(firm("a", "25"), program("p", 120, 2, "waiting = 0.1666666666666666666\n")), 20);
    CHECK(program_of(share, "solo", "p", "a").waiting_cost_mean == Approx(7 * rest));
}

TEST_CASE("what waiting costs beyond the funding is owed, and the clock stands", "[exact][funding]") {
    // In the first quarter all of 5 a year is work, then 10 a year wait: 5 more is owed each year, and nothing is ever done again.
    const Results r = run_text(scenario(firm("a", "5"), program("p", 100, 2, "standing = 10\n")), 20);
    CHECK(cost_in(r, 2021) == Approx(10));
    CHECK(program_of(r, "solo", "p", "a").waiting_cost_mean == Approx(10 * 11.75));
    // The horizon cuts the work, and it is booked whole; past it the clock runs with the calendar.
    CHECK(program_of(r, "solo", "p", "a").cost_mean == Approx(120 + 10 * 11.75));
    CHECK(completion(r, "p") == Approx(2032 + 2 - 1.25 / 60));
}

TEST_CASE("programs by priority", "[exact][funding]") {
    // The first takes 50 of 60 a year; the second 10 for two years, and then its own pace for 80.
    const std::string both = program("p", 100, 2) + program("q", 100, 2);
    const Results r = run_text(scenario(firm("a", "60"), both), 20);
    CHECK(completion(r, "p") == Approx(2022));
    CHECK(completion(r, "q") == Approx(2023.6));
    const Results other = run_text(scenario(firm("a", "60"), both, "priority = [\"q\"]\n"), 20);
    CHECK(completion(other, "q") == Approx(2022));
    CHECK(completion(other, "p") == Approx(2023.6));
    // Nothing comes before what it waits for.
    const std::string chain = program("p", 100, 2) + program("q", 100, 2, "", "after = [\"p\"]\n");
    const Results after = run_text(scenario(firm("a", "40"), chain, "priority = [\"q\", \"p\"]\n"), 20);
    CHECK(completion(after, "p") == Approx(2022.5));
    CHECK(completion(after, "q") == Approx(2025));
}

TEST_CASE("a pool goes at the pace of its poorer member, and the richer one's money to its next program", "[exact][funding]") {
    const std::string deal =
        "[alternative.x]\n[[alternative.x.arrangement]]\nprogram = \"p\"\nmode = \"pool\"\nmembers = [\"a\", \"b\"]\nshare = { rule = "
        "\"equal\" }\n";
    const std::string programs = program("p", 100, 1) + program("q", 100, 1, "", "needs = [\"b\"]\n") + deal;
    const Results r = run_text(scenario(firm("a", "20") + firm("b", "60"), programs), 20);
    CHECK(completion(r, "p", "a", "x") == Approx(2022.5));
    CHECK(completion(r, "q", "b", "x") == Approx(2022.5));
    CHECK(cost_in(r, 2020, "a", "x") == Approx(20));
    CHECK(cost_in(r, 2020, "b", "x") == Approx(60));
    // Whose funding it is that binds: of the pool a's, of the other program b's.
    CHECK(annual_of(r, "x", "a", "funding_binds", 2021) == 1);
    CHECK(annual_of(r, "x", "b", "funding_binds", 2021) == 1);
    const Results rich = run_text(scenario(firm("a", "20") + firm("b", ""), programs), 20);
    CHECK(completion(rich, "p", "a", "x") == Approx(2022.5));
    CHECK(completion(rich, "q", "b", "x") == Approx(2021));
}

TEST_CASE("a pool's bands tell what its members can bear", "[exact][funding]") {
    // Up to 50 both pay half, above it a pays all: 20 a year of each make 40, then 20.
    const std::string deal =
        "[alternative.x]\n[[alternative.x.arrangement]]\nprogram = \"p\"\nmode = \"pool\"\nmembers = [\"a\", \"b\"]\n"
        "share = { rule = \"equal\", target = 50, overrun = { a = 1.0, b = 0.0 } }\n";
    const Results r = run_text(scenario(firm("a", "20") + firm("b", "20"), program("p", 90, 1) + deal, "", 1), 20);
    // Of the second year's 40 the first 10 are below the target, but a year's rate is that of its beginning: a pays 5 + 30, 15 of it owed.
    CHECK(cost_in(r, 2020, "a", "x") == Approx(20));
    CHECK(cost_in(r, 2021, "a", "x") == Approx(35));
    CHECK(cost_in(r, 2022, "a", "x") == Approx(5));
    CHECK(completion(r, "p", "b", "x") == Approx(2023 + 5.0 / 20));
}

TEST_CASE("unused money is carried to the year's end, and not past it", "[exact][funding]") {
    // 100 over half a year from July: three quarters of 100 have been released by then, and the fourth follows.
    const Results july = run_text(scenario(firm("a", "100"), program("p", 100, 0.5, "", "start = 2020.5\n")), 20);
    CHECK(completion(july, "p") == Approx(2021));
    CHECK(program_of(july, "solo", "p", "a").late_by_money_mean == 0);
    const Results january = run_text(scenario(firm("a", "100"), program("p", 100, 0.5, "", "start = 2021.0\n")), 20);
    CHECK(completion(january, "p") == Approx(2022));
}

TEST_CASE("a lump waits until it is paid", "[exact][funding]") {
    const Results r = run_text(scenario(firm("a", "40"), program("p", 100, 0), "", 1), 20);
    CHECK(cost_in(r, 2020) == Approx(40));
    CHECK(cost_in(r, 2021) == Approx(40));
    CHECK(cost_in(r, 2022) == Approx(20));
    CHECK(completion(r, "p") == Approx(2022.5));
}

TEST_CASE("what is not stretched is paid first", "[exact][funding]") {
    // A penalty of 15 a year leaves 10 for the work as long as there is no access.
    const std::string penalty = "[program.p.firm.a]\npenalty = 15\n";
    const Results r = run_text(scenario(firm("a", "25"), program("p", 30, 1) + penalty), 20);
    CHECK(completion(r, "p") == Approx(2023));
    // More than there is, and the rest is forgiven: in 2023 all 25 are there again.
    const std::string until = "[[event]]\nname = \"blow\"\ndate = 2020.0\nprobability = 1\nduration = 3\noutlay = { a = 300 }\n";
    const Results blow = run_text(scenario(firm("a", "25"), program("p", 25, 1) + until), 20);
    CHECK(completion(blow, "p") == Approx(2024));
}

TEST_CASE("who has a program already owes no penalty for it in its first period", "[exact][funding]") {
    const std::string had = program("q", 100, 1, "", "firm = { a = { spent = 1, penalty = 40 } }\n");
    const Results r = run_text(scenario(firm("a", "25"), had + program("p", 100, 2)), 20);
    CHECK(completion(r, "q") == Approx(2020));
    CHECK(completion(r, "p") == Approx(2024).epsilon(1e-12));
    for (int year = 2020; year < 2024; ++year) CHECK(cost_in(r, year) == Approx(25));
}

TEST_CASE("funding by year and drawn", "[exact][funding]") {
    const Results r = run_text(scenario(firm("a", "{ 2020 = 10, 2022 = 40 }"), program("p", 100, 2)), 20);
    CHECK(completion(r, "p") == Approx(2024));
    const std::string coin = "{ dist = \"discrete\", values = [25, 50], weights = [1, 1] }";
    const Results half = run_text(scenario(firm("a", coin), program("p", 100, 2)), 400);
    CHECK(program_of(half, "solo", "p", "a").completion_p10 == Approx(2022));
    CHECK(program_of(half, "solo", "p", "a").completion_p90 == Approx(2024));
}

TEST_CASE("a gate stops a course that waited by its clock", "[exact][funding]") {
    const std::string gated = program("p", 100, 2, "success = 0.0\n[[program.p.stage]]\nname = \"more\"\ncost = 50\nduration = 1\n");
    const Results r = run_text(scenario(firm("a", "25"), gated), 20);
    CHECK(cost_in(r, 2023) == Approx(25));
    CHECK(cost_in(r, 2024) == 0);
    CHECK(program_of(r, "solo", "p", "a").probability_completed == 0);
    CHECK(!std::isfinite(program_of(r, "solo", "p", "a").late_by_money_mean));
}

TEST_CASE("after an exit the work is taken up where the clock had come to", "[exact][funding]") {
    // Half of 40 a year each: after two years 40 of 100 are done. Alone b has 60 left and 20 a year.
    const std::string deal =
        "[alternative.x]\n[[alternative.x.arrangement]]\nprogram = \"p\"\nmode = \"pool\"\nmembers = [\"a\", \"b\"]\nshare = { rule = "
        "\"equal\" }\n[[alternative.x.exit]]\ntrigger = \"date\"\nleaver = \"a\"\ndate = 2022.0\n[alternative.x.unwind]\n";
    const Results r = run_text(scenario(firm("a", "10") + firm("b", "20"), program("p", 100, 1, "", "likeness = 1.0\n") + deal), 20);
    CHECK(cost_in(r, 2020, "b", "x") == Approx(10));
    CHECK(completion(r, "p", "b", "x") == Approx(2025));
    CHECK(completion(r, "p", "a", "x") == Approx(2028));
}

TEST_CASE("waiting is the same share of a period's money before and after a member leaves in it", "[exact][funding]") {
    // Of a pace of 60 half a year is 5 short after 2020: from 2021 on 25 a year meet 10 for waiting. The second stage has no team that
    // waits, so plan time goes on faster in it, and only at the year's end is it known what of the year's money waiting took.
    const auto of_pace = [](double pace) {
        const std::string second = "[[program.p.stage]]\nname = \"next\"\ncost = " + std::to_string(1.5 * pace) + "\nduration = 1.5\n";
        const std::string deal =
            "[alternative.x]\n[[alternative.x.arrangement]]\nprogram = \"p\"\nmode = \"pool\"\nmembers = [\"a\", \"b\", \"c\"]\n"
            "share = { rule = \"equal\" }\n[[alternative.x.exit]]\ntrigger = \"date\"\ndate = 2021.25\nleaver = \"c\"\n";
        const std::string firms = firm("a", std::to_string(25.0 / 3)) + firm("b", "") + firm("c", "");
        return run_text(scenario(firms, program("p", 25, 0.5, "standing = 10\n") + second + deal, "", 1), 20);
    };
    const auto waiting = [](const Results& r, const std::string& of) { return program_of(r, "x", "p", of).waiting_cost_mean; };
    // 40 a year: 4/9 of a year is done and 5/9 waited for, 50/9 of 25. c pays a third of a quarter, the others half of the rest too.
    const Results slow = of_pace(40);
    const double c = 6.25 / 3 * 2 / 9;
    CHECK(waiting(slow, "c") == Approx(c).epsilon(1e-6));
    CHECK(waiting(slow, "a") == Approx(c + 18.75 / 2 * 2 / 9).epsilon(1e-6));
    CHECK(waiting(slow, "b") == Approx(waiting(slow, "a")));
    // 20 a year: the work has caught up with its plan by the year's end, and nobody has paid for waiting.
    const Results swift = of_pace(20);
    for (const char* firm : {"a", "b", "c"}) CHECK(waiting(swift, firm) == Approx(0).margin(1e-6));
}

TEST_CASE("work alone while talks last goes by the clock, and counts for the pool as far as it has come", "[exact][funding]") {
    // a does 20 of 100 in the year of talks; the pool's 80 left cost it 20 of 40 a year.
    const std::string deal =
        "[alternative.x]\nformation = { delay = 1.0 }\n[[alternative.x.arrangement]]\nprogram = \"p\"\nmode = \"pool\"\nmembers = [\"a\", "
        "\"b\"]\nmeanwhile = { a = \"work\" }\nshare = { rule = \"equal\" }\n";
    const Results r = run_text(scenario(firm("a", "20") + firm("b", ""), program("p", 100, 2, "", "likeness = 1.0\n") + deal), 20);
    CHECK(completion(r, "p", "b", "x") == Approx(2023));
    for (int year = 2020; year < 2023; ++year) CHECK(cost_in(r, year, "a", "x") == Approx(20));
    CHECK(cost_in(r, 2023, "a", "x") == Approx(0).margin(1e-9));
    CHECK(cost_in(r, 2021, "b", "x") == Approx(20));
}

TEST_CASE("a venture's calls are paid first where money is short", "[exact][funding]") {
    // a is called for all of the first 30, then each pays half: 20 a year of a's, then 40.
    const std::string deal =
        "[alternative.x]\n[[alternative.x.arrangement]]\nprogram = \"p\"\nmode = \"venture\"\nmembers = [\"a\", \"b\"]\n"
        "stakes = { a = 0.5, b = 0.5 }\ncalls = { a = 30 }\n";
    const Results r = run_text(scenario(firm("a", "20") + firm("b", ""), program("p", 80, 1) + deal, "", 1), 20);
    CHECK(cost_in(r, 2020, "a", "x") == Approx(20));
    // At the beginning of the second year it is still called for: 20, of which 10 are called and 5 its half of the rest.
    CHECK(cost_in(r, 2021, "a", "x") == Approx(15));
    CHECK(cost_in(r, 2021, "b", "x") == Approx(5));
    CHECK(completion(r, "p", "b", "x") == Approx(2023));
}

TEST_CASE("funding that never binds changes no bit", "[exact][funding]") {
    const std::string text = text_of_file("scenarios/two-carmakers.toml");
    const Results without = run_text(text, 300);
    Results with = run_text(text, 300, 1, 2, {"firm.ford.funding=1e12", "firm.vw.funding=1e12"});
    // Besides what is told of funding only.
    std::erase_if(with.annual, [](const AnnualRow& row) { return row.flow.find("fund") != std::string::npos; });
    REQUIRE(!with.funding.empty());
    CHECK(std::all_of(with.funding.begin(), with.funding.end(), [](const FundingRow& row) { return row.cost == 0 && row.low95 == 0; }));
    with.funding.clear();
    std::erase_if(with.assumptions, [](const AssumptionRow& row) { return row.key.ends_with(".funding"); });
    CHECK(bytes_of(with) == bytes_of(without));
}

TEST_CASE("the work costs the same whenever it is done", "[exact][funding]") {
    const std::string stages =
        "cost = { dist = \"lognormal\", mean = 100, cv = 0.4 }\nduration = { dist = \"pert\", min = 1, mode = 2, max = 4 }\n"
        "profile = \"rayleigh\"\n[[program.p.stage]]\nname = \"next\"\ncost = 40\nduration = 0.5\nprofile = { beta = [2, 3] }\n";
    const Results without = run_text(one_firm(stages), 500);
    const Results with = run_text(one_firm(stages), 500, 1, 2, {"firm.a.funding=30"});
    CHECK(summary_of(with, "solo", "a", "cost").mean == Approx(summary_of(without, "solo", "a", "cost").mean).epsilon(1e-12));
    CHECK(program_of(with, "solo", "p", "a").late_by_money_mean > 1);
    // With one program, more money never makes it later.
    double last = HUGE_VAL;
    for (const char* funding : {"firm.a.funding=15", "firm.a.funding=30", "firm.a.funding=60", "firm.a.funding=120"}) {
        const double p50 = program_of(run_text(one_firm(stages), 500, 1, 2, {funding}), "solo", "p", "a").completion_p50;
        CHECK(p50 <= last);
        last = p50;
    }
}

TEST_CASE("what limits cost: fines for two years alone, none in a pool, which buys these two years", "[exact][funding]") {
    const std::string deal =
        "[program.p.firm.a]\npenalty = 10\n"
        "[alternative.x]\n[[alternative.x.arrangement]]\nprogram = \"p\"\nmode = \"pool\"\nmembers = [\"a\", \"b\"]\nshare = { rule = "
        "\"equal\" }\n";
    // Fines are paid first: of 35 a year 25 are left for work.
    const Results r = run_text(scenario(firm("a", "35") + firm("b", "35"), program("p", 100, 2) + deal), 20);
    const FundingRow &alone = funding_of(r, "solo", "a", "p"), &pooled = funding_of(r, "x", "a", "p");
    CHECK(alone.late_p50 == Approx(2));
    CHECK(alone.cost == Approx(20));
    CHECK(alone.against.empty());
    CHECK(pooled.late_p50 == Approx(0).margin(1e-9));
    CHECK(pooled.cost == Approx(0).margin(1e-9));
    CHECK(pooled.against == "solo");
    CHECK(pooled.bought == Approx(20));
    CHECK(pooled.worlds == 20);
    // The work costs the same sooner or later, where nothing is discounted.
    CHECK(funding_of(r, "solo", "a", "all").cost == Approx(20));
    CHECK(funding_of(r, "x", "a", "all").bought == Approx(20));
    CHECK(annual_of(r, "solo", "a", "cost_unfunded", 2020) == Approx(60));
    CHECK(annual_of(r, "solo", "a", "cost", 2020) == Approx(35));
    CHECK(annual_of(r, "solo", "a", "funding", 2031) == Approx(35));
}

TEST_CASE("who carries a program out in no alternative alone has nothing to compare a deal with", "[exact][funding]") {
    const std::string deal =
        "[alternative.x]\n[[alternative.x.arrangement]]\nprogram = \"p\"\nmode = \"pool\"\nmembers = [\"a\", \"b\"]\n"
        "share = { rule = \"equal\" }\n";
    // A program that earns nothing but a small benefit is carried out by nobody alone.
    const std::string market =
        "[market.m]\nsize = 1\n[[program.p.benefit]]\nfirm = \"a\"\nmarket = \"m\"\nshare = 1\nmargin = 2\n"
        "[[program.p.benefit]]\nfirm = \"b\"\nmarket = \"m\"\nshare = 1\nmargin = 2\n";
    const Results r = run_text(scenario(firm("a", "10") + firm("b", ""), program("p", 100, 2) + market + deal, "alone = \"best\"\n"), 20);
    CHECK(program_of(r, "solo", "p", "a").probability_completed == 0);
    CHECK(std::none_of(r.funding.begin(), r.funding.end(),
                       [](const FundingRow& row) { return row.alternative == "solo" && row.program == "p"; }));
    const FundingRow& pooled = funding_of(r, "x", "a", "p");
    CHECK(pooled.late_p50 == Approx(3));
    CHECK(pooled.cost == Approx(6));
    CHECK(pooled.against.empty());
    CHECK(std::isnan(pooled.bought));
}

TEST_CASE("where nobody's funding is limited nothing is told of limits", "[exact][funding]") {
    const Results r = run_text(scenario(firm("a", ""), program("p", 100, 2)), 20);
    CHECK(r.funding.empty());
    CHECK(std::none_of(r.annual.begin(), r.annual.end(), [](const AnnualRow& row) { return row.flow == "cost_unfunded"; }));
}
