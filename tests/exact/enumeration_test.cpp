// Tiny models by full enumeration: every outcome is run as a certain world, weighed by its probability, and the sum compared
// with the same sum by hand, to 1e-12.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>

#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

const std::string head =
    R"([scenario]
start = 2020.0
horizon = 10
steps_per_year = 1
[firm.a]
discount = 0.0
[firm.b]
discount = 0.0
)";
const std::string stage = R"([program.p]
[[program.p.stage]]
name = "s"
cost = 100
duration = 2
)";
const std::string pool = R"([alternative.x]
[[alternative.x.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
)";

double certain(const std::string& text, const std::vector<std::string>& settings, const char* alternative, const char* firm,
               const char* metric) {
    return summary_of(run_text(text, 1, 1, 1, settings), alternative, firm, metric).mean;
}
std::string set(const std::string& key, double value) { return key + "=" + std::to_string(value); }

}  // namespace

TEST_CASE("enumerated: a register of three risks", "[exact]") {
    const std::string text = head + stage +
                             R"([[program.p.risk]]
name = "r0"
stage = "s"
probability = 0.3
cost = 40
[[program.p.risk]]
name = "r1"
stage = "s"
probability = 0.1
cost = 200
delay = 1.0
[[program.p.risk]]
name = "r2"
stage = "s"
probability = 0.5
cost = 10
)";
    const std::array p{0.3, 0.1, 0.5}, c{40.0, 200.0, 10.0};
    double enumerated = 0, square = 0, by_hand = 100, variance = 0;
    for (int i = 0; i < 8; ++i) {
        double weight = 1;
        std::vector<std::string> settings;
        for (std::size_t r = 0; r < 3; ++r) {
            const bool happens = (i >> r & 1) != 0;
            weight *= happens ? p[r] : 1 - p[r];
            settings.push_back(set("program.p.risk.r" + std::to_string(r) + ".probability", happens ? 1 : 0));
        }
        const double cost = certain(text, settings, "solo", "a", "cost");
        enumerated += weight * cost;
        square += weight * cost * cost;
    }
    for (std::size_t r = 0; r < 3; ++r) {
        by_hand += p[r] * c[r];
        variance += p[r] * (1 - p[r]) * c[r] * c[r];
    }
    CHECK(enumerated == Approx(by_hand).epsilon(1e-12));
    CHECK(square - enumerated * enumerated == Approx(variance).epsilon(1e-11));
}

TEST_CASE("enumerated: a pool of the better of two firms' factors, three values each", "[exact]") {
    const std::string text = head + stage + R"([program.p.firm.a]
cost_factor = 1.0
[program.p.firm.b]
cost_factor = 1.0
)" + pool + "overhead = 0.1\nshare = { rule = \"fixed\", weights = { a = 0.25, b = 0.75 } }\n";
    const std::array factor{1.0, 1.3, 1.7}, weight{0.2, 0.5, 0.3};
    double enumerated = 0, by_hand = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            enumerated += weight[i] * weight[j] *
                          certain(text, {set("program.p.firm.a.cost_factor", factor[i]), set("program.p.firm.b.cost_factor", factor[j])},
                                  "x", "b", "cost");
            by_hand += weight[i] * weight[j] * 0.75 * 110 * std::min(factor[i], factor[j]);
        }
    }
    CHECK(enumerated == Approx(by_hand).epsilon(1e-12));
}

TEST_CASE("enumerated: an exit at one of four dates, retention and fee", "[exact]") {
    const std::string text = head + stage + pool +
                             R"(share = { rule = "equal" }
[[alternative.x.exit]]
trigger = "date"
date = 2020.5
leaver = "a"
[alternative.x.unwind]
fee = 6
retention = { a = 0.5, b = 1.0 }
)";
    double enumerated = 0, by_hand = 0;
    for (const double date : {2020.5, 2021.0, 2021.5, 2023.0}) {
        enumerated += 0.25 * certain(text, {set("alternative.x.exit.date.date", date)}, "x", "a", "cost");
        // Half of what was spent, and what its own plan still needs after half of that is lost; after completion nothing.
        const double spent = std::min((date - 2020) * 50, 100.0);
        by_hand += 0.25 * (spent / 2 + (date < 2022 ? 100 - spent / 2 : 0));
    }
    CHECK(enumerated == Approx(by_hand).epsilon(1e-12));
}

TEST_CASE("enumerated: bands over four plan costs", "[exact]") {
    const std::string text =
        head + stage + pool +
        "share = { rule = \"equal\", target = 100, overrun = { a = 0.8, b = 0.2 }, cap = 150, beyond = { a = 0, b = 1 } }\n";
    const std::array cost{60.0, 100.0, 130.0, 210.0}, weight{0.1, 0.4, 0.3, 0.2};
    double enumerated = 0, by_hand = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        enumerated += weight[i] * certain(text, {set("program.p.stage.s.cost", cost[i])}, "x", "a", "cost");
        by_hand += weight[i] * (0.5 * std::min(cost[i], 100.0) + 0.8 * std::max(std::min(cost[i], 150.0) - 100, 0.0));
    }
    CHECK(enumerated == Approx(by_hand).epsilon(1e-12));
}

TEST_CASE("enumerated: a licence whose minimum binds in some of five markets", "[exact]") {
    const std::string text = head + "[market.m]\nsize = 100\n" + stage +
                             R"([[program.p.benefit]]
firm = "a"
market = "m"
share = 0.1
margin = 3.0
[alternative.x]
[[alternative.x.arrangement]]
program = "p"
mode = "license"
licensor = "b"
licensees = ["a"]
upfront = 7
royalty = 0.5
minimum = 60
term_years = 4
)";
    double enumerated = 0, by_hand = 0;
    for (const double size : {50.0, 100.0, 150.0, 200.0, 300.0}) {
        enumerated += 0.2 * certain(text, {set("market.m.size", size)}, "x", "a", "transfer_npv");
        const double yearly = 0.1 * size;  // sold in each of the eight years from 2022
        by_hand -= 0.2 * (7 + 0.5 * 8 * yearly + 0.5 * std::max(60 - 4 * yearly, 0.0));
    }
    CHECK(enumerated == Approx(by_hand).epsilon(1e-12));
}

TEST_CASE("enumerated: rework and gates, try by try", "[exact]") {
    // Two tries at a gate of 0.6: a chain of outcomes, each with its cost and time; standing costs follow the time.
    const std::string text = head +
                             R"([program.p]
[[program.p.stage]]
name = "s"
cost = 80
duration = 2
standing = 5
success = 1.0
on_failure = "rework"
rework = { cost = 0.25, time = 0.5, limit = 1 }
)";
    const auto cost = [](int n) { return 80 * (1 + 0.25 * n) + 5 * 2 * (1 + 0.5 * n); };
    const double first = certain(text, {}, "solo", "a", "cost");
    const double never = certain(text, {"program.p.stage.s.success=0.0"}, "solo", "a", "cost");
    CHECK(0.6 * first + 0.4 * never == Approx(0.6 * cost(0) + 0.4 * cost(1)).epsilon(1e-12));
}
