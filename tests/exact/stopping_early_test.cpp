// A run that is asked to stop keeps its finished worlds, or gives no answer at all.
#include <catch2/catch.hpp>

#include "exit/stopping.hpp"
#include "prepare/ready.hpp"
#include "studies/sensitivity.hpp"
#include "studies/shares.hpp"
#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

constexpr std::int64_t many = 50'000'000;

RunOptions stopped_after(Stop& stop, std::int64_t worlds) {
    RunOptions options;
    options.worlds = many;
    options.threads = 2;
    options.memory = 1e6;
    options.stop = &stop;
    options.progress = [&stop, worlds](std::int64_t finished) {
        if (finished >= worlds) stop.request(15);
    };
    return options;
}

}  // namespace

TEST_CASE("a stopped run is the shorter run, and marked", "[exact]") {
    const Scenario scenario = scenario_of(text_of_file("scenarios/recovery-exit.toml"));
    Stop stop;
    const Results results = run(scenario, stopped_after(stop, 2'000));
    CHECK(results.partial());
    CHECK(results.worlds >= 512);
    CHECK(results.worlds < many);
    CHECK(results.asked == many);
    RunOptions options;
    options.worlds = results.worlds;
    options.memory = 1e6;
    const Results shorter = run(scenario, options);
    CHECK_FALSE(shorter.partial());
    CHECK(summary_of(shorter, "solo", "ford", "npv").mean == Approx(summary_of(results, "solo", "ford", "npv").mean).epsilon(1e-12));
}

TEST_CASE("what cannot use a part of its worlds gives no answer when it is stopped", "[exact]") {
    const Scenario scenario = scenario_of(text_of_file("scenarios/gm-fiat.toml"), {"scenario.pilot=2048"});
    Stop stop;
    RunOptions options = stopped_after(stop, 2'000);
    options.keep_partial = false;
    CHECK_THROWS_AS(run(scenario, options), Interrupted);
    // From here on it is asked for from the start.
    REQUIRE(stop.signal() == 15);
    CHECK_THROWS_AS(run(scenario, stopped_after(stop, 0)), Interrupted);
    CHECK_THROWS_AS(ready_model(scenario, 1, stop), Interrupted);
    CHECK_THROWS_AS(shares_of(scenario, 1, stop), Interrupted);
    CHECK_THROWS_AS(fit_stopping(StoppingPaths(3, 100, 1), 2, stop), Interrupted);
    CHECK_THROWS_AS(sensitivity_of(scenario, options, Metric{"put", "gain", "gm"}, {}), Interrupted);
    CHECK_NOTHROW(ready_model(scenario, 1));
}

TEST_CASE("the end waits while something is being kept", "[exact]") {
    Stop stop;
    CHECK_FALSE(stop.requested());
    CHECK_FALSE(stop.keeping());
    {
        const Stop::Keeping one(stop);
        { const Stop::Keeping other(stop); }
        CHECK(stop.keeping());
    }
    CHECK_FALSE(stop.keeping());
}
