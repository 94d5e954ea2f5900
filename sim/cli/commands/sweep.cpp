// entente sweep: a grid, or a Latin hypercube, of any scenario keys; the same worlds at every point.
#include "studies/sweep.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "base/fields.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/options.hpp"
#include "read/read.hpp"
#include "write/csv.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

constexpr std::size_t most_printed = 40;

std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> out(1);
    int depth = 0;  // commas inside [..] and {..} belong to the value
    for (const char c : text) {
        depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
        if (c == at && depth == 0) {
            out.emplace_back();
        } else {
            out.back() += c;
        }
    }
    return out;
}

// KEY=a,b,c or KEY=low:high:steps. A word of what is wrong, or "".
std::string read_axis(const std::string& text, Axis& out) {
    const std::size_t equals = end_of_key(text);
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) return "expected KEY=a,b,c or KEY=low:high:steps";
    const std::string key = text.substr(0, equals), values = text.substr(equals + 1);
    const std::vector<std::string> parts = split(values, ':');
    if (parts.size() != 3) {
        out = {key, split(values, ',')};
        return "";
    }
    double low = 0, high = 0, steps = 0;
    if (!parse_number(parts[0], low) || !parse_number(parts[1], high) || !parse_number(parts[2], steps) || steps != std::floor(steps) ||
        steps < 2)
        return "expected low:high:steps with two numbers and 2 steps or more";
    if (steps > static_cast<double>(most_points)) return fmt::format("{:.0f} steps are too many; expected at most {}", steps, most_points);
    out = range_of(key, low, high, static_cast<std::size_t>(steps));
    return "";
}

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

// A value as a cell: a number as it is, a text made safe.
std::string swept_cell(const std::string& value) {
    double number = 0;
    return parse_number(value, number) ? value : csv_text(value, ',');
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
    fmt::print("{} points in {}/sweep.csv and sweep_comparison.csv\n", swept.points.size(), shown(folder));
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
        Progress progress(loaded.stem, static_cast<std::int64_t>(plan.points.size()), arguments.run.quiet);
        return sweep(plan, options, write_rows, [&](std::int64_t finished) { progress(finished); });
    }();
    StudyRecord record = record_of(arguments, loaded, options, swept);
    record.partial = swept.points.size() < plan.points.size();
    write_study(folder, SetKind::sweep, record, files_of(plan, swept));
    if (!arguments.run.quiet) print(plan, swept, folder);
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
            {"scenarios/two-carmakers.toml --over program.ev.likeness=0:1:5 --worlds 10000"},
            joined(joined(one_scenario(arguments->run),
                          {OptionKind{"--over", "KEY=a,b,c or KEY=low:high:steps (repeatable)", &arguments->over}.needed(),
                           {"--lhs", "so many points of a Latin hypercube over the ranges, instead of the grid", &arguments->lhs}}),
                   checkpoint_options(arguments->run, "points")),
            [arguments](const Surroundings& around) { return sweep_command(*arguments, around); }};
}

}  // namespace command

}  // namespace entente
