// Names become places once a scenario: the order of the file, works that alternatives share, streams of another seed.
#include <catch2/catch.hpp>

#include "resolve/run_model.hpp"
#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

const std::string two_firms = R"([scenario]
start = 2020.0
horizon = 10
steps_per_year = 1
[firm.b]
discount = 0.1
[firm.a]
discount = 0.1
[program.p]
[[program.p.stage]]
name = "s"
cost = { dist = "lognormal", mean = 100, cv = 0.4 }
duration = 2
)";

std::string pool(const std::string& name, const std::string& overhead) {
    return "[alternative." + name + R"(]
[[alternative.)" +
           name + R"(.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
share = { rule = "equal" }
overhead = )" +
           overhead + "\n";
}

}  // namespace

TEST_CASE("firms, programs and alternatives keep the order of the file, solo first", "[resolve]") {
    const RunModel model = prepare(scenario_of(two_firms + pool("y", "0.1") + pool("x", "0.2")), 1);
    std::vector<std::string> alternatives;
    for (const ResolvedAlternative& alternative : model.alternatives) alternatives.push_back(alternative.id);
    CHECK(alternatives == std::vector<std::string>{"solo", "y", "x"});
    CHECK(std::vector<std::string>(model.firm_names.begin(), model.firm_names.end()) == std::vector<std::string>{"b", "a"});
    CHECK(std::vector<std::string>(model.program_names.begin(), model.program_names.end()) == std::vector<std::string>{"p"});
    CHECK(model.grid.first_year == 2020);
    CHECK(model.grid.periods == 10);
}

TEST_CASE("pools on the same terms carry out one work, on others their own", "[resolve]") {
    const std::size_t alone = prepare(scenario_of(two_firms + pool("x", "0.1")), 1).works.size();
    CHECK(prepare(scenario_of(two_firms + pool("x", "0.1") + pool("y", "0.1")), 1).works.size() == alone);
    CHECK(prepare(scenario_of(two_firms + pool("x", "0.1") + pool("y", "0.3")), 1).works.size() == alone + 1);
}

TEST_CASE("another seed gives the same model on other streams", "[resolve]") {
    const Scenario scenario = scenario_of(two_firms + pool("x", "0.1"));
    const RunModel model = prepare(scenario, 1), other = with_seed(model, 2);
    CHECK(other.seed == 2);
    CHECK(other.works.size() == model.works.size());
    REQUIRE(other.sampler.drawn().size() == model.sampler.drawn().size());
    for (std::size_t i = 0; i < model.sampler.drawn().size(); ++i) CHECK(other.sampler.drawn()[i].name == model.sampler.drawn()[i].name);
}
