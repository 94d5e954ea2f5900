// entente run: simulate, one folder of results a scenario.
#include <fmt/core.h>

#include <thread>

#include "base/problem.hpp"
#include "cli/cli.hpp"
#include "engine/run.hpp"
#include "write/files.hpp"

namespace entente {

namespace {

constexpr std::int64_t most_worlds = 1'000'000'000'000;

struct Numbers {
    std::int64_t worlds = 0, seed = -1, threads = 0;
};

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
    if (arguments.format != "csv") {
        fmt::print(stderr, "entente: error: --format '{}'; expected csv\n", arguments.format);
        sound = false;
    }
    if (!arguments.sampling.empty() && arguments.sampling != "mc") {
        fmt::print(stderr, "entente: error: --sampling '{}'; expected mc\n", arguments.sampling);
        sound = false;
    }
    return sound;
}

bool run_one(const LoadedScenario& loaded, const RunArguments& arguments, const Numbers& numbers, const std::string& folder) {
    RunOptions options;
    options.worlds = numbers.worlds > 0 ? numbers.worlds : loaded.scenario.run.worlds;
    options.seed = static_cast<std::uint64_t>(numbers.seed >= 0 ? numbers.seed : loaded.scenario.run.seed);
    options.threads = static_cast<int>(numbers.threads > 0 ? numbers.threads : std::max(1U, std::thread::hardware_concurrency()));
    options.samples = arguments.samples;
    options.stop = &stop_requested;
    Results results;
    {
        Progress progress(loaded.stem, options.worlds, arguments.quiet || arguments.json);
        options.progress = [&](std::int64_t finished) { progress(finished); };
        results = run(loaded.scenario, options);
    }
    if (results.worlds == 0) return false;
    write_results(folder, results, {loaded.stem, loaded.file, loaded.text, arguments.settings, options.threads, arguments.samples});
    if (arguments.json) {
        fmt::print("{}", summary_json(results, loaded.stem));
    } else if (!arguments.quiet) {
        fmt::print("{}\nresults in {}/ (open summary.csv and comparison.csv first)\n", result_table(results), folder);
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
