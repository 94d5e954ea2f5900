// entente clauses: what each term of a deal is worth to each firm - the run with it, without it, and the paired difference.
#include "studies/clauses.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <memory>

#include "base/fields.hpp"
#include "base/text.hpp"
#include "cli/axis.hpp"
#include "cli/command.hpp"
#include "cli/options.hpp"
#include "cli/study_json.hpp"
#include "model/names.hpp"
#include "model/scenario.hpp"
#include "model/titles.hpp"
#include "write/csv.hpp"
#include "write/verdict.hpp"
#include "write/workbook/study_book.hpp"

namespace entente {

namespace {

// What a table is of, and what its figures are.
struct Heading {
    std::string title, figures, file, term;
};

void print(const ClauseWorths& worths, const Scenario& scenario, const Heading& heading, const Bold& bold) {
    std::size_t width = 36;
    for (const ClauseRow& row : worths.terms) width = std::max(width, row.term.size());
    fmt::print("{}\n", bold(heading.title));
    fmt::print("{}, {} m, mean and 95% interval, {} worlds, paired\n\n{:<{}}", heading.figures, worths.currency, worths.worlds,
               heading.term, width);
    for (const std::string& firm : worths.firms) fmt::print(" {:>30}", title_of(scenario.firm, firm));
    fmt::print("\n");
    for (const ClauseRow& row : worths.terms) {
        fmt::print("{:<{}}", row.term, width);
        for (const ClauseWorth& worth : row.worth) fmt::print(" {:>30}", with_limits(worth.mean, worth.low95, worth.high95));
        fmt::print("\n");
    }
}

NamedFile csv_of(const ClauseWorths& worths, const std::string& alternative, const Heading& heading) {
    Csv csv(heading.file, "alternative," + heading.term + ",firm,worth,se,low95,high95", {});
    for (const ClauseRow& row : worths.terms) {
        for (const ClauseWorth& worth : row.worth)
            csv.row(alternative, row.term, worth.firm, worth.mean, worth.se, worth.low95, worth.high95);
    }
    return csv.finish();
}

// The same as a workbook: a heat map of terms and firms, and the file.
WrittenFile book_of(const ClauseWorths& worths, const Scenario& scenario, const Heading& heading, const NamedFile& file) {
    HeatMap map{heading.figures, heading.term, "firm", {}, {}, {}};
    for (const std::string& firm : worths.firms) map.columns.push_back(title_of(scenario.firm, firm));
    for (const ClauseRow& row : worths.terms) {
        map.rows.push_back(row.term);
        std::vector<double>& values = map.values.emplace_back();
        for (const ClauseWorth& worth : row.worth) values.push_back(worth.mean);
    }
    StudyBook book{heading.title, worths.currency + " m", {}, {std::move(map)}, {file}};
    book.lines = {heading.figures + fmt::format(", in {} worlds, paired", worths.worlds)};
    return study_book(file.name.substr(0, file.name.find('.')) + ".xlsx", std::move(book));
}

// The levels of --levels: terms of the deal, in full or without "alternative.NAME." before them, each of which it takes. Tells of what is
// wrong.
bool read_levels(const ClausesArguments& arguments, LoadedScenario& loaded, std::vector<Axis>& out) {
    const std::string deal = "alternative." + arguments.alternative + ".";
    for (const std::string& text : arguments.levels) {
        Axis& axis = out.emplace_back();
        if (const std::string wrong = read_axis(text, axis); !wrong.empty()) {
            tell("entente: error: --levels '{}'; {}\n", text, wrong);
            return false;
        }
        if (axis.key.starts_with("alternative.") && !axis.key.starts_with(deal)) {
            tell("entente: error: --levels '{}' is no term of '{}'; expected a key of {}*\n", text, arguments.alternative, deal);
            return false;
        }
        if (!axis.key.starts_with(deal)) axis.key = deal + axis.key;
        for (const std::string& level : axis.values) {
            std::vector<std::string> settings = arguments.run.settings;
            settings.push_back(axis.key + "=" + level);
            if (!loaded.with(settings)) return false;
        }
    }
    return true;
}

}  // namespace

int clauses_command(const ClausesArguments& arguments, const Surroundings& around) {
    ReadOptions read;
    std::vector<LoadedScenario> all_loaded;
    const bool sound = read_options(arguments.run, read);
    if (!load_all(arguments.run.scenarios, arguments.run.settings, all_loaded) || !sound) return bad_input;
    LoadedScenario& loaded = all_loaded.front();
    const Scenario& scenario = *loaded.scenario;
    if (find(scenario.alternative, arguments.alternative) == nullptr) {
        std::vector<std::string> known;
        for (const auto& [name, alternative] : scenario.alternative) known.push_back(name.text);
        tell("entente: error: --alternative '{}'; expected one of {}\n", arguments.alternative, listed(known));
        return bad_input;
    }
    std::vector<Axis> levels;
    if (!read_levels(arguments, loaded, levels)) return bad_input;
    const std::string folder = arguments.run.output + "/" + loaded.folder;
    std::vector<FolderLock> locks;
    if (!claim_folders({folder}, locks)) return bad_input;
    const RunOptions options = options_of(scenario, arguments.run, read, around);
    const std::string quoted = "'" + title_of(scenario.alternative, arguments.alternative) + "'";
    const ClauseWorths worths =
        levels.empty() ? worth_of_clauses(scenario, arguments.alternative, options)
                       : worth_of_levels(scenario, arguments.alternative, levels, with_settings(loaded, arguments.run.settings), options);
    const Heading heading =
        levels.empty() ? Heading{"What each term of " + quoted + " is worth", "npv with it less npv without it", "clauses.csv", "term"}
                       : Heading{"What each level of a term of " + quoted + " is worth", "npv at the level less npv as written",
                                 "levels.csv", "level"};
    const NamedFile file = csv_of(worths, arguments.alternative, heading);
    StudyRecord record = study_of("clauses", loaded, arguments.run.settings);
    record.options = {{"scenario", loaded.stem},    {"alternative", arguments.alternative},
                      {"levels", arguments.levels}, {"seed", static_cast<std::int64_t>(options.seed)},
                      {"worlds", worths.worlds},    {"sampling", word_of(options.sampling)}};
    write_study(folder, levels.empty() ? SetKind::clauses : SetKind::levels, record, {file}, {book_of(worths, scenario, heading, file)});
    if (arguments.run.json) {
        fmt::print("{}", study_json(record, {file}));
    } else if (!arguments.run.quiet) {
        print(worths, scenario, heading, around.bold);
        fmt::print("\nin {}/{} and .xlsx too\n", shown(folder), file.name);
    }
    return done;
}

namespace command {

Command clauses();
Command clauses() {
    const auto arguments = std::make_shared<ClausesArguments>();
    return {"clauses",
            "what each term of a deal is worth to each firm",
            {"scenarios/two-carmakers.toml --alternative exit --worlds 10000",
             "scenarios/two-carmakers.toml --alternative exit --levels unwind.retention.ford=0.2,0.5,0.9 --worlds 10000"},
            joined(one_scenario(arguments->run),
                   {OptionKind{"--alternative", "the deal", &arguments->alternative}.needed(),
                    OptionKind{"--levels", "KEY=a,b,c or KEY=low:high:steps: what each level of a term is worth instead (repeatable)",
                               &arguments->levels}
                        .many(),
                    json_option(arguments->run.json)}),
            [arguments](const Surroundings& around) { return clauses_command(*arguments, around); }};
}

}  // namespace command

}  // namespace entente
