// Settings reach every key of a scenario, written or not, and no other; texts are looked over before they are parsed.
#include <catch2/catch.hpp>

#include "read/read.hpp"
#include "read/scan.hpp"
#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

const std::string deal =
    R"([alternative.pool]
[[alternative.pool.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b", "c"]
share = { rule = "fixed", weights = { a = 0.5, b = 0.3, c = 0.2 } }
[[alternative.pool.exit]]
trigger = "hazard"
rate = 0.1
leaver = "any"
[alternative.variant]
like = "pool"
[alternative.variant.unwind]
fee = 3
[firm.b]
discount = 0.1
[firm.c]
discount = 0.1
)";
const std::string text = one_firm("cost = 1\nduration = 1", deal);

double fee_of(const Scenario& scenario, const std::string& alternative) {
    return *constant(find(scenario.alternative, alternative)->unwind.value_or(UnwindTerms{}).fee.law);
}
double rate_of(const Scenario& scenario, const std::string& alternative) {
    return *constant(std::get<HazardTrigger>(find(scenario.alternative, alternative)->exit.front().trigger).rate->flat->law);
}
const Keyed<double>& weights_of(const Scenario& scenario) {
    return std::get<Fixed>(std::get<Pool>(find(scenario.alternative, "pool")->arrangement.front().mode).share.rule).weights;
}
std::string problem_of_setting(const std::string& setting) {
    const ReadResult result = read_scenario_text(text, {setting});
    return result.problems.empty() ? "" : result.problems.front().found;
}

}  // namespace

TEST_CASE("a setting reaches what an alternative inherits, and leaves the other as it is", "[read]") {
    const Scenario scenario = scenario_of(text, {"alternative.variant.exit.hazard.rate=0.4"});
    CHECK(rate_of(scenario, "variant") == 0.4);
    CHECK(rate_of(scenario, "pool") == 0.1);
}

TEST_CASE("a setting counts as if the file said so: those that copy the alternative have it too", "[read]") {
    const Scenario scenario = scenario_of(text, {"alternative.pool.exit.hazard.rate=0.4", "alternative.pool.unwind.fee=7"});
    CHECK(rate_of(scenario, "variant") == 0.4);
    CHECK(fee_of(scenario, "pool") == 7);
    CHECK(fee_of(scenario, "variant") == 3);  // its own
}

TEST_CASE("tables that a setting needs are made", "[read]") {
    CHECK(scenario_of(text, {"run.seed=5"}).run.seed == 5);
    const Scenario scenario = scenario_of(text, {"alternative.pool.formation.delay=2", "alternative.variant.unwind.retention.b=0.1"});
    CHECK(constant(find(scenario.alternative, "pool")->formation->delay.law) == 2.0);
    CHECK(find(find(scenario.alternative, "variant")->unwind->retention, "b") != nullptr);
}

TEST_CASE("keys that are none of the scenario's are told", "[read]") {
    CHECK(problem_of_setting("alternative.allianz.term=2026.0").find("there is no 'allianz'") != std::string::npos);
    CHECK(problem_of_setting("program.p.stage.work.cots=1").find("there is no 'cots' in program.p.stage.work") != std::string::npos);
    CHECK(problem_of_setting("program.p.stage.none.cost=1").find("no element") != std::string::npos);
    CHECK(problem_of_setting("program.p.stage.work.cost.mean=1").find("plain value") != std::string::npos);
    CHECK(problem_of_setting("run.seed.x=1").find("no parts") != std::string::npos);
    CHECK(problem_of_setting("program..cost=1").find("there is no ''") != std::string::npos);
}

TEST_CASE("the other members' shares move in proportion", "[read]") {
    const Scenario one = scenario_of(text, {"alternative.pool.arrangement.p.share.weights.a=0.75"});
    CHECK(*find(weights_of(one), "b") == Approx(0.15).epsilon(1e-14));
    CHECK(*find(weights_of(one), "c") == Approx(0.1).epsilon(1e-14));
    const Scenario two = scenario_of(
        text, {"alternative.pool.arrangement.p.share.weights.a=0.2", "run.seed=3", "alternative.pool.arrangement.p.share.weights.b=0.7"});
    CHECK(*find(weights_of(two), "c") == Approx(0.1).epsilon(1e-14));
}

TEST_CASE("a key ends at the first '=' outside quotes", "[read]") {
    CHECK(end_of_key("a.b=c=d") == 3);
    CHECK(end_of_key("a.\"x=y\".b=1") == 9);
    CHECK(end_of_key("a'b=1") == 3);
    CHECK(end_of_key("a.b") == std::string::npos);
}

TEST_CASE("deep and large texts are told before they are parsed", "[read]") {
    const auto found = [](const std::string& scenario) { return scan(scenario).empty() ? "" : scan(scenario).front().found; };
    CHECK(found("a.b.c = 1.5 # x.y.z\nd = \"a.b\"\n").empty());
    CHECK(found("x = \"\"\"a\"\"\"\"\ny = '''[[['''\n").empty());
    std::string key = "a";
    for (int i = 1; i < 32; ++i) key += ".a";
    CHECK(found(key + " = 1").empty());
    CHECK(found(key + ".a = 1") == "a key of more than 32 parts");
    CHECK(found("x = " + std::string(64, '[') + std::string(64, ']')).empty());
    CHECK(found("x = " + std::string(65, '[')) == "values nested more than 64 deep");
    CHECK(found("# \xE2\x80\xAE\n").find("U+202E") != std::string::npos);
}
