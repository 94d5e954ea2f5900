// entente sweep: a grid, or a Latin hypercube, of any scenario keys; the same worlds at every point.
#include "studies/sweep.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <memory>

#include "base/fields.hpp"
#include "base/text.hpp"
#include "cli/axis.hpp"
#include "cli/command.hpp"
#include "cli/metric.hpp"
#include "cli/options.hpp"
#include "cli/study_json.hpp"
#include "cli/sweep_table.hpp"
#include "write/csv.hpp"
#include "write/verdict.hpp"
#include "write/workbook/study_book.hpp"

namespace entente {

namespace {

constexpr std::size_t most_printed = 40;

// The axes and the number of points of a hypercube (0: a grid). Tells of everything that is wrong.
bool read_axes(const SweepArguments& arguments, std::vector<Axis>& axes, std::size_t& count) {
    bool sound = true;
    const auto fault = [&](const std::string& message) {
        tell("entente: error: {}\n", message);
        sound = false;
    };
    double points_in_grid = 1;
    for (const std::string& text : arguments.over) {
        const std::string wrong = read_axis(text, axes.emplace_back());
        if (!wrong.empty()) fault("--over '" + text + "'; " + wrong);
        points_in_grid *= static_cast<double>(axes.back().values.size());
        if (!arguments.lhs.empty() && !axes.back().range) fault("--over '" + text + "' with --lhs; expected a range KEY=low:high:steps");
    }
    if (axes.empty()) fault("sweep needs a key; expected --over KEY=a,b,c");
    if (points_in_grid > static_cast<double>(most_points))
        fault(fmt::format("the grid has {:.0f} points; expected at most {}", points_in_grid, most_points));
    std::string error;
    std::int64_t points = 0;
    if (!arguments.lhs.empty() && !parse_whole(arguments.lhs, 2, most_points, points, error)) fault("--lhs " + error);
    count = static_cast<std::size_t>(points);
    return sound;
}

// A file's lines behind the point's number and values; the header only once.
void append(const std::string& file, const std::string& head, const std::string& prefix, std::string& out) {
    std::size_t begin = 0;
    for (bool header = true; begin < file.size(); header = false) {
        const std::size_t end = file.find("\r\n", begin) + 2;
        if (!header || out.empty()) out += (header ? head : prefix) + file.substr(begin, end - begin);
        begin = end;
    }
}

std::vector<NamedFile> files_of(const SweepPlan& plan, const Swept& swept) {
    std::string head = "point,", summary, comparison;
    for (const Axis& axis : plan.axes) head += csv_text(axis.key, ',') + ",";
    for (std::size_t i = 0; i < swept.points.size(); ++i) {
        std::string prefix = std::to_string(i + 1) + ",";
        for (const std::string& value : plan.points[i]) prefix += swept_cell(value) + ",";
        append(swept.points[i].summary, head, prefix, summary);
        append(swept.points[i].comparison, head, prefix, comparison);
    }
    return {{"sweep.csv", summary}, {"sweep_comparison.csv", comparison}};
}

StudyRecord record_of(const SweepArguments& arguments, const LoadedScenario& loaded, const RunOptions& options, const Swept& swept) {
    StudyRecord out = study_of("sweep", loaded, arguments.run.settings);
    out.options = {{"scenario", loaded.stem},
                   {"over", arguments.over},
                   {"lhs", arguments.lhs},
                   {"alternatives", arguments.alternatives},
                   {"table", arguments.table},
                   {"seed", static_cast<std::int64_t>(options.seed)},
                   {"worlds", options.worlds},
                   {"sampling", word_of(options.sampling)},
                   {"points", static_cast<std::int64_t>(swept.points.size())}};
    return out;
}

void print(const SweepPlan& plan, const Swept& swept, const std::string& folder) {
    fmt::print("{:>6}", "point");
    for (const Axis& axis : plan.axes) fmt::print("  {}", axis.key);
    fmt::print("  gain of all in");
    for (const SweptGain& gain : swept.points.front().gains) fmt::print(" {:>16}", gain.alternative);
    fmt::print("\n");
    for (std::size_t i = 0; i < std::min(swept.points.size(), most_printed); ++i) {
        fmt::print("{:>6}", i + 1);
        for (std::size_t a = 0; a < plan.axes.size(); ++a) fmt::print("  {:>{}}", plan.points[i][a], plan.axes[a].key.size());
        fmt::print("  {:>14}", "");
        for (const SweptGain& gain : swept.points[i].gains) fmt::print(" {:>16}", money_text(gain.mean));
        fmt::print("\n");
    }
    print_sweep_tables(plan, swept);
    fmt::print("{} in {}/sweep.csv, sweep_comparison.csv and sweep.xlsx{}\n", counted(swept.points.size(), "point"), shown(folder),
               plan.figures.empty() ? "" : ", the table in sweep_table.csv too");
}

}  // namespace

namespace {

// The alternatives that are asked for, and the figures of a table; tells of everything that is wrong.
bool read_wanted(const SweepArguments& arguments, const Scenario& scenario, SweepPlan& plan) {
    bool sound = true;
    std::vector<std::string> compared;
    for (const auto& [id, unused] : scenario.alternative) {
        if (id.text != scenario.scenario.baseline.text) compared.push_back(id.text);
    }
    plan.alternatives = arguments.alternatives;
    for (const std::string& wanted : plan.alternatives) {
        if (wanted == "solo" || find(scenario.alternative, wanted) != nullptr) continue;
        tell("entente: error: --alternative '{}'; {}\n", wanted, suggestion(wanted, compared));
        sound = false;
    }
    if (arguments.table.empty() || !sound) return sound;
    if (plan.axes.size() != 2 || !arguments.lhs.empty()) {
        tell("entente: error: --table has rows and columns; expected two --over, without --lhs\n");
        return false;
    }
    const auto condition = read_condition("--table", arguments.table);
    const bool named = condition && !condition->left.alternative.empty();
    for (const std::string& alternative : named                       ? std::vector{condition->left.alternative}
                                          : plan.alternatives.empty() ? compared
                                                                      : plan.alternatives) {
        const auto figure = read_figure("--table", arguments.table, alternative, scenario);
        if (!figure) return false;
        plan.figures.push_back(*figure);
    }
    return condition.has_value();
}

}  // namespace

int sweep_command(const SweepArguments& arguments, const Surroundings& around) {
    SweepPlan plan;
    std::size_t count = 0;
    ReadOptions read;
    bool sound = read_axes(arguments, plan.axes, count);
    sound = read_options(arguments.run, read) && sound;
    if (!sound) return bad_input;
    std::vector<LoadedScenario> all_loaded;
    if (!load_all(arguments.run.scenarios, arguments.run.settings, all_loaded)) return bad_input;
    LoadedScenario& loaded = all_loaded.front();
    const std::string folder = arguments.run.output + "/" + loaded.folder;
    RunOptions options = options_of(*loaded.scenario, arguments.run, read, around);
    plan.layout = count > 0 ? "lhs " + arguments.lhs : "grid";
    plan.points = count > 0 ? hypercube(plan.axes, count, options.seed) : grid(plan.axes);
    plan.scenario = with_settings(loaded, arguments.run.settings);
    if (!read_wanted(arguments, *loaded.scenario, plan)) return bad_input;
    if (!all_sound(plan, around.stop)) return bad_input;
    options.checkpoint = checkpoint_of(loaded, arguments.run, read, folder);
    std::vector<FolderLock> locks;
    if (!claim_folders({folder}, locks)) return bad_input;
    const auto write_rows = [&](const Results& results, SweptPoint& out) {
        for (NamedFile& file : csv_files(results, loaded.stem, false)) {
            if (file.name == "summary.csv") out.summary = std::move(file.content);
            if (file.name == "comparison.csv") out.comparison = std::move(file.content);
        }
    };
    const Swept swept = [&] {
        Progress progress(loaded.stem, static_cast<std::int64_t>(plan.points.size()), arguments.run.quiet || arguments.run.json, "points");
        return sweep(plan, options, write_rows, [&](std::int64_t finished) { progress(finished); });
    }();
    StudyRecord record = record_of(arguments, loaded, options, swept);
    record.partial = swept.points.size() < plan.points.size();
    std::vector<NamedFile> files = files_of(plan, swept);
    StudyBook book{"A sweep of '" + loaded.stem + "'", loaded.scenario->scenario.currency + " m", arguments.over, {}, {files[1], files[0]}};
    if (!plan.figures.empty() && !record.partial) {
        files.push_back(sweep_table(plan, swept));
        book.maps = heat_maps(plan, swept);
    }
    write_study(folder, SetKind::sweep, record, files, {study_book("sweep.xlsx", std::move(book))});
    if (arguments.run.json) {
        fmt::print("{}", study_json(record, files));
    } else if (!arguments.run.quiet) {
        print(plan, swept, folder);
    }
    if (record.partial) {
        tell("entente: interrupted after {} of {} points; those are kept, and --resume goes on from there\n", swept.points.size(),
             plan.points.size());
        return interrupted;
    }
    remove_kept(options.checkpoint.folder);
    return done;
}

namespace command {

Command sweep();
Command sweep() {
    const auto arguments = std::make_shared<SweepArguments>();
    return {"sweep",
            "a grid of scenario keys, one row a point, the same worlds at every point",
            {"scenarios/two-carmakers.toml --over program.ev.likeness=0:1:5 --worlds 10000",
             "scenarios/two-carmakers.toml --over alternative.alliance.arrangement.ev.royalty=0:2:5 --over "
             "alternative.alliance.arrangement.ev.upfront=0,200,400 --alternative alliance --table gain.ford --worlds 5000"},
            joined(joined(one_scenario(arguments->run),
                          {OptionKind{"--over", "KEY=a,b,c or KEY=low:high:steps (repeatable)", &arguments->over}.needed(),
                           {"--lhs", "so many points of a Latin hypercube over the ranges, instead of the grid", &arguments->lhs},
                           {"--alternative", "only this one and the baseline (repeatable)", &arguments->alternatives},
                           {"--table",
                            "a figure (gain.ford, tail10.gain.vw) as a table of the two keys: on the screen, in sweep_table.csv, as "
                            "a heat map in sweep.xlsx",
                            &arguments->table},
                           json_option(arguments->run.json)}),
                   checkpoint_options(arguments->run, "points")),
            [arguments](const Surroundings& around) { return sweep_command(*arguments, around); }};
}

}  // namespace command

}  // namespace entente
