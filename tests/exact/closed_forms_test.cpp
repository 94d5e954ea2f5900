// Whole runs against closed forms; every statistical check has a negative control.
#include <catch2/catch.hpp>
#include <cmath>

#include "lanes/elementary.hpp"
#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

double z_of(const Statistics& s, double expected) { return (s.mean - expected) / s.se; }

// Two firms and a pool that never ends by itself, to be left by a hazard.
std::string hazard(const std::string& exit, const std::string& market = "") {
    return R"([scenario]
start = 2000.0
horizon = 10
steps_per_year = 12
[firm.a]
discount = 0.06
[firm.b]
discount = 0.06
)" + market +
           R"([program.p]
[[program.p.stage]]
name = "s"
cost = 10
duration = 40
[alternative.x]
[[alternative.x.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
share = { rule = "equal" }
[[alternative.x.exit]]
leaver = "a"
)" + exit + "[alternative.x.unwind]\nfee = 1\n";
}

}  // namespace

TEST_CASE("a lognormal cost has its mean, and a shifted one is seen", "[exact]") {
    const Results r = run_text(one_firm("cost = { dist = \"lognormal\", mean = 100, cv = 0.5 }\nduration = 1"), 200'000);
    CHECK(std::fabs(z_of(summary_of(r, "solo", "a", "cost_npv"), 100)) < 6);
    CHECK(std::fabs(z_of(summary_of(r, "solo", "a", "cost_npv"), 101)) > 6);
    CHECK(summary_of(r, "solo", "a", "cost_npv").sd == Approx(50).epsilon(0.02));
}

TEST_CASE("rework, standing and factors multiply as written", "[exact]") {
    // N = min(failed tries, 2); stops when three tries fail. success 0.5: P(N = 0, 1, 2) = 1/2, 1/4, 1/4 (1/8 of them stop).
    const std::string stage =
        R"(cost = 100
duration = 2
standing = 10
success = 0.5
on_failure = "rework"
rework = { cost = 0.5, time = 0.25, limit = 2 })";
    const Results r = run_text(one_firm(stage, R"([program.p.firm.a]
cost_factor = 1.5
duration_factor = 2.0
)"),
                               100'000);
    const auto cost = [](int n) { return 1.5 * 100 * (1 + 0.5 * n) + 1.5 * 10 * (2.0 * 2) * (1 + 0.25 * n); };
    const double expected = 0.5 * cost(0) + 0.25 * cost(1) + 0.25 * cost(2);
    CHECK(std::fabs(z_of(summary_of(r, "solo", "a", "cost"), expected)) < 6);
    CHECK(std::fabs(program_of(r, "solo", "p", "a").probability_completed - 0.875) < 6 * std::sqrt(0.875 * 0.125 / 1e5));
    CHECK(program_of(r, "solo", "p", "a").completion_p10 == Approx(2024));
}

TEST_CASE("a register of risks has its exact mean and steps", "[exact]") {
    const std::string risks =
        R"([[program.p.risk]]
name = "r1"
stage = "work"
probability = 0.3
cost = 40
[[program.p.risk]]
name = "r2"
stage = "work"
probability = 0.1
cost = 200
delay = 1.0
)";
    const Results r = run_text(one_firm("cost = 100\nduration = 1", risks), 100'000);
    const Statistics& s = summary_of(r, "solo", "a", "cost_npv");
    CHECK(std::fabs(z_of(s, 100 + 12 + 20)) < 6);
    CHECK(s.min == Approx(100));
    CHECK(s.max == Approx(340));
    CHECK(s.p50 == Approx(100));  // neither happens in 63% of worlds
    CHECK(s.p80 == Approx(140));  // P(<= 100) = 0.63, P(<= 140) = 0.9
}

TEST_CASE("a risk that happens several times is a sum of independent ones", "[exact]") {
    // A compound Poisson sum: mean m E[X], variance m E[X^2]; X uniform on 10..50, so E[X^2] = 900 + 1600/12.
    const std::string risk =
        R"([[program.p.risk]]
name = "r"
stage = "work"
count = { dist = "poisson", mean = 2 }
cost = { dist = "uniform", min = 10, max = 50 }
delay = 0.5
)";
    const Results r = run_text(one_firm("cost = 100\nduration = 1", risk), 200'000);
    const Statistics& s = summary_of(r, "solo", "a", "cost_npv");
    const double variance = 2 * (900 + 1600.0 / 12);
    CHECK(std::fabs(z_of(s, 160)) < 6);
    CHECK(std::fabs(z_of(s, 161)) > 6);
    CHECK(s.sd == Approx(std::sqrt(variance)).epsilon(0.01));
    CHECK(s.sd != Approx(std::sqrt(2 * 900 + 3 * 1600.0 / 12 * 2)).epsilon(0.01));  // a count of one draw
    CHECK(s.min == Approx(100));
    // Each occurrence delays: the median count is 2.
    CHECK(program_of(r, "solo", "p", "a").completion_p50 == Approx(2022));
    // With a probability as well: half of the worlds have none of it.
    const Results half = run_text(one_firm("cost = 100\nduration = 1",
                                           R"([[program.p.risk]]
name = "r"
stage = "work"
probability = 0.5
count = 3
cost = 20
)"),
                                  50'000);
    CHECK(std::fabs(z_of(summary_of(half, "solo", "a", "cost_npv"), 130)) < 6);
    CHECK(summary_of(half, "solo", "a", "cost_npv").max == Approx(160));
}

TEST_CASE("parallel stages end with the later one", "[exact]") {
    const std::string stages =
        R"(cost = 1
duration = { dist = "normal", mean = 3, sd = 0.5 }
[[program.p.stage]]
name = "other"
cost = 1
duration = { dist = "normal", mean = 3, sd = 0.5 }
after = []
[[program.p.stage]]
name = "last"
cost = 0
duration = 0
after = ["work", "other"]
)";
    const Results r = run_text(one_firm(stages), 200'000);
    const ProgramRow& row = program_of(r, "solo", "p", "a");
    // The median of the maximum: Phi(x)^2 = 1/2.
    const double median = 2023 + 0.5 * normal_quantile(std::sqrt(0.5));
    const double se = 0.5 / std::sqrt(200'000.0);
    CHECK(std::fabs(row.completion_p50 - median) < 6 * se);
    CHECK(std::fabs(row.completion_p50 - 2023) > 6 * se);  // the median of either stage alone
}

TEST_CASE("exit by hazard: probability, date and the fee's value", "[exact]") {
    const Results r = run_text(hazard("trigger = \"hazard\"\nrate = 0.1\n"), 200'000);
    const ExitRow& row = exit_of(r, "x", "hazard", "a");
    const double p = 1 - std::exp(-1.0);
    CHECK(std::fabs(row.probability - p) < 6 * std::sqrt(p * (1 - p) / 2e5));
    CHECK(std::fabs(row.probability - 0.6) > 6 * std::sqrt(p * (1 - p) / 2e5));
    // values.json hazard.pv_fee_at_exit uses continuous discounting at r; here (1 + 0.06)^-t at mid-month.
    double exact = 0;
    for (int k = 0; k < 120; ++k) exact += (std::exp(-0.1 * k / 12) - std::exp(-0.1 * (k + 1) / 12)) * std::pow(1.06, -(k + 0.5) / 12);
    CHECK(std::fabs(z_of(summary_of(r, "x", "b", "transfer_npv"), exact)) < 6);
    CHECK(std::fabs(summary_of(r, "x", "a", "transfer_npv").mean + summary_of(r, "x", "b", "transfer_npv").mean) < 1e-12);
}

TEST_CASE("exit by a hazard that waits for the recovery", "[exact]") {
    // Rates as in the published table (regime_exit): discrete months here, so the exact value is that of the chain.
    struct Case {
        double into, out, hazard, continuous_p10;
    };
    for (const Case& c : {Case{0.20689655172413793, 1.0909090909090908, 0.15, 0.67945914}, Case{0.2, 0.2, 0.5, 0.67178291}}) {
        const auto text = [](double x) { return std::to_string(x); };
        const std::string market = R"([market.m]
size = 1
regime.recession = { demand = 0.8, duration = )" +
                                   text(1 / c.out) + ", initial = 1.0 }\nregime.recovery = { demand = 1.0, duration = " + text(1 / c.into) +
                                   " }\n";
        const Results r = run_text(hazard(R"(trigger = "hazard"
market = "m"
rate = { recovery = )" + text(c.hazard) + " }\n",
                                          market),
                                   200'000);
        double recession = 1, recovery = 0;
        for (int k = 0; k < 120; ++k) {
            recovery *= std::exp(-c.hazard / 12);
            const double next = recession * (1 - c.out / 12) + recovery * c.into / 12;
            recovery = recession * c.out / 12 + recovery * (1 - c.into / 12);
            recession = next;
        }
        const double p = 1 - recession - recovery;
        const double simulated = exit_of(r, "x", "hazard", "a").probability;
        CHECK(std::fabs(simulated - p) < 6 * std::sqrt(p * (1 - p) / 2e5));
        CHECK(p == Approx(c.continuous_p10).margin(0.01));  // months against continuous time
    }
}

TEST_CASE("Pindyck: a stage paid at a rate ends when its inverse gamma cost is spent", "[exact]") {
    // K0 = 100, k = 10 a year, beta 0.5: the cost is inverse gamma with shape 9 and scale 800, the time is cost / rate.
    const std::string stage = "cost = { dist = \"inverse_gamma\", shape = 9, scale = 800 }\nrate = 10";
    const Results r = run_text(one_firm(stage), 200'000);
    const ProgramRow& row = program_of(r, "solo", "p", "a");
    CHECK(row.completion_p50 == Approx(2020 + 10 * 0.9228337).margin(0.06));
    CHECK(row.completion_p10 == Approx(2020 + 10 * 0.6156351).margin(0.06));
    CHECK(row.completion_p90 == Approx(2020 + 10 * 1.4726272).margin(0.12));
    CHECK(std::fabs(z_of(summary_of(r, "solo", "a", "cost"), 100)) < 6);
}

TEST_CASE("an event's first arrival is exponential and its outlay is spread", "[exact]") {
    const std::string event = R"([[event]]
name = "fine"
rate = 0.2
duration = 2.0
outlay = { a = 100 }
)";
    const Results r = run_text(one_firm("cost = 0\nduration = 1", event), 200'000);
    // Outlay before the horizon T = 10: integral of 0.2 e^(-0.2 t) 100 min(1, (10 - t)/2) dt.
    const double lambda = 0.2;
    const double full = 1 - std::exp(-lambda * 8);
    // Integral over t in [8, 10] of lambda e^(-lambda t) (10 - t)/2.
    const double part = std::exp(-lambda * 8) * (1 - (1 - std::exp(-lambda * 2)) / (lambda * 2));
    CHECK(std::fabs(z_of(summary_of(r, "solo", "a", "cost"), 100 * (full + part))) < 6);
}
