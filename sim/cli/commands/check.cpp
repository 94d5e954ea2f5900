// entente check: read and check, run nothing.
#include <fmt/core.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "model/scenario.hpp"
#include "model/warnings.hpp"

namespace entente {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Problem& problem) {
    Json out;
    if (problem.source.line > 0) out = {{"line", problem.source.line}, {"column", problem.source.column}};
    out["found"] = problem.found;
    if (!problem.expected.empty()) out["expected"] = problem.expected;
    if (!problem.hint.empty()) out["hint"] = problem.hint;
    return out;
}
Json json_of(const Problems& problems) {
    Json out = Json::array();
    for (const Problem& problem : problems) out.push_back(json_of(problem));
    return out;
}

void print_json(const std::vector<LoadedScenario>& loaded, const std::vector<RefusedFile>& refused) {
    Json out{{"sound", refused.empty()}, {"scenarios", Json::array()}};
    for (const LoadedScenario& one : loaded) {
        const Scenario& scenario = *one.scenario;
        out["scenarios"].push_back({{"file", as_utf8(one.file)},
                                    {"sound", true},
                                    {"firms", scenario.firm.size()},
                                    {"programs", scenario.program.size()},
                                    {"alternatives", scenario.alternative.size()},
                                    {"warnings", json_of(warnings_of(scenario))}});
    }
    for (const RefusedFile& one : refused)
        out["scenarios"].push_back({{"file", as_utf8(one.file)}, {"sound", false}, {"problems", json_of(one.problems)}});
    fmt::print("{}\n", out.dump(2, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

int check_command(const RunArguments& arguments) {
    std::vector<LoadedScenario> loaded;
    std::vector<RefusedFile> refused;
    const bool sound = load_all(arguments.scenarios, arguments.settings, loaded, &refused);
    if (arguments.json) {
        print_json(loaded, refused);
        return sound ? done : bad_input;
    }
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
             settings_option(arguments->settings), json_option(arguments->json)},
            [arguments](const Surroundings&) { return check_command(*arguments); }};
}

}  // namespace command

}  // namespace entente
