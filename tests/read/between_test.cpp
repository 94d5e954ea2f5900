// Two scenario files and those between them.
#include "read/between.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "model/scenario.hpp"
#include "read/inputs.hpp"

using namespace entente;

namespace {

// Two files beside each other, gone at the end.
class TwoFiles {
public:
    TwoFiles(const std::string& first, const std::string& second) {
        std::filesystem::create_directories(folder_);
        std::ofstream(file("a.toml")) << first;
        std::ofstream(file("b.toml")) << second;
    }
    ~TwoFiles() { std::filesystem::remove_all(folder_); }
    TwoFiles(const TwoFiles&) = delete;
    TwoFiles& operator=(const TwoFiles&) = delete;
    std::string file(const std::string& name) const { return (folder_ / name).string(); }

private:
    std::filesystem::path folder_ = std::filesystem::temp_directory_path() / "entente-between-test";
};

const std::string base = R"(
[scenario]
start = 2020.0
horizon = 5
[run]
worlds = 100
[firm.a]
discount = 0.1
[firm.b]
discount = 0.1
[program.p]
[[program.p.stage]]
name = "s"
cost = 100
duration = 1
[alternative.deal]
[[alternative.deal.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
[alternative.exit]
like = "deal"
term = 2023.0
)";

std::string with(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("keys that differ are grouped by table", "[read][diff]") {
    const std::string other =
        with(with(with(base, "discount = 0.1", "discount = 0.12"), "worlds = 100", "worlds = 200"), "cost = 100", "cost = 150");
    const TwoFiles files(base, other);
    Inputs inputs;
    const Between between({files.file("a.toml"), {}}, {files.file("b.toml"), {}}, 8, inputs);
    REQUIRE(between.problems().empty());
    REQUIRE(between.groups().size() == 2);
    CHECK(between.groups()[0].name == "firm.a");
    CHECK(between.groups()[0].keys == std::vector<std::string>{"firm.a.discount"});
    CHECK(between.groups()[1].name == "program.p");
    const ReadResult mixed = between.scenario(2);
    REQUIRE(mixed.scenario);
    CHECK(mixed.scenario->firm.front().second.discount == 0.1);
    CHECK(constant(mixed.scenario->program.front().second.stage.front().cost->law) == 150);
    const ReadResult all = between.scenario(3);
    REQUIRE(all.scenario);
    CHECK(all.scenario->firm.front().second.discount == 0.12);
}

TEST_CASE("what an alternative copies counts as its own, and settings count", "[read][diff]") {
    const TwoFiles files(base, base);
    Inputs inputs;
    const Between between({files.file("a.toml"), {}}, {files.file("b.toml"), {"alternative.deal.term=2022.0"}}, 8, inputs);
    REQUIRE(between.groups().size() == 1);
    CHECK(between.groups()[0].name == "alternative.deal");
    const Between same({files.file("a.toml"), {}}, {files.file("b.toml"), {}}, 8, inputs);
    CHECK(same.groups().empty());
}

TEST_CASE("more groups than asked for are joined by the kind of table", "[read][diff]") {
    const std::string other =
        with(with(base, "discount = 0.1\n[firm.b]\ndiscount = 0.1", "discount = 0.2\n[firm.b]\ndiscount = 0.3"), "cost = 100", "cost = 1");
    const TwoFiles files(base, other);
    Inputs inputs;
    const Between between({files.file("a.toml"), {}}, {files.file("b.toml"), {}}, 2, inputs);
    REQUIRE(between.groups().size() == 2);
    CHECK(between.groups()[0].name == "firm");
    CHECK(between.groups()[0].keys.size() == 2);
}
