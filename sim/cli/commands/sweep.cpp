// entente sweep: a grid, or a Latin hypercube, of any scenario keys; the same worlds at every point.
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/problem.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/options.hpp"
#include "read/read.hpp"
#include "run/run.hpp"
#include "studies/axes.hpp"
#include "write/csv.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

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

class Sweep {
public:
    Sweep(const SweepArguments& arguments, LoadedScenario& loaded, std::vector<Axis> axes, const Surroundings& around)
        : arguments_(arguments), loaded_(loaded), axes_(std::move(axes)), around_(around) {}

    // Whether every point's scenario is sound; prints every problem of the first that is not. Only what is read is kept, for a million
    // scenarios take more than the memory.
    bool check(std::vector<Values> points) {
        points_ = std::move(points);
        std::size_t sound = 0;
        while (sound < points_.size() && scenario(sound)) {
            around_.stop.check();
            ++sound;
        }
        return sound == points_.size();
    }

    int run(RunOptions options, const std::string& folder) {
        // Annual and joint tables are not asked for, nor are points by fewer worlds than the others.
        options.tables = options.keep_partial = false;
        const CheckpointOptions checkpoint = std::exchange(options.checkpoint, {});
        const KeptFiles kept(checkpoint.folder, identity(checkpoint.identity, options), static_cast<std::int64_t>(points_.size()));
        if (checkpoint.resume && kept.found()) load(kept);
        std::size_t saved = done_.size();
        bool begun = saved > 0;
        const auto save = [&] {
            if (!begun) kept.begin();
            begun = true;
            kept.write("points", static_cast<std::int64_t>(saved), static_cast<std::int64_t>(done_.size()), [&](ByteWriter& out) {
                out.put(std::vector<Point>(done_.begin() + static_cast<std::ptrdiff_t>(saved), done_.end()));
            });
            saved = done_.size();
        };
        const auto begin = std::chrono::steady_clock::now();
        auto last_save = begin;
        {
            Progress progress(loaded_.stem, static_cast<std::int64_t>(points_.size()), arguments_.run.quiet);
            while (done_.size() < points_.size() && carry_out_next(options)) {
                progress(static_cast<std::int64_t>(done_.size()));
                const auto now = std::chrono::steady_clock::now();
                const auto seconds = [&](auto from) { return std::chrono::duration<double>(now - from).count(); };
                if ((!checkpoint.always && seconds(begin) < checkpoint.after) || seconds(last_save) < checkpoint.interval) continue;
                save();
                last_save = now;
            }
        }
        if (done_.empty()) throw Interrupted();
        if (done_.size() < points_.size() && done_.size() > saved) save();
        write(folder, options);
        if (!arguments_.run.quiet) print(folder);
        if (done_.size() < points_.size()) {
            tell("entente: interrupted after {} of {} points; those are kept, and --resume goes on from there\n", done_.size(),
                 points_.size());
            return interrupted;
        }
        remove_kept(checkpoint.folder);
        return done;
    }

private:
    struct Gain {
        std::string alternative;
        double mean = 0;

        static auto parts(auto& self) { return std::tie(self.alternative, self.mean); }
    };
    // What is kept of a finished point: its rows, and the gain of all in each alternative.
    struct Point {
        std::string summary, comparison;
        std::vector<Gain> gains;

        static auto parts(auto& self) { return std::tie(self.summary, self.comparison, self.gains); }
    };

    // The next point; false where it was cut short.
    bool carry_out_next(const RunOptions& options) {
        try {
            around_.stop.check();
            done_.push_back(point(entente::run(scenario(done_.size()).value(), options)));
            if (!keeping_) keeping_.emplace(around_.stop);
            return true;
        } catch (const Interrupted&) {
            return false;
        }
    }

    std::optional<Scenario> scenario(std::size_t point) {
        std::vector<std::string> settings = arguments_.run.settings;
        for (std::size_t i = 0; i < axes_.size(); ++i) settings.push_back(axes_[i].key + "=" + points_[point][i]);
        return loaded_.with(settings);
    }

    Identity identity(Identity out, const RunOptions& options) const {
        for (const Axis& axis : axes_) {
            std::string values;
            for (const std::string& value : axis.values) values += value + " ";
            out.emplace_back("over " + axis.key, values);
        }
        out.emplace_back("points", arguments_.lhs.empty() ? "grid" : "lhs " + arguments_.lhs);
        out.emplace_back("worlds", std::to_string(options.worlds));
        out.emplace_back("seed", std::to_string(options.seed));
        out.emplace_back("sampling", word_of(options.sampling));
        return out;
    }

    // Points in their order, as far as they are unbroken.
    void load(const KeptFiles& kept) {
        for (const std::int64_t number : kept.numbers("points")) {
            if (number != static_cast<std::int64_t>(done_.size())) kept.refuse("lacks a file of points");
            std::vector<Point> points;
            const Piece piece = kept.read("points", number);
            ByteReader(piece.payload).get(points);
            if (piece.first + static_cast<std::int64_t>(points.size()) != piece.end)
                kept.refuse("points", number, "is damaged: it does not reach its end");
            std::move(points.begin(), points.end(), std::back_inserter(done_));
        }
    }

    Point point(const Results& results) const {
        Point out;
        for (NamedFile& file : csv_files(results, loaded_.stem, false)) {
            if (file.name == "summary.csv") out.summary = std::move(file.content);
            if (file.name == "comparison.csv") out.comparison = std::move(file.content);
        }
        for (const std::string& alternative : alternatives_of(results)) {
            if (const ComparisonRow* gain = comparison_row(results, alternative, "all", "gain"))
                out.gains.push_back({alternative, gain->mean});
        }
        return out;
    }

    StudyRecord record(const RunOptions& options) const {
        StudyRecord out = study_of("sweep", loaded_, arguments_.run.settings);
        out.options = {{"scenario", loaded_.stem},
                       {"over", arguments_.over},
                       {"lhs", arguments_.lhs},
                       {"seed", static_cast<std::int64_t>(options.seed)},
                       {"worlds", options.worlds},
                       {"sampling", word_of(options.sampling)},
                       {"points", static_cast<std::int64_t>(done_.size())}};
        out.partial = done_.size() < points_.size();
        return out;
    }

    void write(const std::string& folder, const RunOptions& options) const {
        std::string head = "point,", summary, comparison;
        for (const Axis& axis : axes_) head += csv_text(axis.key, ',') + ",";
        for (std::size_t i = 0; i < done_.size(); ++i) {
            std::string prefix = std::to_string(i + 1) + ",";
            for (const std::string& value : points_[i]) prefix += swept_cell(value) + ",";
            append(done_[i].summary, head, prefix, summary);
            append(done_[i].comparison, head, prefix, comparison);
        }
        write_study(folder, SetKind::sweep, record(options), {{"sweep.csv", summary}, {"sweep_comparison.csv", comparison}});
    }

    void print(const std::string& folder) const {
        fmt::print("{:>6}", "point");
        for (const Axis& axis : axes_) fmt::print("  {}", axis.key);
        fmt::print("  gain of all in");
        for (const Gain& gain : done_.front().gains) fmt::print(" {:>16}", gain.alternative);
        fmt::print("\n");
        for (std::size_t i = 0; i < done_.size() && i < 40; ++i) {
            fmt::print("{:>6}", i + 1);
            for (std::size_t a = 0; a < axes_.size(); ++a) fmt::print("  {:>{}}", points_[i][a], axes_[a].key.size());
            fmt::print("  {:>14}", "");
            for (const Gain& gain : done_[i].gains) fmt::print(" {:>16}", money_text(gain.mean));
            fmt::print("\n");
        }
        fmt::print("{} points in {}/sweep.csv and sweep_comparison.csv\n", done_.size(), shown(folder));
    }

    const SweepArguments& arguments_;
    LoadedScenario& loaded_;
    std::vector<Axis> axes_;
    const Surroundings& around_;
    std::vector<Values> points_;
    std::vector<Point> done_;
    std::optional<Stop::Keeping> keeping_;  // finished points
};

}  // namespace

int sweep_command(const SweepArguments& arguments, const Surroundings& around) {
    std::vector<Axis> axes;
    std::int64_t count = 0;
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
    if (!arguments.lhs.empty() && !parse_whole(arguments.lhs, 2, most_points, count, error)) fault("--lhs " + error);
    ReadOptions read;
    sound = read_options(arguments.run, read) && sound;
    if (!sound) return bad_input;
    std::vector<LoadedScenario> loaded;
    if (!load_all(arguments.run.scenarios, arguments.run.settings, loaded)) return bad_input;
    const std::string folder = arguments.run.output + "/" + loaded.front().folder;
    RunOptions options = options_of(loaded.front().scenario, arguments.run, read, around);
    Sweep sweep(arguments, loaded.front(), axes, around);
    if (!sweep.check(count > 0 ? hypercube(axes, static_cast<std::size_t>(count), options.seed) : grid(axes))) return bad_input;
    options.checkpoint = checkpoint_of(loaded.front(), arguments.run, read, folder);
    std::vector<FolderLock> locks;
    if (!claim_folders({folder}, locks)) return bad_input;
    return sweep.run(std::move(options), folder);
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
