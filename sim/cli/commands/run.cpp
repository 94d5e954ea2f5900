// entente run: simulate, one folder of results a scenario.
#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <sstream>
#include <thread>

#include "base/problem.hpp"
#include "cli/cli.hpp"
#include "engine/run.hpp"
#include "write/files.hpp"

namespace entente {

namespace {

constexpr std::int64_t most_worlds = 1'000'000'000'000;

constexpr std::int64_t fewest_designed = 64;  // worlds of a Latin hypercube or Sobol points: two a randomisation

struct Numbers {
    std::int64_t worlds = 0, seed = -1, threads = 0, world = -1;
    std::optional<Sampling> sampling;
    std::vector<PrecisionTarget> precision;
    bool csv = false, workbook = false, report = false;
};

bool read_precision(const std::string& text, std::vector<PrecisionTarget>& out) {
    PrecisionTarget target;
    const std::size_t equals = text.find('=');
    const std::string number = equals == std::string::npos ? text : text.substr(equals + 1);
    if (equals != std::string::npos) {
        const std::size_t dot = text.find('.');
        target.metric = text.substr(0, std::min(dot, equals));
        if (dot < equals) target.firm = text.substr(dot + 1, equals - dot - 1);
    }
    const auto end = std::from_chars(number.data(), number.data() + number.size(), target.most);
    const bool read = !number.empty() && end.ec == std::errc() && end.ptr == number.data() + number.size();
    if (!read || !(target.most > 0) || !std::isfinite(target.most) || (equals == 0)) {
        fmt::print(stderr, "entente: error: --precision '{}'; expected a number above 0 (0.01), or METRIC=NUMBER (gain.ford=5)\n", text);
        return false;
    }
    out.push_back(target);
    return true;
}

// The options that are numbers; every wrong one is reported.
bool read_numbers(const RunArguments& arguments, Numbers& out) {
    bool sound = true;
    const auto read = [&](const char* option, const std::string& text, std::int64_t low, std::int64_t high, std::int64_t& value) {
        std::string error;
        if (text.empty() || parse_whole(text, low, high, value, error)) return;
        fmt::print(stderr, "entente: error: {} {}\n", option, error);
        sound = false;
    };
    read("--worlds", arguments.worlds, 1, most_worlds, out.worlds);
    read("--seed", arguments.seed, 0, INT64_MAX, out.seed);
    read("--threads", arguments.threads, 1, 1024, out.threads);
    read("--world", arguments.world, 0, most_worlds - 1, out.world);
    std::stringstream formats(arguments.format);
    for (std::string format; std::getline(formats, format, ',');) {
        out.csv = out.csv || format == "csv";
        out.workbook = out.workbook || format == "xlsx";
        out.report = out.report || format == "html";
        if (format == "csv" || format == "xlsx" || format == "html") continue;
        fmt::print(stderr, "entente: error: --format '{}'; expected csv, xlsx, html or several joined by commas\n", format);
        sound = false;
    }
    for (const std::string& text : arguments.precision) sound = read_precision(text, out.precision) && sound;
    if (!arguments.sampling.empty()) {
        constexpr auto known = words(Sampling{});
        const auto found = std::find(known.begin(), known.end(), arguments.sampling);
        if (found == known.end()) {
            fmt::print(stderr, "entente: error: --sampling '{}'; expected mc, lhs or sobol\n", arguments.sampling);
            return false;
        }
        out.sampling = static_cast<Sampling>(found - known.begin());
    }
    return sound;
}

RunOptions options_of(const LoadedScenario& loaded, const RunArguments& arguments, const Numbers& numbers) {
    RunOptions options;
    options.worlds = numbers.worlds > 0 ? numbers.worlds : loaded.scenario.run.worlds;
    options.seed = static_cast<std::uint64_t>(numbers.seed >= 0 ? numbers.seed : loaded.scenario.run.seed);
    options.threads = static_cast<int>(numbers.threads > 0 ? numbers.threads : std::max(1U, std::thread::hardware_concurrency()));
    options.samples = arguments.samples;
    options.sampling = numbers.sampling.value_or(loaded.scenario.run.sampling);
    options.precision = numbers.precision;
    if (options.precision.empty() && loaded.scenario.run.precision) options.precision.push_back({"", "", *loaded.scenario.run.precision});
    options.stop = &stop_requested;
    return options;
}

bool run_one(const LoadedScenario& loaded, const RunArguments& arguments, const Numbers& numbers, const std::string& folder) {
    RunOptions options = options_of(loaded, arguments, numbers);
    if (options.sampling != Sampling::mc && options.worlds < fewest_designed)
        throw Failure("a Latin hypercube or Sobol points need at least " + std::to_string(fewest_designed) + " worlds");
    Results results;
    {
        Progress progress(loaded.stem, options.worlds, arguments.quiet || arguments.json);
        options.progress = [&](std::int64_t finished) { progress(finished); };
        results = run(loaded.scenario, options);
    }
    if (results.worlds == 0) return false;
    const std::string hash = write_results(folder, results, {loaded.stem, loaded.file, loaded.text, arguments.settings, options.threads, arguments.samples,
                                                              numbers.csv, numbers.workbook, numbers.report});
    if (arguments.json) {
        fmt::print("{}", summary_json(results, loaded.stem));
    } else if (!arguments.quiet) {
        fmt::print("{}\nresults in {}/ (open {} first), hash {}\n", result_table(results), folder,
                   numbers.report ? "report.html" : numbers.csv ? "summary.csv and comparison.csv" : "workbook.xlsx",
                   hash.substr(0, 16));
    }
    return !results.partial();
}

}  // namespace

int run_command(const RunArguments& arguments) {
    Numbers numbers;
    std::vector<LoadedScenario> scenarios;
    const bool sound = read_numbers(arguments, numbers);
    if (!load_all(arguments.scenarios, arguments.settings, scenarios) || !sound) return bad_input;
    for (const LoadedScenario& loaded : scenarios) {
        if (loaded.scenario.run.worlds <= most_worlds) continue;
        fmt::print(stderr, "{}: error: run.worlds = {}; expected at most {}\n", loaded.file, loaded.scenario.run.worlds, most_worlds);
        return bad_input;
    }
    if (numbers.world >= 0) {
        for (const LoadedScenario& loaded : scenarios) print_world(loaded.scenario, options_of(loaded, arguments, numbers), numbers.world);
        return done;
    }
    std::vector<std::string> folders;
    try {
        for (const LoadedScenario& loaded : scenarios) {
            folders.push_back(arguments.output + "/" + loaded.stem);
            claim_folder(folders.back());
        }
    } catch (const Failure& failure) {
        fmt::print(stderr, "entente: error: {}; expected an output folder that can be written (-o DIR)\n", failure.what());
        return bad_input;
    }
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
        if (run_one(scenarios[i], arguments, numbers, folders[i])) continue;
        fmt::print(stderr, "entente: interrupted; what was finished is kept and marked partial in the manifest\n");
        return interrupted;
    }
    return done;
}

}  // namespace entente
