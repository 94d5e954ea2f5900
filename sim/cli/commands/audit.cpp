// entente audit: what could be held against a scenario's answers, each finding with its figure and the key that mends it.
#include "studies/audit/audit.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/options.hpp"
#include "write/csv.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

using Json = nlohmann::ordered_json;

std::array<std::size_t, words(Grade{}).size()> counts_of(const Audit& audit) {
    std::array<std::size_t, words(Grade{}).size()> out{};
    for (const Finding& finding : audit.findings) ++out[static_cast<std::size_t>(finding.grade)];
    return out;
}

void print(const Audit& audit, const std::string& title, const Bold& bold) {
    const auto counts = counts_of(audit);
    fmt::print("{}\n", bold("What could be held against " + title));
    fmt::print("{}: {} serious, {}, {}; {} worlds, figures with their standard errors\n", counted(audit.findings.size(), "finding"),
               counts[2], counted(counts[1], "warning"), counted(counts[0], "note"), money_text(static_cast<double>(audit.worlds)));
    std::optional<Grade> grade;
    for (const Finding& finding : audit.findings) {
        if (finding.grade != grade) fmt::print("\n{}\n", bold(word_of(finding.grade)));
        grade = finding.grade;
        const std::string figure = figure_text(finding);
        fmt::print("  {:<10} {}{}\n", finding.rule, finding.found, figure.empty() ? "" : ": " + figure);
        fmt::print("  {:<10}   {}{}{}\n", "", finding.key, finding.key.empty() ? "" : ": ", finding.mend);
    }
}

void print_json(const Audit& audit, const std::string& scenario, std::uint64_t seed) {
    Json out{{"scenario", scenario}, {"worlds", audit.worlds}, {"seed", seed}, {"findings", Json::array()}};
    const auto counts = counts_of(audit);
    for (std::size_t g = 0; g < counts.size(); ++g) out[word_of(static_cast<Grade>(g))] = counts[g];
    for (const Finding& f : audit.findings) {
        out["findings"].push_back({{"rule", f.rule},
                                   {"grade", word_of(f.grade)},
                                   {"found", f.found},
                                   {"figure", f.figure},
                                   {"se", f.se},
                                   {"unit", f.unit},
                                   {"key", f.key},
                                   {"mend", f.mend}});
    }
    fmt::print("{}\n", out.dump(2, ' ', false, Json::error_handler_t::replace));
}

NamedFile csv_of(const Audit& audit, const std::string& scenario) {
    Csv csv("audit.csv", "scenario,rule,grade,found,figure,se,unit,key,mend", {});
    for (const Finding& f : audit.findings) csv.row(scenario, f.rule, word_of(f.grade), f.found, f.figure, f.se, f.unit, f.key, f.mend);
    return csv.finish();
}

}  // namespace

int audit_command(const AuditArguments& arguments, const Surroundings& around) {
    ReadOptions read;
    std::vector<LoadedScenario> loaded;
    const bool sound = read_options(arguments.run, read);
    if (!load_all(arguments.run.scenarios, arguments.run.settings, loaded) || !sound) return bad_input;
    const LoadedScenario& scenario = loaded.front();
    const std::string folder = arguments.run.output + "/" + scenario.folder;
    RunOptions options = options_of(*scenario.scenario, arguments.run, read, around);
    if (read.worlds == 0) options.worlds = std::min(options.worlds, usual_audit);
    std::vector<FolderLock> locks;
    if (!claim_folders({folder}, locks)) return bad_input;
    const Audit audit = [&] {
        std::optional<Progress> bar;
        return audit_of(*scenario.scenario, options, [&](std::int64_t finished) {
            if (!bar) bar.emplace(scenario.stem, options.worlds, arguments.run.quiet);
            (*bar)(finished);
        });
    }();
    StudyRecord record = study_of("audit", scenario, arguments.run.settings);
    record.options = {{"scenario", scenario.stem}, {"seed", static_cast<std::int64_t>(options.seed)}, {"worlds", audit.worlds}};
    write_study(folder, SetKind::audit, record, {csv_of(audit, scenario.stem)});
    const std::string& name = scenario.scenario->scenario.name;
    if (arguments.run.json) {
        print_json(audit, scenario.stem, options.seed);
    } else if (!arguments.run.quiet) {
        print(audit, "'" + (name.empty() ? scenario.stem : name) + "'", around.bold);
        fmt::print("\nin {}/audit.csv too; docs/audit.md tells what each rule asks\n", shown(folder));
    }
    const bool held = counts_of(audit)[static_cast<std::size_t>(Grade::serious)] == 0;
    return arguments.strict && !held ? failed : done;
}

namespace command {

Command audit();
Command audit() {
    const auto arguments = std::make_shared<AuditArguments>();
    return {"audit",
            "what could be held against a scenario's answers, and the keys that mend it",
            {"scenarios/ford-vw-2019.toml", "scenarios/argo.toml --json --worlds 20000"},
            joined(one_scenario(arguments->run), {{"--strict", "status 1 where a finding is serious", &arguments->strict},
                                                  {"--json", "the findings as JSON instead of the table", &arguments->run.json}}),
            [arguments](const Surroundings& around) { return audit_command(*arguments, around); }};
}

}  // namespace command

}  // namespace entente
