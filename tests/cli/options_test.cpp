// What the command line may say: whole numbers, numbers, and the options that commands share.
#include "cli/options.hpp"

#include <catch2/catch.hpp>

#include "base/problem.hpp"
#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

TEST_CASE("whole numbers are digits in a range, and what is none is told", "[cli]") {
    std::int64_t out = -1;
    std::string error;
    CHECK(parse_whole("1_000_000", 1, 2'000'000, out, error));
    CHECK(out == 1'000'000);
    for (const char* text : {"", "1e6", "-1", "0", "2000001", "7.", " 7", "99999999999999999999"}) {
        INFO(text);
        CHECK_FALSE(parse_whole(text, 1, 2'000'000, out, error));
        CHECK_THAT(error, Catch::Contains("expected a whole number from 1 to 2000000"));
    }
    CHECK(out == 1'000'000);
}

TEST_CASE("numbers are finite and stand alone", "[cli]") {
    double out = 0;
    CHECK(parse_number("-2.5e3", out));
    CHECK(out == -2500);
    for (const char* text : {"", "inf", "nan", "1,5", "1 ", "0x10", "1e999"}) {
        INFO(text);
        CHECK_FALSE(parse_number(text, out));
    }
}

TEST_CASE("options are read from their texts", "[cli]") {
    RunArguments arguments;
    arguments.worlds = "2_000";
    arguments.seed = "0";
    arguments.memory = "1.5GiB";
    arguments.sampling = "lhs";
    arguments.precision = {"0.01", "gain.ford=5", "npv=7"};
    ReadOptions read;
    REQUIRE(read_options(arguments, read));
    CHECK(read.worlds == 2000);
    CHECK(read.seed == 0);
    CHECK(read.memory == 1.5 * 0x1p30);
    CHECK(read.sampling == Sampling::lhs);
    REQUIRE(read.precision.size() == 3);
    CHECK(read.precision[0].metric.empty());
    CHECK(read.precision[1].metric == "gain");
    CHECK(read.precision[1].firm == "ford");
    CHECK(read.precision[1].most == 5);
    CHECK(read.precision[2].firm.empty());
}

TEST_CASE("a run has what the command line says, and the scenario's for the rest", "[cli]") {
    const Scenario scenario = scenario_of(one_firm("cost = 1\nduration = 1", "[run]\nworlds = 700\nseed = 9\nsampling = \"sobol\"\n"));
    const Stop stop;
    const Surroundings around{stop, {}, Bold("never")};
    RunArguments arguments;
    ReadOptions read;
    RunOptions options = options_of(scenario, arguments, read, around);
    CHECK(options.worlds == 700);
    CHECK(options.seed == 9);
    CHECK(options.sampling == Sampling::sobol);
    CHECK(options.stop == &stop);
    read.worlds = 64;
    read.seed = 0;
    options = options_of(scenario, arguments, read, around);
    CHECK(options.worlds == 64);
    CHECK(options.seed == 0);
    read.worlds = most_sobol_worlds + 1;
    CHECK_THROWS_AS(options_of(scenario, arguments, read, around), Failure);
}
