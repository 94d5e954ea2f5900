// entente run: simulate, one folder of results a scenario.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

#include "base/problem.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/metric.hpp"
#include "cli/options.hpp"
#include "run/checkpoint.hpp"
#include "run/run.hpp"
#include "studies/audit/audit.hpp"
#include "write/files.hpp"
#include "write/format.hpp"

namespace entente {

namespace {

// Takes away the page and the table of a batch that will tell of this scenario what no longer is.
void drop_batch(const std::string& folder, const std::string& scenario, bool locked) {
    if (!batch_tells_of(folder, scenario)) return;
    std::optional<FolderLock> lock;
    try {
        if (!locked) lock.emplace(folder);
    } catch (const Failure&) {
        return;  // a batch is at work there, and will write both anew
    }
    drop_set(folder, SetKind::batch);
}

bool writes(const ReadOptions& numbers, std::string_view format) {
    return std::find(numbers.formats.begin(), numbers.formats.end(), format) != numbers.formats.end();
}

// What holds the scenarios of a batch together.
void write_batch(const RunArguments& arguments, const ReadOptions& numbers, const std::vector<LoadedScenario>& scenarios,
                 const std::vector<BatchEntry>& batch, bool whole) {
    StudyRecord record{"run", {}, arguments.settings, {}, !whole};
    std::vector<std::string> stems;
    for (const BatchEntry& entry : batch) stems.push_back(entry.scenario);
    record.options = {{"scenarios", stems}};
    for (std::size_t i = 0; i < batch.size(); ++i) {
        record.inputs.push_back({scenarios[i].file, scenarios[i].file, scenarios[i].sha256});
        for (const Input& input : scenarios[i].inputs) record.inputs.push_back({input.path, input.path, input.sha256});
    }
    std::vector<NamedFile> files{batch_page(batch, writes(numbers, "html"))};
    if (writes(numbers, "csv")) files.push_back(batch_csv(batch, numbers.dialect));
    write_study(arguments.output, SetKind::batch, record, files);
    if (!arguments.quiet && !arguments.json) fmt::print("\nall scenarios: {}/index.html\n", arguments.output);
}

// What could be held against the results.
void add_audit(const Scenario& scenario, RunOptions options, Results& results) {
    if (options.worlds > usual_audit) options.worlds = usual_audit;
    Audit audit = audit_of(scenario, options, {});
    results.findings = std::move(audit.findings);
    results.audited = audit.worlds;
}

bool run_one(const LoadedScenario& loaded, const RunArguments& arguments, const ReadOptions& numbers, const std::string& folder,
             bool in_batch, const Surroundings& around, std::vector<BatchEntry>& batch) {
    RunOptions options = options_of(*loaded.scenario, arguments, numbers, around);
    options.checkpoint = checkpoint_of(loaded, arguments, numbers, folder);
    options.given = numbers.given;
    options.targets = numbers.targets;
    Results results;
    {
        Progress progress(loaded.stem, options.worlds, arguments.quiet || arguments.json);
        options.progress = [&](std::int64_t finished) { progress(finished); };
        results = run(*loaded.scenario, options);
    }
    if (results.worlds == 0) return false;
    if (!around.ranks.root()) return !results.partial();
    if (arguments.audit && !results.partial()) add_audit(*loaded.scenario, options, results);
    const Stop::Keeping keeping(around.stop);
    drop_batch(arguments.output, loaded.stem, in_batch);
    const std::string hash = write_results(folder, results,
                                           {loaded.stem, loaded.file, loaded.text, loaded.sha256, loaded.inputs, arguments.settings,
                                            arguments.samples, numbers.formats, numbers.dialect});
    if (!results.partial()) remove_kept(options.checkpoint.folder);
    if (!arguments.json && !arguments.quiet) {
        fmt::print("{}\nresults in {}/ (open {} first), hash {}\n", result_table(results, around.bold), shown(folder),
                   first_look(numbers.formats), hash.substr(0, 16));
    }
    draw_charts(arguments, results, loaded.folder, loaded.stem);
    const bool whole = !results.partial();
    // The batch looks at the main figures only.
    results.joint.clear();
    results.samples.clear();
    results.access.clear();
    results.draws = {};
    results.annual.clear();
    batch.push_back({loaded.stem, std::move(results), std::filesystem::path(folder).filename().string()});
    return whole;
}

// One after the other; false where not all were carried out to their ends.
bool run_each(const std::vector<LoadedScenario>& scenarios, const RunArguments& arguments, const ReadOptions& numbers,
              const std::vector<std::string>& folders, const Surroundings& around, std::vector<BatchEntry>& batch) {
    try {
        for (std::size_t i = 0; i < scenarios.size(); ++i) {
            around.stop.check();
            if (!run_one(scenarios[i], arguments, numbers, folders[i], scenarios.size() > 1, around, batch)) return false;
        }
        return true;
    } catch (const Interrupted&) {
        // Other ranks may still wait for this one: they are ended with it.
        if (around.ranks.count() > 1) throw;
        return false;
    }
}

// One object, or a list of those of a batch.
void print_json(const std::vector<BatchEntry>& batch, bool in_batch) {
    std::string out;
    for (const BatchEntry& entry : batch) out += (out.empty() ? "" : ",\n") + summary_json(entry.results, entry.scenario);
    fmt::print("{}", in_batch ? "[\n" + out + "]\n" : out);
}

// Tells what happens in one world of each scenario.
void tell_worlds(const std::vector<LoadedScenario>& scenarios, const RunArguments& arguments, const ReadOptions& numbers,
                 const Surroundings& around) {
    if (arguments.json && scenarios.size() > 1) fmt::print("[\n");
    for (const LoadedScenario& loaded : scenarios) {
        const RunOptions options = options_of(*loaded.scenario, arguments, numbers, around);
        const WorldStory story = replay(*loaded.scenario, options, numbers.world);
        if (arguments.json) {
            if (&loaded != &scenarios.front()) fmt::print(",\n");
            print_world_json(story, options.seed);
        } else {
            print_world(story, options.seed, around.bold);
        }
    }
    if (arguments.json && scenarios.size() > 1) fmt::print("]\n");
}

// Reads the scenarios of the call; false where some are at fault, and then says what becomes of the others, which alone are in `out`.
bool load_scenarios(const RunArguments& arguments, std::vector<LoadedScenario>& out) {
    bool sound = load_all(arguments.scenarios, arguments.settings, out);
    sound = std::erase_if(out, [](const LoadedScenario& loaded) { return !check_worlds(loaded); }) == 0 && sound;
    if (!sound && !out.empty() && arguments.keep_going) tell("entente: going on with {} without fault\n", counted(out.size(), "scenario"));
    if (!sound && !out.empty() && !arguments.keep_going)
        tell("entente: nothing was run; --keep-going runs {} without fault\n", counted(out.size(), "scenario"));
    return sound;
}

}  // namespace

int run_command(const RunArguments& arguments, const Surroundings& around) {
    ReadOptions numbers;
    std::vector<LoadedScenario> scenarios;
    const bool sound = read_options(arguments, numbers);
    if (around.ranks.count() > 1 && std::find(arguments.scenarios.begin(), arguments.scenarios.end(), "-") != arguments.scenarios.end()) {
        tell("entente: error: standard input has only one reader; expected a scenario file for several processes\n");
        return bad_input;
    }
    const bool all_sound = load_scenarios(arguments, scenarios);
    if (!sound || scenarios.empty() || !(all_sound || arguments.keep_going)) return bad_input;
    if (!read_given(arguments, scenarios, numbers.given) || !read_targets(arguments, scenarios, numbers.targets) ||
        !check_precision(numbers.precision, scenarios))
        return bad_input;
    if (numbers.world >= 0) {
        tell_worlds(scenarios, arguments, numbers, around);
        return all_sound ? done : bad_input;
    }
    std::vector<std::string> folders;
    for (const LoadedScenario& loaded : scenarios) folders.push_back(loaded.folder);
    if (const int status = check_charts(arguments, folders); status != done) return status;
    for (std::string& folder : folders) folder = arguments.output + "/" + folder;
    std::vector<FolderLock> locks;
    if (scenarios.size() > 1) folders.push_back(arguments.output);
    // The other ranks write nothing.
    if (!(around.ranks.root() ? claim_folders(folders, locks) : claim_folders(folders))) return bad_input;
    std::vector<BatchEntry> batch;
    const bool whole = run_each(scenarios, arguments, numbers, folders, around, batch);
    if (scenarios.size() > 1 && !batch.empty() && around.ranks.root()) {
        const Stop::Keeping keeping(around.stop);
        write_batch(arguments, numbers, scenarios, batch, whole);
    }
    if (arguments.json && !batch.empty() && around.ranks.root()) print_json(batch, scenarios.size() > 1);
    if (whole) return all_sound ? done : bad_input;
    tell(
        "entente: interrupted; what was finished is kept and marked partial in the manifest (--resume goes on where a run has "
        "lasted a minute, or had --checkpoint)\n");
    return interrupted;
}

namespace command {

Command run();
Command run() {
    const auto arguments = std::make_shared<RunArguments>();
    return {
        "run",
        "simulate; one folder of results a scenario",
        {"scenarios/ford-vw-2019.toml --worlds 100000 -o out", "scenarios/ --format csv", "scenarios/gm-fiat.toml --precision gain.fiat=5",
         "scenarios/two-carmakers.toml --set program.ev.likeness=0.5 --world 7"},
        joined(
            joined({OptionKind{"scenario", "scenario files, or directories of them; - for standard input", &arguments->scenarios}.needed()},
                   run_options(*arguments)),
            joined(
                {{"--precision", "REL: stop when every mean's relative standard error is below; METRIC=ABS or METRIC.FIRM=ABS (repeatable)",
                  &arguments->precision},
                 OptionKind{"--format", "what is written: " + format_names(), &arguments->format}.with_default(),
                 OptionKind{"--csv-dialect", "rfc4180, or eu: semicolons and decimal commas", &arguments->csv_dialect}.with_default(),
                 {"--csv-bom", "begin CSV files with the mark by which Excel knows UTF-8", &arguments->csv_bom},
                 {"--world", "replay this one world (0 is the first) and tell what happens in it; writes nothing", &arguments->world},
                 {"--memory", "columns that would take more give way to histograms (quantiles to 6e-5); 2GiB", &arguments->memory}},
                joined(
                    checkpoint_options(*arguments, "worlds"),
                    {{"--keep-going", "run the scenarios of a batch that are without fault where others are not", &arguments->keep_going},
                     {"--given", "keep only the worlds in which this holds, e.g. \"alliance: exit.recovery and not event.tariff\"",
                      &arguments->given},
                     {"--target", "METRIC.FIRM=NUMBER: tell the chance of doing worse, e.g. gain.ford=-1000 (repeatable)",
                      &arguments->targets},
                     {"--audit", "tell in the report what could be held against it (entente audit)", &arguments->audit},
                     charts_option(*arguments),
                     {"--samples", "write every world: worlds.csv, access.csv, and what was drawn, draws.csv", &arguments->samples},
                     {"--json", "the summary (or the world of --world) on standard output as JSON", &arguments->json}}))),
        [arguments](const Surroundings& around) { return run_command(*arguments, around); },
        true};
}

}  // namespace command

}  // namespace entente
