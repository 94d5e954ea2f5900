// Runs that keep the worlds in which a condition holds.
#include <catch2/catch.hpp>
#include <cmath>

#include "base/problem.hpp"
#include "read/condition.hpp"
#include "run/run.hpp"
#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

GivenCondition given(const std::string& text) {
    Problem fault;
    const auto condition = condition_of(text, fault);
    INFO(text << ": " << fault.found);
    REQUIRE(condition);
    return {text, *condition};
}

const Scenario& carmakers() {
    static const Scenario scenario = scenario_of(text_of_file("scenarios/two-carmakers.toml"));
    return scenario;
}

Results run_given(const std::string& text, std::int64_t worlds = 4096, int threads = 2) {
    RunOptions options;
    options.worlds = worlds;
    options.threads = threads;
    options.samples = true;
    if (!text.empty()) options.given = given(text);
    return run(carmakers(), options);
}

Problem fault_of(const std::string& text) {
    Problem fault;
    INFO(text);
    CHECK_FALSE(is_sound(given(text), carmakers(), fault));
    return fault;
}

// Rows of one firm and alternative, by world.
std::vector<const WorldRow*> rows_of(const Results& results, const std::string& alternative, const std::string& firm) {
    std::vector<const WorldRow*> out;
    for (const WorldRow& row : results.samples) {
        if (row.alternative == alternative && row.firm == firm) out.push_back(&row);
    }
    return out;
}

}  // namespace

TEST_CASE("a condition that always holds changes no byte", "[run]") {
    const std::string all = bytes_of(run_given(""));
    CHECK(bytes_of(run_given("alliance: cost_npv.ford >= 0")) == all);
    CHECK(bytes_of(run_given("not (solo: cost_npv.vw < 0)")) == all);
}

TEST_CASE("what is kept is the worlds in which it holds, and every figure is theirs", "[run]") {
    const Results all = run_given(""), some = run_given("alliance: cost_npv.ford > 3000 and exit: exited");
    const auto cost = rows_of(all, "alliance", "ford"), exit = rows_of(all, "exit", "ford"), solo = rows_of(all, "solo", "vw");
    std::vector<std::int64_t> kept;
    double sum = 0;
    for (std::size_t w = 0; w < cost.size(); ++w) {
        if (!(cost[w]->cost_npv > 3000) || std::isnan(exit[w]->exit_date)) continue;
        kept.push_back(cost[w]->world);
        sum += solo[w]->npv;
    }
    REQUIRE(kept.size() >= 100);
    REQUIRE(kept.size() < cost.size() - 100);
    CHECK(some.worlds == static_cast<std::int64_t>(kept.size()));
    CHECK(some.drawn == 4096);
    CHECK(some.condition == "alliance: cost_npv.ford > 3000 and exit: exited");
    const auto left = rows_of(some, "solo", "vw");
    REQUIRE(left.size() == kept.size());
    for (std::size_t w = 0; w < kept.size(); ++w) CHECK(left[w]->world == kept[w]);
    CHECK(summary_of(some, "solo", "vw", "npv").mean == Approx(sum / static_cast<double>(kept.size())));
    CHECK(summary_of(some, "alliance", "ford", "cost_npv").min > 3000);
    double exited = 0;
    for (const ExitRow& row : some.exits) exited += row.alternative == "exit" ? row.probability : 0;
    CHECK(exited == Approx(1));
    // Sums over the worlds are of these alone: years add up to the mean.
    double years = 0;
    for (const AnnualRow& row : some.annual) years += row.alternative == "exit" && row.firm == "ford" && row.flow == "cost" ? row.mean : 0;
    CHECK(years == Approx(summary_of(some, "exit", "ford", "cost").mean));
}

TEST_CASE("a conditional run is the same on one thread and two", "[run]") {
    CHECK(bytes_of(run_given("exit: exited", 3000, 1)) == bytes_of(run_given("exit: exited", 3000, 2)));
}

TEST_CASE("a condition and its contrary part the worlds, whatever they speak of", "[run]") {
    for (const std::string text :
         {"program.ev.stage.platform.cost@ford > 5000", "program.av.stage.stack.gate@ford", "alliance: formed", "exit: exit.go-it-alone",
          "alliance: completed.ev.ford", "solo: completion.ev.ford < 2025", "exit: gain.ford > exit: gain.vw", "alliance: all_gain"}) {
        INFO(text);
        const std::int64_t holds = run_given(text, 8192).worlds;
        std::int64_t fails = 0;
        try {
            fails = run_given("not " + text, 8192).worlds;
        } catch (const Failure& failure) {  // fewer than 100 are told, not kept
            fails = 8192 - holds;
            CHECK(fails < 100);
        }
        CHECK(holds + fails == 8192);
    }
}

TEST_CASE("a condition keeps worlds of a design, whose errors know which randomisation each is of", "[run]") {
    const auto kept = [](Sampling sampling, const std::string& text) {
        RunOptions options;
        options.worlds = 16'384;
        options.threads = 2;
        options.sampling = sampling;
        if (!text.empty()) options.given = given(text);
        return run(carmakers(), options);
    };
    const std::string condition = "alliance: cost_npv.ford > 9000";
    const Results plain = kept(Sampling::mc, condition);
    for (const Sampling sampling : {Sampling::lhs, Sampling::sobol}) {
        const Results laid_out = kept(sampling, condition);
        REQUIRE(laid_out.worlds > 500);
        CHECK(std::fabs(static_cast<double>(laid_out.worlds - plain.worlds)) < 6 * std::sqrt(2.0 * static_cast<double>(plain.worlds)));
        for (const char* metric : {"npv", "cost_npv"}) {
            const Statistics &a = summary_of(laid_out, "alliance", "ford", metric), &b = summary_of(plain, "alliance", "ford", metric);
            CHECK(std::fabs(a.mean - b.mean) < 6 * std::hypot(a.se, b.se));
            CHECK(a.se < 1.5 * b.se);
            CHECK(a.se > 0.1 * b.se);
        }
    }
    CHECK(bytes_of(kept(Sampling::sobol, "alliance: cost_npv.ford >= 0")) == bytes_of(kept(Sampling::sobol, "")));
}

TEST_CASE("too few worlds are refused", "[run]") {
    CHECK_THROWS_WITH(run_given("alliance: cost_npv.ford < 0"), Catch::Contains("holds in 0 of 4096 worlds"));
}

TEST_CASE("names that the scenario has not are told with their column", "[run]") {
    CHECK(fault_of("gain.ford > 0").expected == "ALTERNATIVE: gain.ford");
    CHECK(fault_of("alliance: gain.frod > 0").hint == "did you mean 'ford'?");
    CHECK(fault_of("exit: exited and alliance: gain.frod > 0").source.column == 28);
    CHECK(fault_of("allaince: gain.ford > 0").hint == "did you mean 'alliance'?");
    CHECK(fault_of("exit: exit.go-alone").hint == "known: go-it-alone, failure");
    CHECK(fault_of("solo: formed").found == "'solo' is no deal: nobody agrees on anything there");
    CHECK(fault_of("alliance: cost_npv.ford").found == "'cost_npv.ford' is a number, which holds or not only against another");
    CHECK(fault_of("program.ev.stage.platform.cost > 1").expected == "one of them");
    CHECK(fault_of("program.ev.stage.platfrom.cost@ford > 1").hint == "did you mean 'program.ev.stage.platform.cost@ford'?");
    CHECK(fault_of("alliance: program.ev.stage.platform.cost@ford > 1").found ==
          "'program.ev.stage.platform.cost@ford' is nothing of an alternative");
    CHECK(fault_of("solo: gain.ford > 0").found == "'solo' is the baseline, which has no gain");
}
