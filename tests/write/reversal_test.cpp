// Break-even points by figures that can be worked out by hand, and numbers in their units.
#include "write/report/reversal.hpp"

#include <catch2/catch.hpp>

#include "write/values.hpp"

using namespace entente;
using Catch::Matchers::Contains;

namespace {

GivenRow given(const char* condition, double probability, double mean) {
    GivenRow row{"deal", "a", "gain", condition};
    row.worlds = 100;
    row.probability = probability;
    row.mean = mean;
    return row;
}

AssumptionRow number(const std::string& key, double p50, const std::string& unit) {
    AssumptionRow row;
    row.key = key;
    row.p50 = p50;
    row.unit = unit;
    return row;
}

// Formed in 80% of the worlds and left in 20% of all; +100 where it lasts, -60 where it ends.
Results left_by(const char* trigger) {
    Results out;
    out.currency = "USD";
    ComparisonRow gain{"deal", "a", "gain", "USD m"};
    gain.mean = 0.6 * 100 - 0.2 * 60;
    out.comparison.push_back(gain);
    out.given = {given("exited", 0.2, -60), given("stayed", 0.6, 100)};
    ExitRow exit{"deal", trigger, "a"};
    exit.probability = 0.2;
    out.exits.push_back(exit);
    return out;
}

TornadoRow tornado(const std::string& input, std::vector<double> means, std::vector<double> inputs) {
    TornadoRow row{"deal", "a", input, std::move(means), {}};
    row.inputs = std::move(inputs);
    return row;
}

}  // namespace

TEST_CASE("a deal pays while fewer end early than break even", "[write]") {
    Results results = left_by("gate");
    // 100 (1 - q) = 60 q at q = 62.5%; a quarter of those formed end.
    const std::vector<std::string> told = reversals(results, "deal", "a");
    REQUIRE(told.size() == 1);
    CHECK(told[0] == "Pays only while fewer than 62% of such alliances end early; 25% do here");
    // By a hazard alone: its rate in proportion to the logarithm of the share that lasts.
    results.assumptions = {number("alternative.deal.exit.gate.rate", 0.05, "")};
    CHECK(reversals(results, "deal", "a")[0] == "Pays only while the exit rate stays below about 17% a year; it is 5%");
    // A cost of worlds in which it is not formed brings the point nearer: 100 - 160 q = 20.
    results.comparison[0].mean -= 0.8 * 20;
    results.assumptions.clear();
    CHECK_THAT(reversals(results, "deal", "a")[0], Contains("fewer than 50%"));
}

TEST_CASE("what ends well, or breaks nothing, is not told of", "[write]") {
    Results results = left_by("gate");
    results.given[0].mean = 120;
    CHECK(reversals(results, "deal", "a").empty());
    results.given[0].mean = 5;  // a loss never comes
    results.comparison[0].mean = 0.6 * 100 + 0.2 * 5;
    CHECK(reversals(results, "deal", "a").empty());
    results.given[0].worlds = 0;
    CHECK(reversals(results, "deal", "a").empty());
}

TEST_CASE("an input turns the gain where its tenths pass 0", "[write]") {
    Results results;
    results.currency = "USD";
    results.assumptions = {number("program.p.stage.work.duration", 3, "years")};
    results.tornado = {tornado("formation", {-500, 900}, {0, 1}),
                       tornado("program.p.stage.work.duration@a", {300, 100, -100, -300}, {1, 2, 4, 6}),
                       tornado("market.m.size", {-10, 50, 90}, {1000, 2000, 3000})};
    // Half way between 2 and 4: that a deal which is not formed gains nothing does not count, nor what turns it less.
    CHECK(reversals(results, "deal", "a") ==
          std::vector<std::string>{"Pays on average only below 3 years (p: duration of work, a's, P50 3)"});
    results.tornado = {tornado("market.m.size", {-10, 50, 90}, {1000, 2000, 3000})};
    CHECK(reversals(results, "deal", "a") == std::vector<std::string>{"Pays on average only above 1,167 (Market m: size)"});
    results.tornado = {tornado("event.war", {40, -70}, {0, 1})};
    CHECK_THAT(reversals(results, "deal", "a")[0], Contains("where so -70 on average"));
    results.tornado = {tornado("market.m.size", {10, 50, 90}, {1000, 2000, 3000})};
    CHECK_THAT(reversals(results, "deal", "a")[0], Contains("No single input reverses it") && Contains("in its lowest tenth still +10"));
}

TEST_CASE("numbers are told in their units, and distributions in words", "[write]") {
    CHECK(value_in("USD m", 12345.6) == "12,346 USD m");
    CHECK(value_in("share", 0.125) == "12.5%");
    CHECK(value_in("share a year", 0.09) == "9% a year");
    CHECK(value_in("date", 2031.04) == "2031.0");
    CHECK(value_in("years", 2.5) == "2.5 years");
    CHECK(value_in("", 15500) == "15,500");
    CHECK(figure_in("USD m", no_number).empty());
    AssumptionRow row;
    row.value = "pert(min=1, mode=2, max=4, truncate=[1, 3])";
    CHECK(value_in_words(row) == "pert: min 1, mode 2, max 4, truncate [1, 3]");
    row.value = "pert(min=1, mode=2, max=4, shape=4)";
    row.unit = "years";
    CHECK(value_in_words(row) == "pert: min 1, mode 2, max 4 (years)");
    row.value = "[1, 0.5]";
    CHECK(value_in_words(row) == "[1, 0.5]");
    row = number("", 0.3, "share");
    row.value = "0.3";
    CHECK(value_in_words(row) == "30%");
}
