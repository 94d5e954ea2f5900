// entente clauses: what each term of a deal is worth to each firm - the run with it, without it, and the paired difference.
#include "studies/clauses.hpp"

#include <fmt/core.h>

#include <memory>

#include "base/fields.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/options.hpp"
#include "model/names.hpp"
#include "model/scenario.hpp"
#include "model/titles.hpp"
#include "write/csv.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

// Prints the table and gives it as a file.
NamedFile tell_worths(const ClauseWorths& worths, const std::string& alternative, const Scenario& scenario, const CsvDialect& dialect,
                      const Bold& bold) {
    fmt::print("{}\n", bold("What each term of '" + title_of(scenario.alternative, alternative) + "' is worth"));
    fmt::print("npv with it less npv without it, {} m, mean and 95% interval, {} worlds, paired\n\n{:<36}", worths.currency, worths.worlds,
               "term");
    for (const std::string& firm : worths.firms) fmt::print(" {:>30}", title_of(scenario.firm, firm));
    fmt::print("\n");
    Csv csv("clauses.csv", "alternative,term,firm,worth,se,low95,high95", dialect);
    for (const ClauseRow& row : worths.terms) {
        fmt::print("{:<36}", row.term);
        for (const ClauseWorth& worth : row.worth) {
            fmt::print(" {:>30}", fmt::format("{} [{}, {}]", money_text(worth.mean), money_text(worth.low95), money_text(worth.high95)));
            csv.row(alternative, row.term, worth.firm, worth.mean, worth.se, worth.low95, worth.high95);
        }
        fmt::print("\n");
    }
    return csv.finish();
}

}  // namespace

int clauses_command(const ClausesArguments& arguments, const Surroundings& around) {
    ReadOptions read;
    std::vector<LoadedScenario> loaded;
    const bool sound = read_options(arguments.run, read);
    if (!load_all(arguments.run.scenarios, arguments.run.settings, loaded) || !sound) return bad_input;
    const Scenario& scenario = *loaded.front().scenario;
    if (find(scenario.alternative, arguments.alternative) == nullptr) {
        std::vector<std::string> known;
        for (const auto& [name, alternative] : scenario.alternative) known.push_back(name.text);
        tell("entente: error: --alternative '{}'; expected one of {}\n", arguments.alternative, listed(known));
        return bad_input;
    }
    std::vector<FolderLock> locks;
    if (!claim_folders({arguments.run.output}, locks)) return bad_input;
    const RunOptions options = options_of(scenario, arguments.run, read, around);
    const ClauseWorths worths = worth_of_clauses(scenario, arguments.alternative, options);
    const NamedFile file = tell_worths(worths, arguments.alternative, scenario, read.dialect, around.bold);
    StudyRecord record = study_of("clauses", loaded.front(), arguments.run.settings);
    record.options = {{"scenario", loaded.front().stem},
                      {"alternative", arguments.alternative},
                      {"seed", static_cast<std::int64_t>(options.seed)},
                      {"worlds", worths.worlds},
                      {"sampling", word_of(options.sampling)}};
    write_study(arguments.run.output, SetKind::clauses, record, {file});
    fmt::print("\nin {}/clauses.csv too\n", arguments.run.output);
    return done;
}

namespace command {

Command clauses();
Command clauses() {
    const auto arguments = std::make_shared<ClausesArguments>();
    return {"clauses",
            "what each term of a deal is worth to each firm",
            {"scenarios/two-carmakers.toml --alternative exit --worlds 10000"},
            joined(one_scenario(arguments->run), {OptionKind{"--alternative", "the deal", &arguments->alternative}.needed()}),
            [arguments](const Surroundings& around) { return clauses_command(*arguments, around); }};
}

}  // namespace command

}  // namespace entente
