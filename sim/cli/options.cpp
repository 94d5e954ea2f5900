// Reading the shared options (see options.hpp).
#include "cli/options.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/files.hpp"
#include "base/problem.hpp"
#include "base/text.hpp"
#include "model/scenario.hpp"
#include "write/format.hpp"
#include "write/picture_files.hpp"

namespace entente {

namespace {

bool read_precision(const std::string& text, std::vector<PrecisionTarget>& out) {
    PrecisionTarget target;
    const std::size_t equals = text.find('=');
    const std::string number = equals == std::string::npos ? text : text.substr(equals + 1);
    if (equals != std::string::npos) {
        const std::size_t dot = text.find('.');
        target.metric = text.substr(0, std::min(dot, equals));
        if (dot < equals) target.firm = text.substr(dot + 1, equals - dot - 1);
    }
    if (!parse_number(number, target.most) || !(target.most > 0) || equals == 0) {
        tell("entente: error: --precision '{}'; expected a number above 0 (0.01), or METRIC=NUMBER (gain.ford=5)\n", text);
        return false;
    }
    out.push_back(target);
    return true;
}

// "2GiB" and the like.
bool read_bytes(const std::string& text, double& out) {
    constexpr std::array<std::pair<std::string_view, double>, 6> units{
        {{"", 1}, {"B", 1}, {"MB", 1e6}, {"GB", 1e9}, {"MiB", 0x1p20}, {"GiB", 0x1p30}}};
    const std::size_t end = text.find_last_of("0123456789.") + 1;
    const auto unit = std::find_if(units.begin(), units.end(), [&](const auto& u) { return u.first == text.substr(end); });
    if (unit == units.end() || !parse_number(std::string_view(text).substr(0, end), out) || !(out >= 0)) return false;
    out *= unit->second;
    return true;
}

}  // namespace

bool read_options(const RunArguments& arguments, ReadOptions& out) {
    bool sound = true;
    const auto read = [&](const char* option, const std::string& text, std::int64_t low, std::int64_t high, std::int64_t& value) {
        std::string error;
        if (text.empty() || parse_whole(text, low, high, value, error)) return;
        tell("entente: error: {} {}\n", option, error);
        sound = false;
    };
    read("--worlds", arguments.worlds, 1, most_worlds, out.worlds);
    read("--seed", arguments.seed, 0, INT64_MAX, out.seed);
    read("--threads", arguments.threads, 1, 1024, out.threads);
    read("--world", arguments.world, 0, most_worlds - 1, out.world);
    for (const std::string& format : between_commas(arguments.format)) {
        out.formats.push_back(format);
        if (find_format(format) != nullptr) continue;
        tell("entente: error: --format '{}'; expected {} or several joined by commas\n", format, format_names());
        sound = false;
    }
    out.dialect.mark = arguments.csv_bom;
    if (arguments.csv_dialect == "eu") {
        out.dialect.separator = ';';
        out.dialect.decimal = ',';
    } else if (arguments.csv_dialect != "rfc4180") {
        tell("entente: error: --csv-dialect '{}'; expected rfc4180 or eu\n", arguments.csv_dialect);
        sound = false;
    }
    if (!arguments.memory.empty() && !read_bytes(arguments.memory, out.memory)) {
        tell("entente: error: --memory '{}'; expected bytes, or a number with MB, GB, MiB or GiB (2GiB)\n", arguments.memory);
        sound = false;
    }
    if (!arguments.checkpoint_every.empty() &&
        (!parse_number(arguments.checkpoint_every, out.checkpoint_every) || !(out.checkpoint_every > 0))) {
        tell("entente: error: --checkpoint-every '{}'; expected seconds above 0\n", arguments.checkpoint_every);
        sound = false;
    }
    for (const std::string& text : arguments.precision) sound = read_precision(text, out.precision) && sound;
    if (!arguments.sampling.empty()) {
        constexpr auto known = words(Sampling{});
        const auto found = std::find(known.begin(), known.end(), arguments.sampling);
        if (found == known.end()) {
            tell("entente: error: --sampling '{}'; expected mc, lhs or sobol\n", arguments.sampling);
            return false;
        }
        out.sampling = static_cast<Sampling>(found - known.begin());
    }
    return sound;
}

bool check_worlds(const LoadedScenario& loaded) {
    const std::int64_t worlds = loaded.scenario->run.worlds;
    if (worlds <= most_worlds) return true;
    tell("{}: error: run.worlds = {}; expected at most {}\n", loaded.file, worlds, most_worlds);
    return false;
}

RunOptions options_of(const Scenario& scenario, const RunArguments& arguments, const ReadOptions& numbers, const Surroundings& around) {
    RunOptions options;
    options.worlds = numbers.worlds > 0 ? numbers.worlds : scenario.run.worlds;
    options.seed = static_cast<std::uint64_t>(numbers.seed >= 0 ? numbers.seed : scenario.run.seed);
    options.threads = static_cast<int>(numbers.threads);
    options.samples = arguments.samples;
    options.ranks = around.ranks;
    if (numbers.memory >= 0) options.memory = numbers.memory;
    options.sampling = numbers.sampling.value_or(scenario.run.sampling);
    options.precision = numbers.precision;
    if (options.precision.empty() && scenario.run.precision) options.precision.push_back({"", "", *scenario.run.precision});
    options.stop = &around.stop;
    if (options.sampling == Sampling::sobol && options.worlds > most_sobol_worlds)
        throw Failure("there are Sobol points for " + std::to_string(most_sobol_worlds) + " worlds; use fewer, or --sampling mc");
    return options;
}

void draw_charts(const RunArguments& arguments, const Results& results, const std::string& folder, const std::string& scenario) {
    if (arguments.charts.empty()) return;
    const std::string place = arguments.charts + "/" + folder;
    const std::size_t pictures = write_charts(place, scenario, results);
    if (!arguments.json && !arguments.quiet) fmt::print("{} in {}/\n", counted(pictures, "picture"), shown(place));
}

int check_charts(const RunArguments& arguments, const std::vector<std::string>& folders) {
    if (arguments.charts.empty()) return done;
    if (const std::string fault = drawing_fault(); !fault.empty()) {
        refuse("entente", fault);
        return failed;
    }
    std::vector<std::string> places;
    for (const std::string& folder : folders) places.push_back(arguments.charts + "/" + folder);
    return claim_folders(places, "--charts DIR") ? done : bad_input;
}

OptionKind charts_option(RunArguments& arguments) {
    return {"--charts", "folder for the report's pictures as SVG files, in a folder a scenario (nodejs draws them)", &arguments.charts};
}

void add_data_files(const std::vector<Input>& inputs, Identity& identity) {
    for (const Input& input : inputs) identity.emplace_back("data file " + input.name, "of SHA-256 " + input.sha256);
}

CheckpointOptions checkpoint_of(const LoadedScenario& loaded, const RunArguments& arguments, const ReadOptions& numbers,
                                const std::string& folder) {
    CheckpointOptions out;
    out.folder = folder + "/.checkpoint";
    out.always = arguments.checkpoint || numbers.checkpoint_every > 0;
    if (numbers.checkpoint_every > 0) out.interval = numbers.checkpoint_every;
    out.resume = arguments.resume;
    std::string settings;
    for (const std::string& setting : arguments.settings) settings += "--set '" + setting + "' ";
    out.identity = {{"program", version() + ", " + build()}, {"scenario", loaded.sha256}, {"settings", settings}};
    add_data_files(loaded.inputs, out.identity);
    return out;
}

}  // namespace entente
