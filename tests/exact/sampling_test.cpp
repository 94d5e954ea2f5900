// Whole runs under each sampler: the same answers, smaller errors, honest standard errors, and rounds that extend a run.
#include <catch2/catch.hpp>
#include <cmath>

#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

// Correlated costs, a shared pool, an exit by hazard, regimes: everything that draws.
const std::string everything =
    R"([scenario]
start = 2020.0
horizon = 12
[firm.a]
discount = 0.08
[firm.b]
discount = 0.1
[market.m]
size = 100
regime.good = { demand = 1.0, duration = 3 }
regime.bad = { demand = 0.7, duration = 2 }
[program.p]
likeness = 0.4
[[program.p.stage]]
name = "s"
cost = { dist = "lognormal", mean = 100, cv = 0.4 }
duration = { dist = "pert", min = 1, mode = 2, max = 4 }
success = 0.9
[[program.p.benefit]]
firm = "a"
market = "m"
share = 0.1
margin = 3.0
[[program.p.benefit]]
firm = "b"
market = "m"
share = 0.2
margin = 2.0
[[correlation]]
between = ["program.p.stage.s.cost", "program.p.stage.s.duration"]
rho = 0.5
[alternative.x]
[[alternative.x.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
share = { rule = "equal" }
[[alternative.x.exit]]
trigger = "hazard"
rate = 0.1
leaver = "any"
[alternative.x.unwind]
retention = { a = 0.5, b = 0.5 }
)";

Results sampled(Sampling sampling, std::int64_t worlds, std::uint64_t seed = 1, const std::vector<PrecisionTarget>& precision = {},
                int threads = 2) {
    RunOptions options;
    options.worlds = worlds;
    options.seed = seed;
    options.threads = threads;
    options.sampling = sampling;
    options.precision = precision;
    return run(scenario_of(everything), options);
}

}  // namespace

TEST_CASE("every sampler finds the same answers, with less error where worlds are laid out", "[exact]") {
    const Results plain = sampled(Sampling::mc, 200'000);
    for (const Sampling sampling : {Sampling::lhs, Sampling::sobol}) {
        const Results r = sampled(sampling, 40'000);
        for (const char* firm : {"a", "b", "all"}) {
            const Statistics &x = summary_of(r, "x", firm, "npv"), &y = summary_of(plain, "x", firm, "npv");
            CHECK(std::fabs(x.mean - y.mean) < 6 * std::hypot(x.se, y.se));
            CHECK(x.se < y.se * std::sqrt(5.0) * 0.9);  // than as many independent worlds would have
            CHECK(std::fabs(x.p80 - y.p80) < 3 * (y.p80_high - y.p80_low));
        }
        const ExitRow &x = exit_of(r, "x", "hazard", "a"), &y = exit_of(plain, "x", "hazard", "a");
        CHECK(std::fabs(x.probability - y.probability) < 3 * (y.high95 - y.low95));
        // The negative control: a saving moved by five of its small errors would be seen.
        const ComparisonRow& gain = comparison_of(r, "x", "a", "gain");
        CHECK(std::fabs(gain.mean + 30 * gain.se - comparison_of(plain, "x", "a", "gain").mean) >
              6 * std::hypot(gain.se, comparison_of(plain, "x", "a", "gain").se) * 0.5);
    }
}

TEST_CASE("standard errors of designs are what seeds show", "[exact]") {
    for (const Sampling sampling : {Sampling::lhs, Sampling::sobol}) {
        std::vector<double> means;
        double claimed = 0;
        const int seeds = 60;
        for (int seed = 1; seed <= seeds; ++seed) {
            const Statistics s = summary_of(sampled(sampling, 2'048, static_cast<std::uint64_t>(seed)), "x", "a", "npv");
            means.push_back(s.mean);
            claimed += s.se / seeds;
        }
        double mean = 0, squares = 0;
        for (const double m : means) mean += m / seeds;
        for (const double m : means) squares += (m - mean) * (m - mean) / (seeds - 1);
        // The ratio of a standard deviation over 60 seeds to its truth lies within 1 +- 0.35 but once in 10^4.
        CHECK(std::sqrt(squares) / claimed == Approx(1).margin(0.35));
    }
}

TEST_CASE("rounds extend a run, and stop when the means are precise", "[exact]") {
    const Results r = sampled(Sampling::mc, 1'000'000, 3, {{"gain", "a", 0.12}});
    CHECK(r.worlds < 1'000'000);
    CHECK(comparison_of(r, "x", "a", "gain").se <= 0.12);
    CHECK(r.precision.find("reached after") != std::string::npos);
    CHECK(r.asked == r.worlds);
    // The rounds are the run of as many worlds, byte by byte.
    CHECK(bytes_of(r) == bytes_of(sampled(Sampling::mc, r.worlds, 3)));
    CHECK(bytes_of(sampled(Sampling::sobol, 40'000, 3, {{"gain", "a", 1e-9}})) == bytes_of(sampled(Sampling::sobol, 40'000, 3)));
    const Results capped = sampled(Sampling::mc, 20'000, 3, {{"", "", 1e-6}});
    CHECK(capped.worlds == 20'000);
    CHECK(capped.precision.find("not reached after 20000 worlds") != std::string::npos);
}

TEST_CASE("the size of blocks does not change a byte", "[invariance]") {
    const auto blocks_of = [](int block, Sampling sampling) {
        RunOptions options;
        options.worlds = 3'000;
        options.threads = 2;
        options.block = block;
        options.sampling = sampling;
        return bytes_of(run(scenario_of(everything), options));
    };
    for (const Sampling sampling : {Sampling::mc, Sampling::lhs, Sampling::sobol}) {
        const std::string whole = blocks_of(Sampler::block_size, sampling);
        for (const int block : {1, 7, 100}) CHECK(whole == blocks_of(block, sampling));
    }
}

TEST_CASE("threads do not change a byte under designs", "[invariance]") {
    for (const Sampling sampling : {Sampling::lhs, Sampling::sobol})
        CHECK(bytes_of(sampled(sampling, 5'000, 2, {}, 1)) == bytes_of(sampled(sampling, 5'000, 2, {}, 3)));
}

namespace {

// In so little memory that tallies stand for the worlds, and in batches as short as they can be.
Results tallied(Sampling sampling, std::int64_t worlds, int threads, const std::vector<PrecisionTarget>& precision = {}) {
    RunOptions options;
    options.worlds = worlds;
    options.threads = threads;
    options.sampling = sampling;
    options.precision = precision;
    options.memory = 1e6;
    options.checkpoint.interval = 1e-3;
    return run(scenario_of(everything), options);
}

constexpr std::int64_t four_batches = 32 * 8'192;
const Results& tallied_points() {
    static const Results results = tallied(Sampling::sobol, four_batches, 2);
    return results;
}

}  // namespace

TEST_CASE("tallies of designs tell the same errors as columns, whatever the threads", "[exact]") {
    const Results kept = sampled(Sampling::sobol, four_batches);
    const Results& found = tallied_points();
    REQUIRE(found.histograms);
    REQUIRE_FALSE(kept.histograms);
    CHECK(bytes_of(found) == bytes_of(tallied(Sampling::sobol, four_batches, 3)));
    for (const char* metric : {"npv", "cost_npv", "benefit_npv"}) {
        const Statistics &a = summary_of(found, "x", "a", metric), &b = summary_of(kept, "x", "a", metric);
        INFO(metric);
        CHECK(a.mean == Approx(b.mean).epsilon(1e-12));
        CHECK(a.se == Approx(b.se).epsilon(1e-6));
        CHECK(a.mean_low == Approx(b.mean_low).epsilon(1e-9));
        // Errors at marks to either side of the quantile and the edge: the larger one.
        CHECK(a.p80_high - a.p80_low > 0.9 * (b.p80_high - b.p80_low));
        CHECK(a.p80_high - a.p80_low < 1.4 * (b.p80_high - b.p80_low));
        CHECK(a.tail10_high - a.tail10_low > 0.9 * (b.tail10_high - b.tail10_low));
        CHECK(a.tail10_high - a.tail10_low < 1.6 * (b.tail10_high - b.tail10_low));
    }
    const ComparisonRow &a = comparison_of(found, "x", "a", "gain"), &b = comparison_of(kept, "x", "a", "gain");
    CHECK(a.se == Approx(b.se).epsilon(1e-6));
    CHECK(a.prob_low95 == Approx(b.prob_low95).epsilon(1e-6));
    CHECK(exit_of(found, "x", "hazard", "a").high95 == Approx(exit_of(kept, "x", "hazard", "a").high95).epsilon(1e-9));
    CHECK(a.se < 0.7 * comparison_of(tallied(Sampling::mc, four_batches, 2), "x", "a", "gain").se);
}

TEST_CASE("precision counts on the errors of tallied designs", "[exact]") {
    const double most = 4 * comparison_of(tallied_points(), "x", "a", "gain").se;
    const Results r = tallied(Sampling::sobol, four_batches, 2, {{"gain", "a", most}});
    CHECK(r.worlds < four_batches);
    CHECK(comparison_of(r, "x", "a", "gain").se <= most);
    CHECK(r.precision.find("reached after") != std::string::npos);
}
