// Which keys a source may be given for, which line of [sources] counts, and days as they are told.
#include <algorithm>
#include <catch2/catch.hpp>

#include "model/dates.hpp"
#include "model/scenario_keys.hpp"
#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

const std::string sourced = one_firm("cost = { dist = \"uniform\", min = 1, max = 3 }\nduration = 1", R"([sources]
"program.p" = { source = "plans", date = 2019-03-31, mark = "fact" }
"program.*.cost" = { source = "costs of the last one", mark = "derived" }
"program.p.stage.work.duration" = { source = "us", mark = "judgement" }
)",
                                     "as_of = 2019-07-12\n");

const ScenarioKey& key_of(const std::vector<ScenarioKey>& keys, const std::string& path) {
    const auto found = std::find_if(keys.begin(), keys.end(), [&](const ScenarioKey& key) { return key.path == path; });
    REQUIRE(found != keys.end());
    return *found;
}

}  // namespace

TEST_CASE("the last line of [sources] that covers a key counts; a table's name covers what is in it", "[model]") {
    const Scenario scenario = scenario_of(sourced);
    const auto source = [&](const std::string& path) {
        const Citation* citation = citation_of(scenario, path);
        return citation == nullptr ? std::string("none") : citation->text;
    };
    CHECK(source("program.p.stage.work.cost") == "costs of the last one");
    CHECK(source("program.p.stage.work.duration") == "us");
    CHECK(source("program.p.likeness") == "plans");
    CHECK(source("firm.a.discount") == "none");
    CHECK(citation_of(scenario, "program.p.likeness")->mark == Mark::fact);
    CHECK_FALSE(covers("program.p", "program.pp.likeness"));
}

TEST_CASE("what a scenario writes is told from defaults, numbers from words, and the world from how it is run", "[model]") {
    const std::vector<ScenarioKey> keys = sourced_keys(scenario_of(sourced));
    CHECK(key_of(keys, "program.p.stage.work.cost").number);
    CHECK_FALSE(key_of(keys, "program.p.stage.work.cost").default_value);
    CHECK(key_of(keys, "program.p.likeness").default_value);
    CHECK_FALSE(key_of(keys, "program.p.stage.work.name").number);
    CHECK(key_of(keys, "firm.a.discount").number);
    CHECK_FALSE(key_of(keys, "firm.a.discount").default_value);  // a needed key is said, whatever it says
    for (const ScenarioKey& key : keys) {
        CHECK_FALSE(key.path.starts_with("run."));
        CHECK_FALSE(key.path.starts_with("sources."));
        CHECK((!key.path.starts_with("scenario.") || key.path == "scenario.escalation"));
    }
}

TEST_CASE("a setting reaches what [sources] says", "[model]") {
    const Scenario scenario = scenario_of(sourced, {"sources.\"program.*.cost\".mark=judgement"});
    CHECK(citation_of(scenario, "program.p.stage.work.cost")->mark == Mark::judgement);
}

TEST_CASE("a date is told as the day that it was written as", "[model]") {
    const Scenario scenario = scenario_of(sourced);
    CHECK(day_text(*scenario.scenario.as_of) == "2019-07-12");
    CHECK(day_text(*citation_of(scenario, "program.p")->date) == "2019-03-31");
    CHECK(day_text(2020) == "2020-01-01");
    CHECK(day_text(2019.5) == "2019-07-01");
    CHECK(day_text(2019.999999) == "2019-12-31");
}

TEST_CASE("a fact of the day after what was known is refused, one of the day itself is not", "[model]") {
    const auto known_at = [](const std::string& day) {
        std::string text = sourced;
        return problem_of(text.replace(text.find("2019-03-31"), day.size(), day));
    };
    CHECK(known_at("2019-07-12") == "");
    CHECK_THAT(known_at("2019-07-13"), Catch::Contains("a fact of 2019-07-13, which nobody knew at scenario.as_of = 2019-07-12"));
}
