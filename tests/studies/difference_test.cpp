// What moves a figure from one scenario to another.
#include "studies/difference.hpp"

#include <array>
#include <catch2/catch.hpp>

#include "base/stop.hpp"
#include "model/scenario.hpp"
#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

// One firm's program of a certain cost, sold in one market.
std::string text_of(double cost, double margin, double discount) {
    return R"(
[scenario]
start = 2020.0
horizon = 5
steps_per_year = 1
[firm.a]
discount = )" +
           std::to_string(discount) + R"(
[market.m]
size = 100
[program.p]
[[program.p.stage]]
name = "s"
cost = { dist = "uniform", min = )" +
           std::to_string(cost) + R"(, max = )" + std::to_string(3 * cost) + R"( }
duration = 1
[[program.p.benefit]]
firm = "a"
market = "m"
share = 0.5
margin = )" +
           std::to_string(margin) + "\n";
}

Difference moved(const std::vector<std::array<double, 2>>& values, std::size_t groups) {
    DifferenceQuestion question;
    question.groups = groups;
    question.scenario = [&](GroupMask taken) {
        const auto of = [&](std::size_t g) { return values[g][taken >> g & 1U]; };
        return std::make_shared<const Scenario>(scenario_of(text_of(of(0), of(1), of(2))));
    };
    question.metric = {"solo", "npv", "a"};
    question.options.worlds = 512;
    question.options.seed = 3;
    question.options.stop = &no_stop;
    return difference_of(question);
}

}  // namespace

TEST_CASE("parts of a difference sum to it, and what changes nothing has no part", "[studies][diff]") {
    const Difference found = moved({{{100, 130}, {2, 3}, {0.1, 0.1}}}, 3);
    CHECK(found.parts[0].value + found.parts[1].value + found.parts[2].value == Approx(found.difference.value).epsilon(1e-12));
    CHECK(found.second.value - found.first.value == Approx(found.difference.value).epsilon(1e-12));
    CHECK(found.parts[2].value == 0);
    CHECK(found.parts[2].error == 0);
    CHECK(found.parts[0].value < 0);
    CHECK(found.parts[1].value > 0);
}

TEST_CASE("parts that do not act on each other are the changes themselves", "[studies][diff]") {
    // Without discounting, npv is sales less cost: 100 x 0.5 x margin x 4 years - cost, whose mean is twice its least.
    const Difference found = moved({{{100, 130}, {2, 3}, {0, 0}}}, 3);
    CHECK(found.parts[0].value == Approx(-60).margin(4 * found.parts[0].error));
    CHECK(found.parts[1].value == Approx(200).epsilon(1e-9));
}

TEST_CASE("two groups that only act together share what they do", "[studies][diff]") {
    // What a higher margin and a lower discount rate add together is split evenly (Shapley): both orders count alike.
    const Difference both = moved({{{100, 100}, {2, 3}, {0.2, 0.0}}}, 3);
    const double margin_first = moved({{{100, 100}, {2, 3}, {0.2, 0.2}}}, 3).difference.value;
    const double margin_last = moved({{{100, 100}, {2, 3}, {0.0, 0.0}}}, 3).difference.value;
    CHECK(both.parts[1].value == Approx((margin_first + margin_last) / 2).epsilon(1e-9));
}
