// Targets of precision against standard errors, and how rounds grow.
#include "run/precision.hpp"

#include <catch2/catch.hpp>

using namespace entente;

namespace {

Results results_of(double mean, double error, const std::string& unit = "m") {
    Results out;
    out.worlds = 1000;
    SummaryRow row{"x", "a", "npv", unit, {}};
    row.statistics.mean = mean;
    row.statistics.se = error;
    out.summary = {row};
    ComparisonRow gain{"x", "b", "gain", unit};
    gain.se = 3;
    out.comparison = {gain};
    return out;
}

}  // namespace

TEST_CASE("a relative target asks every mean of money, an absolute one its metric and firm", "[run]") {
    CHECK(precision_of(results_of(100, 0.9), {{"", "", 0.01}}).all);
    CHECK_FALSE(precision_of(results_of(-100, 1.1), {{"", "", 0.01}}).all);
    CHECK(precision_of(results_of(0.1, 0.1, "share"), {{"", "", 0.01}}).all);
    CHECK(precision_of(results_of(0, 0), {{"", "", 0.01}}).all);
    CHECK(precision_of(results_of(1, 9), {{"gain", "b", 3}}).all);
    CHECK_FALSE(precision_of(results_of(1, 9), {{"gain", "", 2}}).all);
    CHECK(precision_of(results_of(1, 9), {{"gain", "a", 2}}).all);
}

TEST_CASE("what was asked and reached is said, every target of it", "[run]") {
    const PrecisionReached reached = precision_of(results_of(100, 0.9), {{"", "", 0.01}, {"gain", "", 2}});
    CHECK_FALSE(reached.all);
    CHECK_THAT(reached.message,
               Catch::Contains("relative standard errors of 0.01 or less reached after 1000 worlds: the largest is 0.009") &&
                   Catch::Contains("standard errors of gain of 2 or less not reached") &&
                   Catch::Contains("the largest is 3 (gain of b in 'x')"));
    CHECK(precision_of(results_of(1, 1), {}).message.empty());
}

TEST_CASE("rounds double and end with the last world", "[run]") {
    CHECK(next_round(0, 1'000'000) == 16'384);
    CHECK(next_round(16'384, 1'000'000) == 32'768);
    CHECK(next_round(16'384, 20'000) == 20'000);
    CHECK(next_round(0, 100) == 100);
}
