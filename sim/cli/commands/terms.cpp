// entente terms: the best terms of a deal under both sides' conditions, valued in worlds that the search has not seen.
#include "studies/terms.hpp"

#include <fmt/core.h>

#include <memory>

#include "base/fields.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/options.hpp"
#include "cli/shares.hpp"
#include "cli/study_json.hpp"
#include "cli/terms_files.hpp"

namespace entente {

namespace {

constexpr std::int64_t terms_worlds = 16'384;

// The keys that were varied, and what the deal says of each; a key that it leaves out has a blank.
void add_keys(const TermsAsked& asked, const Scenario& scenario, TermsTold& told) {
    for (const VariedKey& key : asked.question.space.keys()) told.keys.push_back(key.key);
    for (const ListedKey& key : asked.question.listed) told.keys.push_back(key.key);
    const auto written = values_by_key(scenario);
    for (const std::string& key : told.keys) {
        const auto found = written.find(key);
        told.written.push_back(found != written.end() ? found->second : "");
    }
}

StudyRecord record_of(const TermsArguments& arguments, const LoadedScenario& loaded, const RunOptions& options) {
    StudyRecord out = study_of("terms", loaded, arguments.run.settings);
    out.options = {{"scenario", loaded.stem},        {"alternative", arguments.alternative},
                   {"vary", arguments.vary},         {"maximise", arguments.maximise},
                   {"subject", arguments.subject},   {"power", arguments.power},
                   {"frontier", arguments.frontier}, {"seed", static_cast<std::int64_t>(options.seed)},
                   {"worlds", options.worlds},       {"sampling", word_of(options.sampling)}};
    return out;
}

}  // namespace

int terms_command(const TermsArguments& arguments, const Surroundings& around) {
    ReadOptions read;
    std::vector<LoadedScenario> all_loaded;
    const bool sound = read_options(arguments.run, read);
    if (!load_all(arguments.run.scenarios, arguments.run.settings, all_loaded) || !sound) return bad_input;
    LoadedScenario& loaded = all_loaded.front();
    std::optional<TermsAsked> asked = read_terms(arguments, loaded);
    if (!asked) return bad_input;
    RunOptions options = options_of(*loaded.scenario, arguments.run, read, around);
    if (read.worlds == 0) options.worlds = terms_worlds;
    if (options.worlds < fewest_terms_worlds) {
        tell("entente: error: --worlds {}; expected at least {}: one half to find terms in, one to value them in\n", options.worlds,
             fewest_terms_worlds);
        return bad_input;
    }
    asked->question.options = options;
    const std::string folder = arguments.run.output + "/" + loaded.folder;
    std::vector<FolderLock> locks;
    if (!claim_folders({folder}, locks)) return bad_input;
    const std::int64_t usual = usual_trials(asked->question.space.dimensions(), combinations(asked->question.listed));
    const auto trials = [&](const std::string& what, std::int64_t all, const auto& work) {
        Progress progress(what, all, arguments.run.quiet || arguments.run.json, "terms");
        asked->question.progress = [&](std::int64_t tried) { progress(std::min(tried, all)); };
        return work();
    };
    const TermsAnswer answer = trials(loaded.stem, usual, [&] { return best_terms(asked->question); });
    std::vector<TermsPoint> points;
    if (asked->points > 0) {
        points = trials("frontier", usual * static_cast<std::int64_t>(asked->points),
                        [&] { return frontier(asked->question, *asked->first, *asked->second, asked->points); });
    }
    TermsTold told{*asked,
                   answer,
                   points,
                   {},
                   {},
                   loaded.stem,
                   loaded.scenario->scenario.name,
                   arguments.alternative,
                   loaded.scenario->scenario.currency,
                   options.worlds};
    add_keys(*asked, *loaded.scenario, told);
    const StudyRecord record = record_of(arguments, loaded, options);
    const std::vector<NamedFile> files = terms_files(told);
    write_study(folder, SetKind::terms, record, files, {terms_book(told)});
    if (arguments.run.json) {
        fmt::print("{}", study_json(record, files));
        return answer.best.holds ? done : failed;
    }
    if (!arguments.run.quiet) print_terms(told, around.bold);
    fmt::print("{}in {}: terms.html, terms.xlsx, terms.csv, conditions.csv{}\n", arguments.run.quiet ? "" : "\n", shown(folder),
               points.empty() ? "" : ", frontier.csv");
    return answer.best.holds ? done : failed;
}

namespace command {

Command terms();
Command terms() {
    const auto arguments = std::make_shared<TermsArguments>();
    return {
        "terms",
        "the best terms of a deal under both sides' conditions",
        {"scenarios/two-carmakers.toml --alternative alliance --vary alternative.alliance.arrangement.ev.royalty=0:3 --vary "
         "alternative.alliance.arrangement.ev.upfront=0:1000 --maximise min --subject \"gain.ford >= 0\" \"gain.vw >= 0\" --worlds 4096",
         "scenarios/two-carmakers.toml --alternative alliance --vary alternative.alliance.arrangement.ev.royalty=0:3 --frontier gain.ford "
         "gain.vw --points 5 --worlds 2048"},
        joined(
            one_scenario(arguments->run),
            {OptionKind{"--alternative", "the deal", &arguments->alternative}.needed(),
             OptionKind{"--vary", "KEY=low:high or KEY=a,b,c (repeatable, up to eight keys; shares of one rule sum to 1)", &arguments->vary}
                 .needed()
                 .many(),
             OptionKind{"--maximise", "sum, min or nash of the parties' gains, or a figure (ce.all, gain.vw)", &arguments->maximise}
                 .with_default(),
             OptionKind{"--subject", "conditions: \"gain.ford >= 0\" \"tail10.gain.vw >= -500\"", &arguments->subject}.many(),
             OptionKind{"--power", "FIRM=NUMBER: its weight under nash; 1", &arguments->power}.many(),
             OptionKind{"--frontier", "two figures: their efficient terms too", &arguments->frontier}.many(),
             OptionKind{"--points", "of the frontier", &arguments->points}.with_default(), json_option(arguments->run.json)}),
        [arguments](const Surroundings& around) { return terms_command(*arguments, around); }};
}

}  // namespace command

}  // namespace entente
