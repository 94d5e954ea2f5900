// What money delays, in sentences.
#include "write/funding.hpp"

#include <catch2/catch.hpp>

using namespace entente;
using Catch::Matchers::Contains;

namespace {

FundingRow limits(const std::string& alternative, double late, double cost) {
    return {alternative, "ford", "av", "benefit", late, late + 1, 4'096, cost, 5, cost - 10, cost + 10};
}

// Alone 2.1 years late, in the deal 0.3.
Results sample() {
    Results out;
    out.currency = "USD";
    out.baseline = "solo";
    out.titles = {
        {{"ford", "Ford"}, {"vw", "Volkswagen"}}, {{"av", "Self-driving system"}}, {{"deal", "The alliance"}, {"own", "Each alone"}}};
    out.funding = {limits("solo", 2.1, 700), limits("deal", 0.3, 60)};
    out.funding[1].against = "solo";
    out.funding[1].bought = 640;
    out.funding[1].bought_low95 = 600;
    out.funding[1].bought_high95 = 680;
    out.funding.push_back({"solo", "ford", "all", "npv", no_number, no_number, 4'096, 500, 5, 490, 510});
    for (const char* alternative : {"solo", "deal", "own"}) out.summary.push_back({alternative, "ford", "npv", "USD m", {}});
    out.summary.push_back({"deal", "all", "formed", "share", {}});
    return out;
}

const std::vector<std::string> all{"solo", "deal", "own"};

}  // namespace

TEST_CASE("a sentence tells the delay alone and in a deal, and what that time is worth", "[write]") {
    CHECK(what_money_delays(sample(), all) ==
          std::vector<std::string>{
              "Ford, Self-driving system: alone money delays it by 2.1 years in the median; in 'The alliance' by 0.3 years: that "
              "time is worth 640 [600, 680] USD m"});
    CHECK_THAT(what_limits_cost(sample(), all).front(),
               Contains("Ford: limits on funding cost it, in npv, 500 [490, 510] USD m in 'solo'"));
    CHECK_THAT(what_limits_rest_on(sample()), Contains("the first 4,096"));
}

TEST_CASE("an alternative in which all is done alone is named, and more deals are summed up", "[write]") {
    Results results = sample();
    results.funding[0].alternative = "own";
    results.funding[1].against = "own";
    results.funding.push_back(results.funding[1]);
    results.funding.back().alternative = "other";
    results.funding.back().bought = 655;
    results.summary.push_back({"other", "all", "formed", "share", {}});
    const std::string said = what_money_delays(results, {"solo", "deal", "own", "other"}).front();
    CHECK_THAT(said, Contains("alone ('Each alone') money delays it by 2.1 years in the median"));
    CHECK_THAT(said, Contains("640 [600, 680] USD m (in one more deal 655)"));
}

TEST_CASE("a deal that makes it later costs more, and what nobody does alone is compared with nothing", "[write]") {
    Results results = sample();
    results.funding[1].bought = -40;
    results.funding[1].bought_low95 = -60;
    results.funding[1].bought_high95 = -20;
    CHECK_THAT(what_money_delays(results, all).front(), Contains("by 0.3 years, which costs 40 [20, 60] USD m more"));
    results.funding.erase(results.funding.begin());
    results.funding[0].against.clear();
    CHECK_THAT(
        what_money_delays(results, all).front(),
        Contains("Ford, Self-driving system: in 'The alliance' money delays it by 0.3 years in the median, which costs 60 [50, 70] USD m"));
}

TEST_CASE("a delay in few worlds is said of one in five, and none is not told", "[write]") {
    Results results = sample();
    results.funding[0].late_p50 = 0;
    CHECK_THAT(what_money_delays(results, all).front(), Contains("alone money delays it by 3.1 years or more in one world of five"));
    for (FundingRow& row : results.funding) row.late_p50 = row.late_p80 = 0;
    CHECK(what_money_delays(results, all).empty());
    CHECK(what_money_delays(Results{}, all).empty());
    CHECK(what_limits_cost(Results{}, all).empty());
}

TEST_CASE("where a deal costs more, the others are told of in the same sense", "[write]") {
    Results results = sample();
    results.funding[1].bought = -40;
    results.funding.push_back(results.funding[1]);
    results.funding.back().alternative = "other";
    results.funding.back().bought = -5;
    results.summary.push_back({"other", "all", "formed", "share", {}});
    CHECK_THAT(what_money_delays(results, {"solo", "deal", "own", "other"}).front(), Contains("USD m more (in one more deal 5.00)"));
}
