// Dates of a deal as long as nobody leaves.
#include <catch2/catch.hpp>
#include <string>

#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

TEST_CASE("a pool begins when the last of its members is ready, whoever it is", "[deal]") {
    for (const char* slow : {"a", "b"}) {
        const std::string text = std::string(
                                     R"([scenario]
start = 2020.0
horizon = 10
[firm.a]
discount = 0
[firm.b]
discount = 0
[program.first]
[[program.first.stage]]
name = "s"
cost = 10
duration = 1
[program.first.firm.)") + slow +
                                 R"(]
duration_factor = 3
[program.then]
after = ["first"]
[[program.then.stage]]
name = "s"
cost = 20
duration = 2
[alternative.pool]
[[alternative.pool.arrangement]]
program = "then"
mode = "pool"
members = ["a", "b"]
share = { rule = "equal" }
)";
        const Results r = run_text(text, 10);
        for (const char* firm : {"a", "b"}) CHECK(program_of(r, "pool", "then", firm).completion_p50 == Approx(2025));
        CHECK(program_of(r, "solo", "then", std::string(slow) == "a" ? "b" : "a").completion_p50 == Approx(2023));
    }
}
