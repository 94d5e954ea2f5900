// What must not change a byte: threads, order of the file, unrelated additions, more worlds after them.
#include <catch2/catch.hpp>

#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

TEST_CASE("threads do not change a byte", "[invariance]") {
    const std::string text = text_of_file("scenarios/two-carmakers.toml");
    const std::string one = bytes_of(run_text(text, 5'000, 3, 1));
    CHECK(one == bytes_of(run_text(text, 5'000, 3, 2)));
    CHECK(one == bytes_of(run_text(text, 5'000, 3, 7)));
    CHECK(one != bytes_of(run_text(text, 5'000, 4, 2)));
    // Fitted policies, weights of games, and per-world games too.
    const std::string options = text_of_file("scenarios/gm-fiat.toml");
    const std::vector<std::string> ex_post{"scenario.pilot=2048", "alternative.alliance.arrangement.platform.share.rule=nucleolus",
                                           "alternative.alliance.arrangement.platform.share.settle=ex_post"};
    CHECK(bytes_of(run_text(options, 3'000, 3, 1, ex_post)) == bytes_of(run_text(options, 3'000, 3, 3, ex_post)));
    // What limits on funding cost is found in worlds that are evaluated once more.
    const std::vector<std::string> funded{"firm.ford.funding=400", "firm.vw.funding=900"};
    CHECK(bytes_of(run_text(text, 700, 3, 1, funded)) == bytes_of(run_text(text, 700, 3, 3, funded)));
}

TEST_CASE("the first worlds of a longer run are the shorter run", "[invariance]") {
    const auto samples = [](std::int64_t worlds) {
        RunOptions options;
        options.worlds = worlds;
        options.seed = 5;
        options.threads = 2;
        options.samples = true;
        return run(scenario_of(text_of_file("scenarios/recovery-exit.toml")), options).samples;
    };
    const auto few = samples(300), many = samples(1'000);
    for (std::size_t i = 0; i < few.size(); ++i) {
        REQUIRE(few[i].world == many[i].world);
        REQUIRE(few[i].npv == many[i].npv);
        REQUIRE(few[i].peak == many[i].peak);
    }
}

namespace {
constexpr const char* head = R"([scenario]
start = 2020.0
horizon = 10
)";
constexpr const char* firms = R"([firm.a]
discount = 0.1
[firm.b]
discount = 0.08
)";
constexpr const char* program_p =
    R"([program.p]
[[program.p.stage]]
name = "s"
cost = { dist = "lognormal", mean = 100, cv = 0.4 }
duration = { dist = "pert", min = 1, mode = 2, max = 4 }
)";
constexpr const char* program_q =
    R"([program.q]
[[program.q.stage]]
name = "s"
cost = { dist = "gamma", mean = 30, cv = 0.4 }
duration = 1
)";
constexpr const char* pool =
    R"([alternative.pool]
[[alternative.pool.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
share = { rule = "equal" }
)";
const std::string correlation = R"([[correlation]]
between = ["program.p.stage.s.cost", "program.p.stage.s.duration"]
rho = 0.5
)";
}  // namespace

TEST_CASE("the order of the file does not matter", "[invariance]") {
    const Results one = run_text(std::string(head) + firms + program_p + program_q + correlation + pool, 3'000);
    const Results other = run_text(pool + correlation + program_p + std::string(head) + program_q + firms, 3'000);
    for (const char* firm : {"a", "b", "all"}) {
        for (const char* metric : {"cost_npv", "npv", "peak"}) {
            CHECK(summary_of(one, "pool", firm, metric).mean == summary_of(other, "pool", firm, metric).mean);
            CHECK(summary_of(one, "pool", firm, metric).p90 == summary_of(other, "pool", firm, metric).p90);
        }
    }
}

TEST_CASE("an unrelated addition changes nothing else", "[invariance]") {
    const Results without = run_text(std::string(head) + firms + program_p + correlation + pool, 3'000);
    const std::string extra =
        R"([firm.c]
discount = 0.2
[market.m]
size = 10
regime.x = { demand = 1.0, duration = 1 }
regime.y = { demand = 0.5, duration = 1 }
[alternative.other]
like = "pool"
formation = { probability = 0.5 }
)";
    std::string text = std::string(head) + firms + program_p + correlation + pool + extra;
    text.insert(text.find("[program.p]\n") + 12, "needs = [\"a\", \"b\"]\n");
    const Results with = run_text(text, 3'000);
    for (const char* alternative : {"solo", "pool"}) {
        for (const char* metric : {"cost_npv", "npv", "peak"}) {
            CHECK(summary_of(without, alternative, "a", metric).mean == summary_of(with, alternative, "a", metric).mean);
        }
    }
}

TEST_CASE("variants of a deal meet the same fate", "[invariance]") {
    const std::string deal =
        R"([alternative.pool]
formation = { probability = 0.7, delay = { dist = "uniform", min = 0, max = 2 } }
[[alternative.pool.arrangement]]
program = "p"
mode = "pool"
members = ["a", "b"]
overhead = { dist = "uniform", min = 0.0, max = 0.3 }
share = { rule = "equal" }
[alternative.copy]
like = "pool"
)";
    const Results r = run_text(std::string(head) + firms + program_p + deal, 2'000);
    CHECK(summary_of(r, "pool", "all", "formed").mean == summary_of(r, "copy", "all", "formed").mean);
    CHECK(summary_of(r, "pool", "a", "cost_npv").p80 == summary_of(r, "copy", "a", "cost_npv").p80);
    CHECK(comparison_of(r, "pool", "a", "gain").mean == comparison_of(r, "copy", "a", "gain").mean);
}
