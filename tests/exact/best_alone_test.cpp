// What firms carry out where nobody makes them, and whether they go on after an exit: by hand, by enumeration, and against published
// values.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>

#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

// SAS/OR User's Guide, Project Management, the DTREE procedure, example 4: research for 350, which fails with probability 0.4; then sales
// that bring 1000, 500, 200 or lose 250. In thousand dollars: 0.6 x 460 - 350.
const std::string research =
    R"([scenario]
start = 2020.0
horizon = 2
steps_per_year = 1
pilot = 40000
[firm.a]
discount = 0.0
[market.m]
size = 1
[program.p]
[[program.p.stage]]
name = "research"
cost = 350
duration = 0
success = 0.6
[[program.p.benefit]]
firm = "a"
market = "m"
share = 1
life = 1
margin = { dist = "discrete", values = [1000, 500, 200, -250], weights = [0.25, 0.35, 0.3, 0.1] }
)";

// Two firms, three programs: the third waits for the first, and they are rivals in all.
const std::string rivals =
    R"([scenario]
start = 2020.0
horizon = 12
steps_per_year = 1
pilot = 3000
[firm.a]
discount = 0.08
[firm.b]
discount = 0.1
[market.m]
size = 100
[program.p]
likeness = 0.3
[[program.p.stage]]
name = "s"
cost = { dist = "lognormal", mean = 300, cv = 0.4 }
duration = 2
success = 0.8
[program.q]
[[program.q.stage]]
name = "s"
cost = { dist = "uniform", min = 100, max = 500 }
duration = 1
[program.r]
after = ["p"]
[[program.r.stage]]
name = "s"
cost = 150
duration = 1
)";

std::string benefit(const std::string& program, const std::string& firm, double margin, double rivalry) {
    return "[[program." + program + ".benefit]]\nfirm = \"" + firm + "\"\nmarket = \"m\"\nshare = 0.5\nmargin = " + std::to_string(margin) +
           "\nrivalry = " + std::to_string(rivalry) + "\n";
}

const std::array programs{std::string("p"), std::string("q"), std::string("r")};

// What a firm forgoes, a bit a program, as `without` says it.
std::string without(int a, int b) {
    const auto list = [](int set) {
        std::string out;
        for (std::size_t i = 0; i < programs.size(); ++i) {
            if ((set >> i & 1) != 0) out += (out.empty() ? "\"" : ", \"") + programs[i] + "\"";
        }
        return "[" + out + "]";
    };
    return "without = { a = " + list(a) + ", b = " + list(b) + " }\n";
}

int chosen(const Results& r, const std::string& alternative, const std::string& firm) {
    int out = 0;
    for (const ChoiceRow& row : r.choices) {
        if (row.alternative != alternative || row.firm != firm || row.choice != "forgo") continue;
        for (std::size_t i = 0; i < programs.size(); ++i) out |= row.program == programs[i] ? 1 << i : 0;
    }
    return out;
}

const ChoiceRow& choice_of(const Results& r, const std::string& alternative, const std::string& firm, const std::string& program,
                           const std::string& choice) {
    for (const ChoiceRow& row : r.choices) {
        if (row.alternative == alternative && row.firm == firm && row.program == program && row.choice == choice) return row;
    }
    FAIL("no choice " << choice << " of " << firm << " about " << program << " in " << alternative);
    std::abort();
}

// A pool that ends in 2023, when its work is half done: what is left is worth its cost in good times only.
const std::string left_alone =
    R"([scenario]
start = 2020.0
horizon = 15
steps_per_year = 1
pilot = 8000
[firm.a]
discount = 0.05
[firm.b]
discount = 0.05
[market.m]
size = 100
[market.m.regime.good]
demand = 1.6
duration = 30
initial = 0.5
[market.m.regime.bad]
demand = 0.4
duration = 30
initial = 0.5
[program.p]
[[program.p.stage]]
name = "s"
cost = 1000
duration = 6
[[program.p.benefit]]
firm = "a"
market = "m"
share = 0.5
margin = 6
until = 2031.0
[[program.p.benefit]]
firm = "b"
market = "m"
share = 0.5
margin = 8
[program.q]
after = ["p"]
[[program.q.stage]]
name = "s"
cost = 10
duration = 1
[[program.q.benefit]]
firm = "a"
market = "m"
share = 0.01
margin = 2
[alternative.x]
[[alternative.x.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
[[alternative.x.exit]]
trigger = "date"
leaver = "b"
date = 2023.0
[alternative.x.unwind]
retention = { a = 0.5 }
on_exit = { a = "RULE" }
)";

Results left_with(const std::string& rule, std::int64_t worlds, const std::vector<std::string>& settings = {}) {
    std::string text = left_alone;
    text.replace(text.find("RULE"), 4, rule);
    return run_text(text, worlds, 1, 2, settings);
}

double npv_of(const Results& r, const std::string& alternative, const std::string& firm) {
    return summary_of(r, alternative, firm, "npv").mean;
}

}  // namespace

TEST_CASE("the research project of SAS/OR's DTREE, forced and at will", "[exact]") {
    const Results forced = run_text(research, 40'000);
    const Statistics& npv = summary_of(forced, "solo", "a", "npv");
    CHECK(std::fabs(npv.mean + 74) < 6 * npv.se);
    CHECK(forced.choices.empty());
    const Results at_will = run_text(research, 40'000, 1, 2, {"scenario.alone=best"});
    CHECK(summary_of(at_will, "solo", "a", "npv").mean == 0);
    const ChoiceRow& choice = choice_of(at_will, "solo", "a", "p", "forgo");
    // The pilot's worlds are the run's.
    CHECK(choice.value == Approx(npv.mean).epsilon(1e-9));
    CHECK(choice.se == Approx(npv.se).epsilon(0.2));
    // It is carried out where it must be, and where it is cheap enough.
    const Results bound = run_text(research, 2000, 1, 2, {"scenario.alone=best", "program.p.must=[\"a\"]"});
    CHECK(npv_of(bound, "solo", "a") < 0);
    CHECK(std::isnan(choice_of(bound, "solo", "a", "p", "alone").value));
    const Results cheap = run_text(research, 2000, 1, 2, {"scenario.alone=best", "program.p.stage.research.cost=250"});
    CHECK(choice_of(cheap, "solo", "a", "p", "alone").value > 0);
}

TEST_CASE("best alone is at least as good as any other set, given the others'", "[exact]") {
    for (const double rivalry : {0.0, 0.6}) {
        for (const double margin : {1.2, 2.0, 3.0}) {
            std::string text = rivals;
            for (const std::string& program : programs) {
                text += benefit(program, "a", program == "r" ? 0.9 * margin : margin, rivalry);
                text += benefit(program, "b", program == "q" ? 0.8 * margin : 1.1 * margin, rivalry);
            }
            const Results best = run_text(text + "[alternative.other]\nwithout = { a = [\"q\"] }\n", 10, 1, 2, {"scenario.alone=best"});
            const int a = chosen(best, "solo", "a"), b = chosen(best, "solo", "b");
            // Every set of each against the other's: as alternatives of a run over the pilot's worlds.
            std::string all = text;
            for (int set = 0; set < 8; ++set) {
                all += "[alternative.a" + std::to_string(set) + "]\n" + without(set, b);
                all += "[alternative.b" + std::to_string(set) + "]\n" + without(a, set);
            }
            const Results r = run_text(all, 3000);
            const auto at_least = [&](const std::string& firm, int mine) {
                const double reached = npv_of(r, firm + std::to_string(mine), firm);
                for (int set = 0; set < 8; ++set) {
                    INFO(firm << " forgoes " << mine << " instead of " << set << ", margin " << margin << ", rivalry " << rivalry);
                    const double other = npv_of(r, firm + std::to_string(set), firm);
                    CHECK(reached >= other - 2e-9 * std::fabs(other) - 1e-9);
                }
            };
            at_least("a", a);
            at_least("b", b);
            // What waits for a program that is forgone is forgone with it.
            CHECK(((a & 1) == 0 || (a & 4) != 0));
            CHECK(((b & 1) == 0 || (b & 4) != 0));
            // The alternative's own `without` stands, whatever it is worth.
            CHECK((chosen(best, "other", "a") & 2) != 0);
        }
    }
}

TEST_CASE("what waits for a program that an alternative takes from a firm is forgone with it, and no choice", "[exact]") {
    std::string text = rivals;
    for (const std::string& program : programs) text += benefit(program, "a", 3, 0) + benefit(program, "b", 3, 0);
    const Results r = run_text(text + "[alternative.less]\n" + without(1, 0), 10, 1, 2, {"scenario.alone=best"});
    CHECK(std::isnan(choice_of(r, "less", "a", "r", "forgo").value));
    CHECK(choice_of(r, "less", "a", "q", "alone").value > 0);
    CHECK(choice_of(r, "less", "b", "r", "alone").value > 0);
}

TEST_CASE("what a choice is worth is what the others' sets leave of it", "[exact]") {
    std::string text = rivals;
    for (const std::string& program : programs) text += benefit(program, "a", 2, 0.6) + benefit(program, "b", 2.2, 0.6);
    const Results best = run_text(text, 10, 1, 2, {"scenario.alone=best"});
    const int a = chosen(best, "solo", "a"), b = chosen(best, "solo", "b");
    std::string two = text + "[alternative.with]\n" + without(a & ~2, b) + "[alternative.less]\n" + without(a | 2, b);
    const Results r = run_text(two, 3000);
    const ChoiceRow& row = choice_of(best, "solo", "a", "q", (a & 2) != 0 ? "forgo" : "alone");
    CHECK(row.value == Approx(npv_of(r, "with", "a") - npv_of(r, "less", "a")).epsilon(1e-9));
}

TEST_CASE("what a choice is worth knows what a rival's money leaves for the program in which they are rivals", "[exact]") {
    std::string text = rivals;
    text.replace(text.find("[firm.b]"), 8, "[firm.b]\nfunding = 90");
    text.replace(text.find("pilot = 3000"), 12, "pilot = 3000\npriority = [\"p\", \"r\", \"q\"]");
    // Without p and r, which bring it little, b has its money for q and is there earlier.
    for (const std::string& program : programs)
        text += benefit(program, "a", 2, program == "q" ? 0.6 : 0) + benefit(program, "b", program == "q" ? 3 : 0.1, 0);
    const Results best = run_text(text, 10, 1, 2, {"scenario.alone=best"});
    const int a = chosen(best, "solo", "a"), b = chosen(best, "solo", "b");
    REQUIRE(b == 5);
    std::string two = text + "[alternative.with]\n" + without(a & ~2, b) + "[alternative.less]\n" + without(a | 2, b);
    two += "[alternative.before]\n" + without(a & ~2, 0);
    const Results r = run_text(two, 3000);
    CHECK(npv_of(r, "before", "a") > npv_of(r, "with", "a") + 1);
    const ChoiceRow& row = choice_of(best, "solo", "a", "q", (a & 2) != 0 ? "forgo" : "alone");
    CHECK(row.value == Approx(npv_of(r, "with", "a") - npv_of(r, "less", "a")).epsilon(1e-9));
}

TEST_CASE("a deal that is not formed leaves its parties what they do alone", "[exact]") {
    const std::string deal = research +
                             "[firm.b]\ndiscount = 0.0\n[alternative.x]\nformation = { probability = 0 }\n[[alternative.x.arrangement]]\n"
                             "program = \"p\"\nmode = \"pool\"\nmembers = [\"a\", \"b\"]\n";
    const Results best = run_text(deal, 500, 1, 2, {"scenario.alone=best"});
    CHECK(npv_of(best, "x", "a") == 0);
    // b has nothing to gain by it, and so cannot forgo it.
    CHECK(npv_of(best, "x", "b") == npv_of(best, "solo", "b"));
    CHECK(npv_of(best, "x", "b") < 0);
    CHECK(choice_of(best, "x", "a", "p", "deal").probability == 0);
    // Formed, both have it from the pool.
    const Results formed = run_text(deal, 500, 1, 2, {"scenario.alone=best", "alternative.x.formation.probability=1"});
    CHECK(summary_of(formed, "x", "a", "cost").mean == Approx(175));
}

TEST_CASE("stopping changes nothing before the end, and all that waited for the program is not begun", "[exact]") {
    const Results on = left_with("resume", 600), stopped = left_with("stop", 600);
    for (int year = 2020; year < 2035; ++year) {
        for (const std::string flow : {"cost", "benefit", "transfer"}) {
            INFO(year << " " << flow);
            CHECK((year >= 2023 || annual_of(on, "x", "a", flow, year) == annual_of(stopped, "x", "a", flow, year)));
            CHECK((year < 2023 || annual_of(stopped, "x", "a", flow, year) == 0));
            CHECK(annual_of(on, "solo", "a", flow, year) == annual_of(stopped, "solo", "a", flow, year));
            if (flow != "benefit") CHECK(annual_of(on, "x", "b", flow, year) == annual_of(stopped, "x", "b", flow, year));
        }
    }
    CHECK(program_of(on, "x", "p", "a").probability_completed == 1);
    CHECK(program_of(stopped, "x", "p", "a").probability_completed == 0);
    CHECK(program_of(stopped, "x", "q", "a").probability_completed == 0);
    CHECK(program_of(stopped, "x", "p", "b").probability_completed == 1);
}

TEST_CASE("whoever may stop what the pool had completed loses it after the runoff", "[exact]") {
    const std::vector<std::string> lost{"alternative.x.term=2030.0", "alternative.x.exit.date.date=2028.0",
                                        "alternative.x.unwind.keeps.a=false", "alternative.x.unwind.runoff=1.0"};
    const Results stopped = left_with("stop", 600, lost), redone = left_with("resume", 600, lost);
    for (int year = 2020; year < 2029; ++year) {
        INFO(year);
        CHECK(annual_of(stopped, "x", "a", "benefit", year) == annual_of(redone, "x", "a", "benefit", year));
        CHECK((annual_of(stopped, "x", "a", "benefit", year) > 0) == (year >= 2026));
    }
    CHECK(annual_of(stopped, "x", "a", "cost", 2028) == 0);
    CHECK(annual_of(redone, "x", "a", "cost", 2028) > 0);
}

TEST_CASE("going on where it pays is worth at least going on always and never", "[exact]") {
    constexpr std::int64_t worlds = 8000;
    const Results best = left_with("best", worlds), always = left_with("resume", worlds), never_on = left_with("stop", worlds);
    const Statistics& reached = summary_of(best, "x", "a", "npv");
    CHECK(reached.mean > std::max(npv_of(always, "x", "a"), npv_of(never_on, "x", "a")) + 4);
    const ChoiceRow& row = choice_of(best, "x", "a", "p", "after_exit");
    CHECK(row.probability > 0.1);
    CHECK(row.probability < 0.9);
    // The fit's worlds are others than the run's.
    CHECK(std::fabs(row.value - (npv_of(always, "x", "a") - npv_of(never_on, "x", "a"))) < 6 * std::sqrt(2.0) * row.se);
    // Who must have the program goes on.
    const Results bound = left_with("best", 600, {"program.p.must=[\"a\"]"});
    CHECK(npv_of(bound, "x", "a") == npv_of(left_with("resume", 600), "x", "a"));
    CHECK(choice_of(bound, "x", "a", "p", "after_exit").probability == 1);
}

TEST_CASE("choices do not rest on the threads", "[exact]") {
    std::string text = left_alone;
    text.replace(text.find("RULE"), 4, "best");
    const std::vector<std::string> best{"scenario.alone=best", "scenario.pilot=1500"};
    CHECK(bytes_of(run_text(text, 300, 1, 1, best)) == bytes_of(run_text(text, 300, 1, 3, best)));
}
