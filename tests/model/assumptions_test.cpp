// What a scenario takes for given, number by number; and every such number in words.
#include "model/assumptions.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

#include "model/titles.hpp"
#include "model/words.hpp"
#include "read/inputs.hpp"
#include "read/read.hpp"
#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

const std::string with_sources = one_firm("cost = { dist = \"uniform\", min = 1, max = 3 }\nduration = 1", R"(
[alternative.late]
term = 2022
drift = { a = 0.1 }
[alternative.later]
like = "late"
drift = { a = 0.2 }
[sources]
"program.p" = { source = "plans", date = 2019-03-31, mark = "fact" }
)",
                                          "as_of = 2019-07-12\n");

Results results_of(const Scenario& scenario) {
    Results out;
    tell_assumptions(scenario, out);
    return out;
}

const AssumptionRow& row_of(const Results& results, const std::string& key) {
    const auto found =
        std::find_if(results.assumptions.begin(), results.assumptions.end(), [&](const auto& row) { return row.key == key; });
    REQUIRE(found != results.assumptions.end());
    return *found;
}

}  // namespace

TEST_CASE("a number is told with its words, unit, quantiles and source", "[model]") {
    const Results results = results_of(scenario_of(with_sources));
    CHECK(results.as_of == "2019-07-12");
    const AssumptionRow& cost = row_of(results, "program.p.stage.work.cost");
    CHECK(cost.group == "program");
    CHECK(cost.of == "p");
    CHECK(cost.quantity == "p: cost of work");
    CHECK(cost.unit == "USD m");
    CHECK(cost.value == "uniform(min=1, max=3)");
    CHECK(cost.p10 == Approx(1.2));
    CHECK(cost.p50 == Approx(2));
    CHECK(cost.p90 == Approx(2.8));
    CHECK(cost.source == "plans");
    CHECK(cost.date == "2019-03-31");
    CHECK(cost.mark == "fact");
    const AssumptionRow& duration = row_of(results, "program.p.stage.work.duration");
    CHECK(duration.unit == "years");
    CHECK(std::isnan(duration.p10));
    CHECK(duration.p50 == 1);
    CHECK(row_of(results, "firm.a.discount").unit == "share a year");
    CHECK(row_of(results, "firm.a.discount").source.empty());
    CHECK(row_of(results, "alternative.late.term").unit == "date");
    // Defaults are no assumptions of the scenario.
    CHECK(std::none_of(results.assumptions.begin(), results.assumptions.end(),
                       [](const auto& row) { return row.key == "program.p.likeness"; }));
}

TEST_CASE("a number that an alternative has from another names it, and its own does not", "[model]") {
    const Results results = results_of(scenario_of(with_sources));
    CHECK(row_of(results, "alternative.later.term").like == "late");
    CHECK(row_of(results, "alternative.later.drift.a").like.empty());
    CHECK(row_of(results, "alternative.late.term").like.empty());
}

TEST_CASE("every number of every scenario of the project has words, none of them a path", "[model]") {
    std::vector<std::string> files{ENTENTE_SOURCE_DIR "/docs/every-key.toml"};
    for (const auto& file : std::filesystem::directory_iterator(ENTENTE_SOURCE_DIR "/scenarios")) {
        if (file.path().extension() == ".toml") files.push_back(file.path().string());
    }
    for (const std::string& file : files) {
        const ReadResult read = [&] {
            Inputs inputs;
            return read_scenario(file, {}, inputs);
        }();
        REQUIRE(read.scenario);
        for (const AssumptionRow& row : results_of(*read.scenario).assumptions) {
            INFO(file << ": " << row.key << " is told as '" << row.quantity << "'");
            CHECK(row.quantity != row.key);
            CHECK(row.quantity.find("alternative.") == std::string::npos);
            CHECK(row.quantity.find('_') == std::string::npos);
            CHECK_FALSE(row.meaning.empty());
        }
    }
}

TEST_CASE("what is drawn has words too, with whose it is", "[model]") {
    Titles titles;
    titles.firms = {{"ford", "Ford"}};
    titles.programs = {{"ev", "Electric platform"}};
    titles.alternatives = {{"pool", "The pool"}};
    CHECK(in_words(titles, "program.ev.stage.platform.cost@ford") == "Electric platform: cost of platform, Ford's");
    CHECK(in_words(titles, "program.ev.stage.platform.cost@ford+vw") == "Electric platform: cost of platform, the pool's");
    CHECK(in_words(titles, "alternative.pool.arrangement.ev.adaptation.ford.cost") ==
          "The pool: cost of the adaptation of Ford to Electric platform");
    CHECK(in_words(titles, "alternative.pool.exit.recovery.rate") == "The pool: rate of exit 'recovery'");
    CHECK(in_words(titles, "formation (score)") == "Whether the alliance is formed");
    CHECK(in_words(titles, "no.such.path.at.all.of.any") == "no.such.path.at.all.of.any");
}
