// What a firm that leaves loses, and what those who stay keep, by hand.
#include <catch2/catch.hpp>

#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

constexpr const char* three_firms =
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
[market.m]
size = 10
[program.p]
[[program.p.stage]]
name = "s"
cost = 100
duration = 2
)";

}  // namespace

TEST_CASE("a licensee that leaves loses its own licence, and no other's", "[exact]") {
    const Results r = run_text(std::string(three_firms) +
                                   R"([[program.p.benefit]]
firm = "b"
market = "m"
share = 1
margin = 2
[[program.p.benefit]]
firm = "c"
market = "m"
share = 1
margin = 2
[alternative.x]
[[alternative.x.arrangement]]
program = "p"
mode = "license"
licensor = "a"
licensees = ["b", "c"]
royalty = 0.5
payment = [{ from = "a", to = "c", amount = 1, every = "year", since = 2020.5, until = 2029.5 },
{ from = "a", to = "b", amount = 1, every = "year", since = 2020.5, until = 1e15 }]
[[alternative.x.exit]]
trigger = "date"
date = 2025.0
leaver = "c"
[alternative.x.unwind]
licences_survive = false
)",
                               5);
    CHECK(annual_of(r, "x", "b", "benefit", 2024) == Approx(20));
    CHECK(annual_of(r, "x", "c", "benefit", 2024) == Approx(20));
    CHECK(annual_of(r, "x", "b", "benefit", 2025) == Approx(20));
    CHECK(annual_of(r, "x", "c", "benefit", 2025) == Approx(0).margin(1e-12));
    CHECK(annual_of(r, "x", "b", "transfer", 2025) == Approx(1 - 5));
    CHECK(annual_of(r, "x", "c", "transfer", 2025) == Approx(0).margin(1e-12));
    CHECK(annual_of(r, "x", "c", "transfer", 2024) == Approx(1 - 5));
}

TEST_CASE("a pool that waited in vain for its leaver begins without it", "[exact]") {
    const Results r = run_text(std::string(three_firms) +
                                   R"([program.q]
after = ["p"]
[[program.q.stage]]
name = "s"
cost = 30
duration = 1
[[program.q.benefit]]
firm = "b"
market = "m"
share = 1
margin = 1
[alternative.x]
term = 2029.0
without = { c = ["p"] }
[[alternative.x.arrangement]]
program = "q"
mode = "pool"
members = ["a", "b", "c"]
share = { rule = "fixed", weights = { a = 0.2, b = 0.4, c = 0.4 } }
adaptation = { b = { cost = 5, duration = 1 } }
payment = [{ from = "a", to = "b", amount = 7, on = "completion" }]
[[alternative.x.exit]]
trigger = "date"
date = 2024.0
leaver = "c"
)",
                               5);
    // c does without p, so q cannot begin while c is in its pool.
    CHECK(annual_of(r, "x", "all", "cost", 2023) == Approx(0).margin(1e-12));
    CHECK(annual_of(r, "x", "a", "cost", 2024) == Approx(10));
    CHECK(annual_of(r, "x", "b", "cost", 2024) == Approx(20));
    CHECK(annual_of(r, "x", "b", "cost", 2025) == Approx(5));
    CHECK(annual_of(r, "x", "b", "transfer", 2025) == Approx(7));
    CHECK(annual_of(r, "x", "b", "benefit", 2026) == Approx(10));
    CHECK(program_of(r, "x", "q", "c").probability_completed == 0);
}

TEST_CASE("all of the work done is all of its gates passed, whatever the profile", "[exact]") {
    for (const std::string profile : {"\"uniform\"", "\"rayleigh\"", "{ beta = [1.6, 3.1] }"}) {
        CAPTURE(profile);
        const Results r = run_text(
            R"([scenario]
start = 2020.0
horizon = 12
[firm.a]
discount = 0
[firm.b]
discount = 0
[program.p]
likeness = 0
[[program.p.stage]]
name = "s"
cost = { dist = "uniform", min = 50, max = 150 }
duration = { dist = "uniform", min = 1, max = 3 }
profile = )" + profile +
                R"(
[[program.p.stage]]
name = "t"
cost = { dist = "uniform", min = 10, max = 30 }
duration = 0.7
profile = )" + profile +
                R"(
success = 0.5
[alternative.x]
term = 2030.0
[[alternative.x.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
share = { rule = "equal" }
[[alternative.x.exit]]
trigger = "date"
date = 2029.0
leaver = "b"
[alternative.x.unwind]
keeps = { a = false }
retention = { a = 1 }
runoff = 0
)",
            2000);
        // a has access again at once, at no cost, so its benefit of completion is the pool's.
        CHECK(annual_of(r, "x", "a", "cost", 2029) == Approx(0).margin(1e-9));
        CHECK(program_of(r, "x", "p", "a").probability_completed == program_of(r, "x", "p", "b").probability_completed);
    }
}

TEST_CASE("an overrun of a named program is of its pool alone", "[exact]") {
    const auto probability = [](const std::string& named) {
        const Results r = run_text(std::string(three_firms) +
                                       R"([program.q]
[[program.q.stage]]
name = "s"
cost = { dist = "uniform", min = 1, max = 3 }
duration = 1
[alternative.x]
[[alternative.x.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
share = { rule = "equal" }
[[alternative.x.arrangement]]
program = "q"
mode = "pool"
members = ["a", "b"]
share = { rule = "equal" }
[[alternative.x.exit]]
trigger = "overrun"
cost = 1.2
leaver = "a"
scope = "program"
program = ")" + named + "\"\n",
                                   1000, 1, 2, {"scenario.pilot=4096"});
        return exit_of(r, "x", "overrun", "a").probability;
    };
    CHECK(probability("p") == 0);
    CHECK(probability("q") == Approx(0.3).margin(0.05));
}
