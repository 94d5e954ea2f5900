// Ends of ranges, of the horizon and of numbers: what stands there is finite, counted or said.
#include <catch2/catch.hpp>
#include <cmath>

#include "base/problem.hpp"
#include "model/check.hpp"
#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

// A pool of two that ends in 2023, half way, and 20 a year of benefit to each firm with access.
std::string broken(const std::string& unwind) {
    return R"([scenario]
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
cost = 60
duration = 6
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
[alternative.x]
[[alternative.x.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
share = { rule = "equal" }
[[alternative.x.exit]]
trigger = "date"
date = 2023.0
leaver = "b"
[alternative.x.unwind]
)" + unwind;
}

// 100 are spent at the start and bring 20 a year from then on.
std::string bond(const std::string& scenario = "", const std::string& more = "") {
    return one_firm("cost = 100\nduration = 0",
                    R"([market.m]
size = 100
[[program.p.benefit]]
firm = "a"
market = "m"
share = 0.1
margin = 2.0
)" + more,
                    scenario);
}

const ReturnRow& return_of(const Results& results, const std::string& alternative, const std::string& firm, const std::string& metric) {
    for (const ReturnRow& row : results.returns) {
        if (row.alternative == alternative && row.firm == firm && row.metric == metric) return row;
    }
    throw std::runtime_error("no such row");
}

std::vector<std::string> dropped_of(const std::string& text) {
    std::vector<std::string> out;
    for (const Problem& one : dropped(scenario_of(text))) out.push_back(one.found);
    return out;
}

}  // namespace

TEST_CASE("a position that declines by all of itself a year is gone, and all else is as without", "[exact]") {
    const Results gone = run_text(broken("decline = { a = 1 }\n"), 5),
                  nearly = run_text(broken("decline = { a = 0.9999999999999999 }\n"), 5);
    const Results kept = run_text(broken(""), 5);
    CHECK(summary_of(kept, "x", "a", "benefit_npv").mean == Approx(4 * 20));
    CHECK(summary_of(gone, "x", "a", "benefit_npv").mean == 0);
    CHECK(summary_of(nearly, "x", "a", "benefit_npv").mean == Approx(0).margin(1e-9));
    for (const char* firm : {"a", "b"}) CHECK(summary_of(gone, "x", firm, "cost_npv").mean == summary_of(kept, "x", firm, "cost_npv").mean);
    CHECK(summary_of(gone, "x", "b", "benefit_npv").mean == summary_of(kept, "x", "b", "benefit_npv").mean);
    // From nothing it recovers as from anything.
    const Results back = run_text(broken("decline = { a = 1 }\nlevel = { a = 0.5 }\n"), 5);
    CHECK(summary_of(back, "x", "a", "benefit_npv").mean == Approx(4 * 20 * 0.5));
    // Drawn, where it reaches 1 in some worlds.
    const Results drawn = run_text(broken("decline = { a = { dist = \"discrete\", values = [0, 1], weights = [1, 1] } }\n"), 4096);
    CHECK(summary_of(drawn, "x", "a", "benefit_npv").max == Approx(80));
    CHECK(summary_of(drawn, "x", "a", "benefit_npv").min == 0);
    CHECK(summary_of(drawn, "x", "a", "benefit_npv").mean == Approx(40).margin(4));
}

TEST_CASE("work, adaptations and outlays shorter than dates can tell cost what lumps cost", "[exact]") {
    for (const std::string years : {"0", "1e-14", "1e-300", "1e-10"}) {
        CHECK(summary_of(run_text(one_firm(R"(cost = 100
standing = 5
duration = )" + years),
                                  3),
                         "solo", "a", "cost_npv")
                  .mean == Approx(100).margin(1e-6));
        const std::string event = R"([[event]]
name = "e"
date = 2025.0
outlay = { a = 70 }
duration = )" + years + "\n";
        CHECK(summary_of(run_text(one_firm("cost = 0\nduration = 0", event), 3), "solo", "a", "cost_npv").mean == Approx(70));
    }
    // A rate that is next to nothing never ends, and costs all of it.
    const Results endless = run_text(one_firm("cost = 100\nrate = 5e-324"), 3);
    CHECK(summary_of(endless, "solo", "a", "cost_npv").mean == Approx(100));
    CHECK(summary_of(run_text(one_firm("cost = 0\nrate = 5e-324"), 3), "solo", "a", "cost_npv").mean == 0);
}

TEST_CASE("a ramp of no length is none", "[exact]") {
    const Results none = run_text(bond(), 3);
    for (const std::string ramp : {"5e-324", "1e-300", "1e-20"})
        CHECK(summary_of(run_text(bond("", "ramp = " + ramp + "\n"), 3), "solo", "a", "benefit_npv").mean ==
              summary_of(none, "solo", "a", "benefit_npv").mean);
}

TEST_CASE("rates that compound past all numbers are refused, and laws that leave their key's range", "[exact]") {
    const auto problem = [](const std::string& text) { return problem_of(text); };
    CHECK(problem(bond("escalation = 1e30")).find("scenario.escalation") != std::string::npos);
    CHECK(problem(bond("escalation = 0.025\nprice_year = -9999.0")).find("scenario.escalation") != std::string::npos);
    CHECK(problem(bond("escalation = 0.025\nprice_year = 2019.0")).empty());
    const std::string rest = R"([program.p]
[[program.p.stage]]
name = "s"
cost = 1
duration = 1
)";
    const std::string head = R"([scenario]
start = 2020.0
horizon = 20
)";
    CHECK(problem(head + "[firm.a]\ndiscount = -0.99\n" + rest).find("firm.a.discount") != std::string::npos);
    CHECK(problem(head + "[firm.a]\ndiscount = 1e30\n" + rest).empty());
    const std::string firm = head + R"([firm.a]
discount = 0.1
[market.m]
size = 1
growth = )";
    CHECK(problem(firm + "50\n" + rest).find("market.m.growth") != std::string::npos);
    CHECK(problem(firm + "{ dist = \"normal\", mean = 0, sd = 0.5 }\n" + rest).find("leaves the rates above -1") != std::string::npos);
    CHECK(problem(firm + "{ dist = \"normal\", mean = 0, sd = 0.05 }\n" + rest).empty());
    CHECK(problem(one_firm("cost = { dist = \"lognormal\", median = 1, sigma = 20 }\nduration = 1")).find("leaves what can be counted") !=
          std::string::npos);
}

TEST_CASE("a world with money that cannot be counted ends the run and is named", "[exact]") {
    const std::string text = bond("", "") + R"([[program.p.risk]]
name = "r"
stage = "work"
probability = 0.01
cost = 1
)";
    const std::vector<std::string> huge{"market.m.size=1e30", "program.p.benefit.a.m.share=1e30", "program.p.benefit.a.m.margin=1e30",
                                        "market.m.growth=900"};
    CHECK_THROWS_AS(run_text(text, 2000, 1, 2, huge), Failure);
    try {
        run_text(text, 2000, 1, 2, huge);
    } catch (const Failure& failure) {
        CHECK(std::string(failure.what()).find("world 0 has money of 'a' in alternative 'solo'") == 0);
    }
    CHECK_NOTHROW(run_text(text, 2000));
}

TEST_CASE("yearly money is told whatever its size", "[exact]") {
    const Results large = run_text(bond(), 700, 1, 2, {"market.m.size=1e30", "program.p.benefit.a.m.margin=1e30"});
    for (const AnnualRow& row : large.annual) {
        if (row.flow != "benefit" || row.firm != "a") continue;
        CHECK(row.mean == Approx(1e59));
        CHECK(row.p50 == Approx(1e59).epsilon(2e-4));
        CHECK(row.p90 == Approx(1e59).epsilon(2e-4));
    }
}

TEST_CASE("what is dated past the horizon is said, and what is not is not", "[exact]") {
    const std::string deal =
        R"([scenario]
start = 2025.0
horizon = 5
steps_per_year = 1
[firm.a]
discount = 0.1
[firm.b]
discount = 0.1
[program.p]
[[program.p.stage]]
name = "s"
cost = 10
duration = 1
)";
    const std::string licence =
        R"([[alternative.x.arrangement]]
mode = "license"
program = "p"
licensor = "a"
licensees = ["b"]
payment = [{ from = "b", to = "a", amount = 1, )";
    CHECK(dropped_of(deal + licence + "at = 2029.999 }]\n").empty());
    CHECK(dropped_of(deal + licence + "at = 2030.0 }]\n").size() == 1);
    CHECK(dropped_of(deal + licence + "at = 2030.0 }]\n").at(0).find("payment from b to a at = 2030") != std::string::npos);
    CHECK(dropped_of(deal + licence + "every = \"year\", since = 2026.0, until = 2029.9 }]\n").empty());
    CHECK(dropped_of(deal + licence + "every = \"year\", since = 2026.0, until = 2030.0 }]\n").at(0).find("from then on") !=
          std::string::npos);
    CHECK(dropped_of(deal + licence + "on = \"completion\" }]\n").empty());
    const auto event = [&](const std::string& date) {
        return dropped_of(deal + R"([[event]]
name = "e"
outlay = { a = 1 }
date = )" + date + "\n");
    };
    CHECK(event("2029.0").empty());
    CHECK(event("2030.0").size() == 1);
    CHECK(event("{ dist = \"discrete\", values = [2027, 2031], weights = [3, 1] }").at(0).find("in 25% of the worlds") !=
          std::string::npos);
    CHECK(event("{ dist = \"discrete\", values = [2027, 2031], weights = [999, 1] }").empty());
    const auto exit = [&](const std::string& date, const std::string& more) {
        return dropped_of(deal + "[alternative.x]\n" + more + licence +
                          R"(at = 2026.0 }]
[[alternative.x.exit]]
leaver = "b"
trigger = "date"
date = )" + date + "\n");
    };
    CHECK(exit("2030.0", "").empty());
    CHECK(exit("2030.5", "").size() == 1);
    CHECK(exit("2029.0", "unwind.notice = 1.5\n").at(0).find("with its notice") != std::string::npos);
    CHECK(exit("2026.0", "term = 2030.0\n").empty());
    CHECK(exit("2026.0", "term = 2031.0\n").at(0).find(".term = 2031") != std::string::npos);
    CHECK(exit("2026.0", "formation.delay = 5\n").size() >= 1);
    const Results r = run_text(deal + licence + "at = 2030.0 }]\n", 64);
    REQUIRE(!r.warnings.empty());
    CHECK(r.warnings.front().find("payment from b to a at = 2030 is at or past the end of the horizon") != std::string::npos);
}

TEST_CASE("money is discounted from the start, the middle or the end of its period", "[exact]") {
    const auto npv = [](const std::string& discounting) {
        const std::string text = R"([scenario]
start = 2020.0
horizon = 2
steps_per_year = 1
)" + discounting +
                                 R"([firm.a]
discount = 0.21
[program.p]
[[program.p.stage]]
name = "s"
cost = 200
duration = 2
)";
        return summary_of(run_text(text, 3), "solo", "a", "cost_npv").mean;
    };
    CHECK(npv("") == Approx(100 / 1.1 + 100 / (1.1 * 1.21)));
    CHECK(npv("discounting = \"middle\"\n") == npv(""));
    CHECK(npv("discounting = \"start\"\n") == Approx(100 + 100 / 1.21));
    CHECK(npv("discounting = \"end\"\n") == Approx(100 / 1.21 + 100 / (1.21 * 1.21)));
}

TEST_CASE("at the internal rate of return nothing is left of the expected npv", "[exact]") {
    const std::string uncertain =
        R"([[program.p.risk]]
name = "r"
stage = "work"
probability = 0.3
cost = { dist = "uniform", min = 0, max = 60 }
)";
    for (const std::string discounting : {"start", "middle", "end"}) {
        const std::string text = bond("discounting = \"" + discounting + "\"\n", "life = 9\n") + uncertain;
        const Results r = run_text(text, 5000);
        const ReturnRow& row = return_of(r, "solo", "a", "npv");
        CHECK(row.sign_changes == 1);
        CHECK(row.rate > 0.05);
        const Results at = run_text(text, 5000, 1, 2, {"firm.a.discount=" + std::to_string(row.rate)});
        CHECK(summary_of(at, "solo", "a", "npv").mean == Approx(0).margin(1e-3));
        // Its error is that of the npv there, over how fast the npv falls with the rate.
        const Results above = run_text(text, 5000, 1, 2, {"firm.a.discount=" + std::to_string(row.rate + 1e-4)});
        const double slope = (summary_of(above, "solo", "a", "npv").mean - summary_of(at, "solo", "a", "npv").mean) / 1e-4;
        CHECK(row.se == Approx(summary_of(at, "solo", "a", "npv").se / -slope).epsilon(0.1));
        CHECK(return_of(r, "solo", "all", "npv").rate == row.rate);
    }
    const Results costs = run_text(one_firm("cost = 100\nduration = 1"), 10);
    CHECK(std::isnan(return_of(costs, "solo", "a", "npv").rate));
    CHECK(return_of(costs, "solo", "a", "npv").remark.find("none") == 0);
}
