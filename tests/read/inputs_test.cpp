// What a command reads: each file once, and each known by its hash, wherever the scenario names it.
#include "read/inputs.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

#include "base/files.hpp"
#include "base/problem.hpp"
#include "model/scenario.hpp"
#include "read/read.hpp"
#include "support/folder.hpp"

using namespace entente;
using test::Folder;

namespace {

const std::string scenario = R"([scenario]
start = 2025.0
horizon = 4
[firm.a]
discount = 0.1
[program.p]
[[program.p.stage]]
name = "s"
cost = { dist = "mixture", weights = [0.5, 0.5], of = [
  { dist = "empirical", file = "costs.csv", column = "x" },
  { dist = "mixture", weights = [1.0], of = [{ dist = "empirical", file = "deep.csv", column = "x" }] } ] }
duration = { dist = "empirical", file = "costs.csv", column = "y" }
)";

struct Files {
    Files() {
        write_file(folder.path(), "s.toml", scenario);
        write_file(folder.path(), "costs.csv", "x,y\n1,2\n3,4\n");
        write_file(folder.path(), "deep.csv", "x\n5\n6\n");
    }
    std::string path(const std::string& name) const { return folder.path() + "/" + name; }
    Folder folder;
    Inputs inputs;
};

}  // namespace

TEST_CASE("a scenario knows every data file that it rests on, at any depth", "[read]") {
    Files files;
    const ReadResult read = read_scenario(files.path("s.toml"), {}, files.inputs);
    REQUIRE(read.scenario);
    CHECK(read.sha256 == sha256(scenario));
    CHECK(read.inputs == std::vector<Input>{{"costs.csv", files.path("costs.csv"), sha256("x,y\n1,2\n3,4\n")},
                                            {"deep.csv", files.path("deep.csv"), sha256("x\n5\n6\n")}});
    const ReadResult less = read_scenario(files.path("s.toml"), {"program.p.stage.s.cost=1", "program.p.stage.s.duration=1"}, files.inputs);
    CHECK(less.inputs.empty());
}

TEST_CASE("what was read once is not read again", "[read]") {
    Files files;
    REQUIRE(read_scenario(files.path("s.toml"), {}, files.inputs).scenario);
    for (const char* name : {"s.toml", "costs.csv", "deep.csv"}) std::filesystem::remove(files.path(name));
    const ReadResult again = read_scenario(files.path("s.toml"), {"firm.a.discount=0.2"}, files.inputs);
    REQUIRE(again.scenario);
    CHECK(again.scenario->firm[0].second.discount == 0.2);
    CHECK(again.inputs.size() == 2);
    Inputs fresh;
    CHECK_FALSE(read_scenario(files.path("s.toml"), {}, fresh).scenario);
}

TEST_CASE("a data file that has changed between two of its columns is refused by name", "[read]") {
    Files files;
    Problem wrong;
    REQUIRE_FALSE(files.inputs.column(files.path("costs.csv"), "x", wrong).values.empty());
    write_file(files.folder.path(), "costs.csv", "x,y\n1,2\n3,5\n");
    CHECK(files.inputs.column(files.path("costs.csv"), "x", wrong).values == std::vector<double>{1, 3});
    CHECK_THROWS_WITH(files.inputs.column(files.path("costs.csv"), "y", wrong), Catch::Contains("costs.csv' has changed"));
}
