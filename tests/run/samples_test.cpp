// What --samples keeps of every world: outcomes, access, and what was drawn.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "studies/replay.hpp"
#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

Results sampled(const Scenario& scenario, std::int64_t worlds, Sampling sampling = Sampling::mc) {
    RunOptions options;
    options.worlds = worlds;
    options.threads = 2;
    options.samples = true;
    options.sampling = sampling;
    return run(scenario, options);
}

}  // namespace

TEST_CASE("what was drawn in a world is what the world tells", "[run]") {
    const Scenario scenario = scenario_of(text_of_file("scenarios/ford-vw-2019.toml"), {"scenario.pilot=512"});
    for (const Sampling sampling : {Sampling::mc, Sampling::sobol}) {
        const Results r = sampled(scenario, 600, sampling);
        REQUIRE(r.draws.columns.size() == r.draws.names.size());
        REQUIRE(r.draws.columns.front().size() == 600);
        RunOptions options;
        options.worlds = 600;
        options.sampling = sampling;
        for (const std::int64_t world : {0, 7, 300, 599}) {
            const WorldStory story = replay(scenario, options, world);
            REQUIRE(story.draws.size() == r.draws.names.size());
            std::size_t events = 0;
            for (std::size_t i = 0; i < story.draws.size(); ++i) {
                const double value = r.draws.columns[i][static_cast<std::size_t>(world)];
                if (r.draws.names[i] == story.draws[i].first) {
                    CHECK(value == story.draws[i].second);
                } else {
                    CHECK(r.draws.names[i] + " (score)" == story.draws[i].first);
                    CHECK((value == 0 || value == 1));
                    ++events;
                }
            }
            CHECK(events > 0);
        }
    }
}

TEST_CASE("an event happens in as many worlds as its chance says, and 1 stands for it", "[run]") {
    const std::string text = one_firm("cost = 100\nduration = 1\n", R"([[program.p.risk]]
name = "r"
stage = "work"
probability = 0.3
cost = 50
)");
    const Results r = sampled(scenario_of(text), 2'000);
    const auto column = std::find(r.draws.names.begin(), r.draws.names.end(), "program.p.risk.r.event@a") - r.draws.names.begin();
    REQUIRE(static_cast<std::size_t>(column) < r.draws.names.size());
    double count = 0;
    for (std::size_t w = 0; w < 2'000; ++w) {
        const double happens = r.draws.columns[static_cast<std::size_t>(column)][w];
        count += happens;
        const AccessRow& access = r.access[w];
        CHECK(access.world == static_cast<std::int64_t>(w));
        CHECK(access.cost == Approx(100 + 50 * happens));
    }
    CHECK(std::fabs(count / 2'000 - 0.3) < 6 * std::sqrt(0.3 * 0.7 / 2'000));
}

TEST_CASE("every world has its gain, whether the deal came about, and who left", "[run]") {
    const Results r = sampled(scenario_of(text_of_file("scenarios/recovery-exit.toml"), {"scenario.pilot=512"}), 600);
    double gain = 0, left = 0;
    std::size_t rows = 0;
    const ComparisonRow& told = r.comparison.front();
    for (const WorldRow& row : r.samples) {
        if (row.alternative == "solo") CHECK(std::isnan(row.gain));
        if (row.alternative == "solo") CHECK(std::isnan(row.formed));
        CHECK(row.exit.empty() == std::isnan(row.exit_date));
        CHECK(row.exit.empty() == row.leaver.empty());
        if (row.alternative != told.alternative || row.firm != told.firm) continue;
        gain += row.gain;
        left += row.exit.empty() ? 0 : 1;
        ++rows;
    }
    REQUIRE(rows == 600);
    CHECK(gain / 600 == Approx(comparison_of(r, told.alternative, told.firm, "gain").mean));
    double chance = 0;
    for (const ExitRow& exit : r.exits) chance += exit.alternative == told.alternative ? exit.probability : 0;
    CHECK(left / 600 == Approx(chance));
}
