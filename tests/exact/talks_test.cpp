// While talks last, by hand: who works on, what a pool begins with, what a firm that finished alone keeps; calls, and what is justifiable.
#include <catch2/catch.hpp>
#include <cmath>

#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

// Three firms, of which c develops ten times as fast; each sells 10 thousand vehicles a year at 2 thousand.
std::string three_firms(const std::string& stage, const std::string& program = "") {
    std::string out = R"([scenario]
start = 2020.0
horizon = 20
steps_per_year = 1
pilot = 16
[market.m]
size = 10
[program.p]
firm.c.duration_factor = 0.1
)" + program + "\n[[program.p.stage]]\nname = 's'\n" +
                      stage + "\n";
    for (const std::string firm : {"a", "b", "c"})
        out += "[firm." + firm + "]\ndiscount = 0.0\n[[program.p.benefit]]\nfirm = '" + firm + "'\nmarket = 'm'\nshare = 1\nmargin = 2\n";
    return out;
}

const std::string even = "cost = 100\nduration = 10";
const std::string uncertain =
    "cost = { dist = 'lognormal', mean = 100, cv = 0.5 }\nduration = { dist = 'uniform', min = 1, max = 6 }\nsuccess = 0.8\n"
    "on_failure = 'rework'\nrework = { limit = 1 }";

std::string deal(const std::string& id, const std::string& formation, const std::string& terms) {
    return "[alternative." + id + "]\nformation = " + formation + "\n[[alternative." + id + ".arrangement]]\nprogram = 'p'\n" + terms +
           "\n";
}
const std::string pool = "mode = 'pool'\nmembers = ['a', 'b']\nshare = { rule = 'equal' }\n";
const std::string venture = "mode = 'venture'\nmembers = ['a', 'b']\nstakes = { a = 0.5, b = 0.5 }\n";
const std::string licence = "mode = 'license'\nlicensor = 'a'\nlicensees = ['b', 'c']\nupfront = 7\nroyalty = 0.5\n";

double cost_in(const Results& r, const std::string& firm, int year) { return annual_of(r, "x", firm, "cost", year); }

}  // namespace

TEST_CASE("a deal that is not formed and costs nothing changes nothing for a provider and for those who work on", "[exact]") {
    const std::string never = "{ probability = 0, delay = 3 }";
    const std::string text = three_firms(uncertain, "likeness = 0.3") + deal("licensed", never, licence + "meanwhile = { b = 'work' }") +
                             deal("pooled", never, pool + "licensees = ['c']\nroyalty = 1\nmeanwhile = 'work'");
    const Results r = run_text(text, 300);
    for (const std::string firm : {"a", "b"}) {
        CHECK(comparison_of(r, "licensed", firm, "gain").mean == 0);
        CHECK(comparison_of(r, "licensed", firm, "gain").se == 0);
    }
    for (const std::string firm : {"a", "b", "c"}) {
        CHECK(comparison_of(r, "pooled", firm, "gain").mean == 0);
        CHECK(comparison_of(r, "pooled", firm, "gain").se == 0);
    }
    // Who waits has what it would have alone, were the program begun at formation.
    CHECK(comparison_of(r, "licensed", "c", "gain").mean != 0);
    const Results later = run_text(text, 300, 1, 2, {"program.p.start=2023.0"});
    const Statistics &waited = summary_of(r, "licensed", "c", "npv"), &moved = summary_of(later, "solo", "c", "npv");
    CHECK(waited.mean == moved.mean);
    CHECK(waited.min == moved.min);
    CHECK(waited.max == moved.max);
    CHECK(waited.sd == moved.sd);
}

TEST_CASE("a firm that takes no part in a deal does not wait for it", "[exact]") {
    const Results r = run_text(three_firms(uncertain) + deal("x", "{ delay = 3 }", pool), 200);
    CHECK(comparison_of(r, "x", "c", "gain").mean == 0);
    CHECK(comparison_of(r, "x", "c", "gain").se == 0);
    CHECK(comparison_of(r, "x", "a", "gain").mean != 0);
}

TEST_CASE("a pool begins with what its members have done alone, as far as it can use it", "[exact]") {
    const std::string text = three_firms(even) + deal("x", "{ delay = 2 }", pool + "meanwhile = { a = 'work' }\nusable = { a = 0.5 }");
    // A fifth is done by 2022, half of which counts: 90 are left, over nine years, shared equally.
    const Results r = run_text(text, 3);
    CHECK(cost_in(r, "a", 2021) == Approx(10));
    CHECK(cost_in(r, "b", 2021) == Approx(0).margin(1e-12));
    CHECK(cost_in(r, "a", 2022) == Approx(5));
    CHECK(cost_in(r, "b", 2022) == Approx(5));
    CHECK(program_of(r, "x", "p", "b").completion_p50 == Approx(2031));
    // Waiting, nothing is done by then.
    const Results wait = run_text(text, 3, 1, 2, {"alternative.x.arrangement.p.meanwhile.a=\"wait\""});
    CHECK(cost_in(wait, "a", 2021) == Approx(0).margin(1e-12));
    CHECK(program_of(wait, "x", "p", "b").completion_p50 == Approx(2032));
}

TEST_CASE("a gate that has stopped a member alone binds the pool, wherever that begins", "[exact]") {
    // Both try alone for two years, behind the gate; each passes it in half of the worlds, and so does the pool where it binds.
    const std::string gated = "cost = 20\nduration = 1\nsuccess = 0.5\n[[program.p.stage]]\nname = 't'\ncost = 80\nduration = 4";
    const Results r = run_text(three_firms(gated, "likeness = 0") + deal("x", "{ delay = 2 }", pool + "meanwhile = 'work'"), 4000);
    // Only where both have passed is it behind the pool.
    const double completes = 0.25 + 0.75 * 0.5;
    CHECK(std::fabs(program_of(r, "x", "p", "a").probability_completed - completes) < 6 * std::sqrt(completes * (1 - completes) / 4000));
}

TEST_CASE("half of the work joined with a fifth of it is six tenths", "[exact]") {
    const std::string spent = "firm.a.spent = 0.5\nfirm.b.spent = 0.2";
    const std::string text = three_firms(even, spent) + deal("x", "{ delay = 0 }", pool);
    const auto completed = [&](const std::vector<std::string>& settings) {
        return program_of(run_text(text, 3, 1, 2, settings), "x", "p", "a").completion_p50;
    };
    CHECK(completed({"alternative.x.arrangement.p.contribution=\"join\""}) == Approx(2024));
    CHECK(completed({"alternative.x.arrangement.p.capability=\"best\""}) == Approx(2025));
    CHECK(completed({"alternative.x.arrangement.p.capability=\"mean\""}) == Approx(2026.5));
    CHECK(completed({"alternative.x.arrangement.p.lead=\"b\"", "alternative.x.arrangement.p.capability=\"lead\""}) == Approx(2028));
    CHECK(completed({"alternative.x.arrangement.p.contribution=\"join\"", "alternative.x.arrangement.p.usable.a=0.4"}) == Approx(2026.4));
}

TEST_CASE("who has completed its own before the deal keeps it, adapts nothing and takes no licence", "[exact]") {
    const std::string terms =
        licence +
        "meanwhile = { c = 'work' }\nadaptation = { b = { cost = 4, duration = 1 }, c = { cost = 4, duration = 1 } }\n"
        "payment = [{ from = 'c', to = 'a', amount = 3, on = 'formation' }]";
    const Results r = run_text(three_firms(even) + deal("x", "{ delay = 2 }", terms), 3);
    CHECK(program_of(r, "x", "p", "c").completion_p50 == Approx(2021));
    CHECK(program_of(r, "x", "p", "c").cost_mean == Approx(100));
    CHECK(annual_of(r, "x", "c", "transfer", 2022) == Approx(-3));  // a payment of the table is made all the same
    CHECK(annual_of(r, "x", "c", "transfer", 2035) == Approx(0).margin(1e-12));
    // The other licensee waits for the licensor, who has worked on from the start.
    CHECK(program_of(r, "x", "p", "a").completion_p50 == Approx(2030));
    CHECK(program_of(r, "x", "p", "b").completion_p50 == Approx(2031));
    CHECK(annual_of(r, "x", "b", "transfer", 2022) == Approx(-7));
    CHECK(annual_of(r, "x", "b", "transfer", 2035) == Approx(-5));
}

TEST_CASE("a member that has completed its own pays its share of the pool all the same, and an exit leaves it what it has", "[exact]") {
    const std::string members =
        "mode = 'pool'\nmembers = ['b', 'c']\nshare = { rule = 'equal' }\ncapability = 'lead'\n"
        "usable = { c = 0 }\nmeanwhile = 'work'";
    const Results r = run_text(
        three_firms(even) + deal("x", "{ delay = 2 }", members) + "[[alternative.x.exit]]\ntrigger = 'date'\ndate = 2026.0\nleaver = 'b'\n",
        3);
    CHECK(program_of(r, "x", "p", "c").completion_p50 == Approx(2021));
    CHECK(cost_in(r, "c", 2020) == Approx(100));
    CHECK(cost_in(r, "c", 2023) == Approx(5));
    CHECK(cost_in(r, "c", 2027) == Approx(0).margin(1e-12));  // it has nothing to resume
    // b's own fifth counts for the pool: with six tenths done it goes on alone.
    CHECK(cost_in(r, "b", 2021) == Approx(10));
    CHECK(cost_in(r, "b", 2027) == Approx(10));
    CHECK(program_of(r, "x", "p", "b").completion_p50 == Approx(2030));
}

TEST_CASE("a buyer that keeps its own takes nothing of the maker's spare capacity", "[exact]") {
    const std::string supply =
        "mode = 'supply'\nmaker = 'a'\nbuyers = ['b', 'c']\nfee = 0.5\nspare_capacity = 6\nmeanwhile = { c = 'work' }";
    const Results r = run_text(three_firms("cost = 100\nduration = 4") + deal("x", "{ delay = 2 }", supply), 3);
    CHECK(annual_of(r, "x", "c", "benefit", 2030) == Approx(20));
    CHECK(annual_of(r, "x", "b", "benefit", 2030) == Approx(12));
    CHECK(annual_of(r, "x", "a", "transfer", 2030) == Approx(3));
}

TEST_CASE("calls are spent first, in proportion and in nominal money, then members pay by stake", "[exact]") {
    const std::string text = three_firms(even) + deal("x", "{ delay = 0 }", venture + "calls = { a = 30, b = 10 }");
    const Results r = run_text(text, 3);
    CHECK(cost_in(r, "a", 2023) == Approx(7.5));
    CHECK(cost_in(r, "b", 2023) == Approx(2.5));
    CHECK(cost_in(r, "a", 2024) == Approx(5));
    CHECK(cost_in(r, "b", 2024) == Approx(5));
    // Commitments count what is called.
    const Results most = run_text(text, 3, 1, 2, {"alternative.x.arrangement.p.commitment.a=32"});
    CHECK(cost_in(most, "a", 2024) == Approx(2));
    CHECK(cost_in(most, "b", 2024) == Approx(8));
    CHECK(cost_in(most, "b", 2025) == Approx(10));
    const Results dearer = run_text(text, 3, 1, 2, {"scenario.escalation=0.1", "alternative.x.arrangement.p.calls={ a = 10 }"});
    CHECK(cost_in(dearer, "a", 2020) == Approx(10 + (10 * std::sqrt(1.1) - 10) / 2));
    CHECK(cost_in(dearer, "b", 2020) == Approx((10 * std::sqrt(1.1) - 10) / 2));
}

TEST_CASE("what is charged is no more than it is worth to each, where that is the contract", "[exact]") {
    const std::string shapley = "mode = 'pool'\nmembers = ['a', 'b']\nshare = { rule = 'shapley' }\n";
    const std::string text = three_firms("cost = 100\nduration = 1") + deal("x", "{ delay = 0 }", shapley);
    const std::string justifiable = "alternative.x.arrangement.p.share.charge=\"justifiable\"";
    const std::string less = "program.p.benefit.a.m.margin=0.25";  // 10 vehicles a year for 19 years: 47.5
    const auto a_pays = [&](const std::vector<std::string>& settings) { return cost_in(run_text(text, 3, 1, 2, settings), "a", 2020); };
    CHECK(a_pays({less}) == Approx(50));
    CHECK(a_pays({justifiable}) == Approx(50));
    CHECK(a_pays({justifiable, less}) == Approx(47.5 / 2));
    // Successors of what it sells make that worth less, and a penalty that it avoids makes it worth more: 1 a year.
    const std::string refresh = "program.p.benefit.a.m.refresh={ every = 10, cost = 7.5 }", penalty = "program.p.firm.a.penalty=1";
    CHECK(a_pays({justifiable, less, refresh}) == Approx(40.0 / 2));
    CHECK(annual_of(run_text(text, 3, 1, 2, {justifiable, less, penalty}), "x", "b", "cost", 2020) == Approx(100 - (47.5 + 19) / 2));
}

TEST_CASE("terms of talks that nobody can keep are refused with their place", "[exact]") {
    const auto problem = [](const std::string& terms) { return problem_of(three_firms(even) + deal("x", "{ delay = 1 }", terms)); };
    CHECK_THAT(problem(licence + "meanwhile = { a = 'work' }"), Catch::Contains("'a' in alternative.x.arrangement.p.meanwhile provides"));
    CHECK_THAT(problem(pool + "meanwhile = { c = 'work' }"), Catch::Contains("'c' in alternative.x.arrangement.p.meanwhile takes no part"));
    CHECK_THAT(problem(pool + "meanwhile = 'rest'"), Catch::Contains("unknown value 'rest'"));
    CHECK_THAT(problem(pool + "usable = { c = 1 }"), Catch::Contains("unknown member 'c'"));
    CHECK_THAT(problem(pool + "usable = { a = 1.5 }"), Catch::Contains("1.5 for alternative.x.arrangement.p.usable.a"));
    CHECK_THAT(problem(pool + "contribution = 'sum'"), Catch::Contains("unknown value 'sum'"));
    CHECK_THAT(problem(venture + "calls = { c = 1 }"), Catch::Contains("unknown member 'c'"));
    CHECK_THAT(problem(venture + "calls = { a = -1 }"), Catch::Contains("-1 for alternative.x.arrangement.p.calls.a"));
    CHECK_THAT(problem("mode = 'pool'\nmembers = ['a', 'b']\nshare = { rule = 'shapley', settle = 'ex_post', charge = 'justifiable' }"),
               Catch::Contains("charge = \"justifiable\" with settle = \"ex_post\""));
    CHECK_THAT(problem("mode = 'pool'\nmembers = ['a', 'b']\nshare = { rule = 'equal', charge = 'justifiable' }"),
               Catch::Contains("does not divide the cost game"));
}
