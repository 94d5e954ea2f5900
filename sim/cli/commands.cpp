// The table of commands (see command.hpp).
#include "cli/command.hpp"

namespace entente {

// Registration: one name and one entry a command.
namespace command {
Command run(), sweep(), clauses(), fair(), terms(), voi(), diff(), sensitivity(), audit(), report(), check(), explain(), share(), fit(),
    selftest(), schema(), import(), examples();
}

std::vector<Command> commands() {
    using namespace command;
    return {run(),    sweep(), clauses(), fair(),  terms(), voi(),      diff(),   sensitivity(), audit(),
            report(), check(), explain(), share(), fit(),   selftest(), schema(), import(),      examples()};
}

OptionKind settings_option(std::vector<std::string>& settings) { return {"--set", "KEY=VALUE: any scenario key (repeatable)", &settings}; }

OptionKind json_option(bool& json) { return {"--json", "the answer on standard output as JSON", &json}; }

std::vector<OptionKind> run_options(RunArguments& arguments) {
    return {settings_option(arguments.settings),
            OptionKind{"-o,--output", "folder for the results", &arguments.output}.with_default(),
            {"--worlds", "number of worlds", &arguments.worlds},
            {"--seed", "seed of every stream", &arguments.seed},
            {"--threads", "threads; as many as the machine has by default", &arguments.threads},
            {"--sampling", "sobol (points, the default), lhs (Latin hypercube) or mc (independent worlds)", &arguments.sampling},
            {"--quiet", "no progress, no table", &arguments.quiet}};
}

std::vector<OptionKind> one_scenario(RunArguments& arguments) {
    return joined({OptionKind{"scenario", "scenario file", &arguments.scenarios}.needed().one()}, run_options(arguments));
}

std::vector<OptionKind> checkpoint_options(RunArguments& arguments, const std::string& what) {
    return {{"--checkpoint", "keep finished " + what + " on disk from the start, not only past a minute", &arguments.checkpoint},
            {"--checkpoint-every", "seconds from one checkpoint to the next (implies --checkpoint); 15", &arguments.checkpoint_every},
            {"--resume", "go on from what was kept when it was ended", &arguments.resume}};
}

std::vector<OptionKind> joined(std::vector<OptionKind> options, const std::vector<OptionKind>& more) {
    options.insert(options.end(), more.begin(), more.end());
    return options;
}

}  // namespace entente
