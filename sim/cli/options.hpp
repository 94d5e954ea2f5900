// The options that run, sweep, fair and clauses share, read from their texts.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "cli/cli.hpp"
#include "cli/command.hpp"
#include "run/options.hpp"
#include "write/files.hpp"

namespace entente {

constexpr std::int64_t most_worlds = 1'000'000'000'000;

// What the command line says; what it leaves out is the scenario's.
struct ReadOptions {
    std::int64_t worlds = 0, seed = -1, threads = 0, world = -1;
    double memory = -1;           // bytes
    double checkpoint_every = 0;  // seconds
    std::optional<Sampling> sampling;
    std::vector<PrecisionTarget> precision;
    std::vector<std::string> formats;
    CsvDialect dialect;
    std::optional<GivenCondition> given;
    std::vector<Target> targets;
};

// Reads every option; each wrong one is reported on standard error.
bool read_options(const RunArguments& arguments, ReadOptions& out);

// Whether the scenario's own number of worlds can be run; says what is wrong on standard error.
bool check_worlds(const LoadedScenario& loaded);

// The run that a scenario and the command line ask for. Throws Failure where they do not go together.
RunOptions options_of(const Scenario& scenario, const RunArguments& arguments, const ReadOptions& read, const Surroundings& around);

// Draws the pictures of --charts where they are asked for, into the scenario's folder there; `folder` is the name of that.
void draw_charts(const RunArguments& arguments, const Results& results, const std::string& folder, const std::string& scenario);
// Makes the folders of what --charts asks for; `folders`: of the scenarios, by name. Another status than `done`, and a message, where
// nothing can be drawn or written there.
int check_charts(const RunArguments& arguments, const std::vector<std::string>& folders);
OptionKind charts_option(RunArguments& arguments);

// The data files that a run rests on, as a part of what it is.
void add_data_files(const std::vector<Input>& inputs, Identity& identity);

// Where and when what is finished of it is kept, `folder` being that of its results.
CheckpointOptions checkpoint_of(const LoadedScenario& loaded, const RunArguments& arguments, const ReadOptions& read,
                                const std::string& folder);

}  // namespace entente
