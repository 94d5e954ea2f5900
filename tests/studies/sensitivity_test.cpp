// Sensitivity of models whose variance shares are known, and that its factors are all there is.
#include "studies/sensitivity.hpp"

#include <cmath>

#include "support/scenario.hpp"
#include "world/evaluate.hpp"

using namespace entente;
using namespace entente::test;

namespace {

Sensitivity of(const std::string& text, std::int64_t worlds, const Metric& metric) {
    RunOptions options;
    options.worlds = worlds;
    options.threads = 2;
    return sensitivity_of(scenario_of(text), options, metric, {});
}

const VarianceShares& shares_of(const Sensitivity& found, const std::string& factor) {
    for (const FactorEffect& effect : found.factors) {
        if (effect.factor == factor) return effect.shares;
    }
    FAIL("no factor '" << factor << "'");
    return found.factors.front().shares;
}

// Two stages whose costs have standard deviations 3 and 4.
const std::string two_stages = R"(
cost = { dist = "normal", mean = 100, sd = 3 }
duration = 1
[[program.p.stage]]
name = "second"
cost = { dist = "normal", mean = 100, sd = 4 }
duration = 1
)";

void check(const Estimate& found, double expected) {
    INFO(found.value << " (" << found.error << "), expected " << expected);
    CHECK(std::fabs(found.value - expected) < 4 * found.error + 1e-12);
}

}  // namespace

TEST_CASE("independent costs explain their parts of the variance, alone and in all", "[studies]") {
    const Sensitivity found = of(one_firm(two_stages), 8192, {"solo", "cost", "a"});
    REQUIRE(found.factors.size() == 2);
    for (const auto& [stage, share] : {std::pair("work", 0.36), std::pair("second", 0.64)}) {
        const VarianceShares& shares = shares_of(found, std::string("program.p.stage.") + stage + ".cost");
        check(shares.first, share);
        check(shares.total, share);
    }
    // The outer bands of a normal lie 1.755 standard deviations from the mean; what explains more comes first.
    CHECK(found.inputs.front().input.starts_with("program.p.stage.second.cost"));
    check(found.inputs.front().bands.means.front(), 200 - 4 * 1.754983);
    check(found.inputs.front().bands.means.back(), 200 + 4 * 1.754983);
}

TEST_CASE("correlated costs are one factor, which explains everything", "[studies]") {
    const std::string correlation = R"(
[[correlation]]
between = ["program.p.stage.work.cost", "program.p.stage.second.cost"]
rho = 0.5
)";
    const Sensitivity found = of(one_firm(two_stages, correlation), 4096, {"solo", "cost", "a"});
    REQUIRE(found.factors.size() == 1);
    CHECK(found.factors.front().factor == "program.p.stage.second.cost + program.p.stage.work.cost");
    check(found.factors.front().shares.first, 1);
    CHECK(found.factors.front().shares.total.value == Approx(1).margin(0.1));
}

TEST_CASE("the same on one thread and two", "[studies]") {
    const Scenario scenario = scenario_of(text_of_file("scenarios/two-carmakers.toml"));
    const auto run = [&](int threads) {
        RunOptions options;
        options.worlds = 1024;
        options.threads = threads;
        return sensitivity_of(scenario, options, {scenario.alternative.front().first.text, "gain", "all"}, {});
    };
    const Sensitivity one = run(1), two = run(2);
    REQUIRE(one.factors.size() == two.factors.size());
    for (std::size_t i = 0; i < one.factors.size(); ++i) {
        CHECK(one.factors[i].factor == two.factors[i].factor);
        CHECK(one.factors[i].shares.total.value == two.factors[i].shares.total.value);
    }
}

// If something random belonged to no factor, worlds with every factor redrawn would not be the later worlds.
TEST_CASE("worlds with every factor redrawn are the worlds further on", "[studies]") {
    const RunModel model = prepare(scenario_of(text_of_file("scenarios/ford-vw-2019.toml")), 1);
    RunModel moved = model;
    constexpr std::uint64_t offset = 1024;
    for (const Sampler::Factor& factor : model.sampler.factors()) moved.sampler.redraw(factor, offset);
    for (const std::vector<MarketId>& markets : model.regimes.factors()) moved.regimes.redraw(markets, offset);
    constexpr int worlds = 64;
    // The flows of every alternative in every pack.
    const auto flows_of = [&](const RunModel& of, std::int64_t first) {
        std::vector<Flows> out;
        Workspace work(of);
        draw_block(of, first, worlds, work.block);
        for_each_pack(of, work, [&](const Pack& pack) {
            for (const ResolvedAlternative& alternative : of.alternatives) out.push_back(evaluate(alternative, pack, work).flows);
        });
        return out;
    };
    const std::vector<Flows> later = flows_of(model, offset), redrawn = flows_of(moved, 0), same = flows_of(model, 0);
    REQUIRE(later.size() == worlds / pack_size * model.alternatives.size());
    for (std::size_t i = 0; i < later.size(); ++i) {
        CHECK(later[i].cost == redrawn[i].cost);
        CHECK(later[i].benefit == redrawn[i].benefit);
        CHECK(later[i].transfer == redrawn[i].transfer);
        CHECK_FALSE(redrawn[i].cost == same[i].cost);
    }
}
