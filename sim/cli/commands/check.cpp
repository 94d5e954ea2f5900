// entente check: read and check, run nothing.
#include <fmt/core.h>

#include <memory>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "model/scenario.hpp"
#include "model/warnings.hpp"

namespace entente {

int check_command(const std::vector<std::string>& scenarios, const std::vector<std::string>& settings) {
    std::vector<LoadedScenario> loaded;
    const bool sound = load_all(scenarios, settings, loaded);
    for (const LoadedScenario& one : loaded) {
        for (const Problem& warning : warnings_of(*one.scenario)) tell("{}", formatted(warning, one.file, one.text, "warning"));
        fmt::print("{}: sound ({}, {}, {} besides solo)\n", shown(one.file), counted(one.scenario->firm.size(), "firm"),
                   counted(one.scenario->program.size(), "program"), counted(one.scenario->alternative.size(), "alternative"));
    }
    return sound ? done : bad_input;
}

namespace command {

Command check();
Command check() {
    const auto arguments = std::make_shared<RunArguments>();
    return {"check",
            "read and check, run nothing",
            {"scenarios/autolatina.toml"},
            {OptionKind{"scenario", "scenario files, or directories of them", &arguments->scenarios}.needed(),
             settings_option(arguments->settings)},
            [arguments](const Surroundings&) { return check_command(arguments->scenarios, arguments->settings); }};
}

}  // namespace command

}  // namespace entente
