// entente sensitivity: which inputs an outcome depends on.
#include "engine/sensitivity.hpp"

#include <fmt/core.h>

#include <optional>

#include "base/problem.hpp"
#include "cli/cli.hpp"
#include "cli/options.hpp"
#include "write/csv.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

constexpr std::int64_t default_worlds = 8192, fewest_worlds = 100;
constexpr std::size_t most_shown = 12;

std::string figure(const Estimate& e) { return fmt::format("{:.2f} ({:.2f})", e.value, e.error); }

// A factor of many quantities by its first.
std::string shown(const std::string& factor) {
    const std::size_t plus = factor.find(" + ");
    std::size_t others = 0;
    for (std::size_t at = plus; at != std::string::npos; at = factor.find(" + ", at + 1)) ++others;
    return others < 2 ? factor : fmt::format("{} + {} correlated", factor.substr(0, plus), others);
}

void print(const Sensitivity& found) {
    const bool share = found.unit == "share";
    const auto amount = [&](double x) { return share ? fmt::format("{:.3f}", x) : money_text(x); };
    fmt::print("{} of {} in '{}': mean {}, standard deviation {}, in {}; {} worlds\n", found.metric, found.firm, found.alternative,
               amount(found.moments.mean), amount(found.moments.sd()), found.unit, found.worlds);
    fmt::print("\n{}\n",
               bold("Its mean in the tenth of the worlds where an input is lowest and highest, and their rank correlation (error)"));
    for (std::size_t i = 0; i < std::min(most_shown, found.inputs.size()); ++i) {
        const InputEffect& effect = found.inputs[i];
        fmt::print("  {:<58} {:>12} {:>12}   {}\n", effect.input, amount(effect.tenths.low.value), amount(effect.tenths.high.value),
                   figure(effect.rank));
    }
    fmt::print("\n{}\n", bold("Shares of its variance: explained by a factor alone, and with all that it interacts with (error)"));
    for (std::size_t i = 0; i < std::min(most_shown, found.factors.size()); ++i) {
        const FactorEffect& effect = found.factors[i];
        fmt::print("  {:<58} {:>12} {:>12}\n", shown(effect.factor), figure(effect.shares.first), figure(effect.shares.total));
    }
}

void write(const Sensitivity& found, const std::string& scenario, const std::string& folder) {
    Csv inputs(
        "sensitivity.csv",
        "scenario,alternative,firm,metric,unit,input,worlds,low10_mean,low10_se,high10_mean,high10_se,swing,rank_correlation,rank_se", {});
    for (const InputEffect& effect : found.inputs) {
        inputs.row(scenario, found.alternative, found.firm, found.metric, found.unit, effect.input, found.worlds, effect.tenths.low.value,
                   effect.tenths.low.error, effect.tenths.high.value, effect.tenths.high.error, effect.tenths.swing(), effect.rank.value,
                   effect.rank.error);
    }
    Csv factors("sensitivity_factors.csv", "scenario,alternative,firm,metric,factor,worlds,first,first_se,total,total_se", {});
    for (const FactorEffect& effect : found.factors) {
        factors.row(scenario, found.alternative, found.firm, found.metric, effect.factor, found.worlds, effect.shares.first.value,
                    effect.shares.first.error, effect.shares.total.value, effect.shares.total.error);
    }
    write_file(folder, inputs.finish());
    write_file(folder, factors.finish());
}

}  // namespace

int sensitivity_command(const SensitivityArguments& arguments) {
    ReadOptions read;
    bool sound = read_options(arguments.run, read);
    const auto fault = [&](const std::string& message) {
        fmt::print(stderr, "entente: error: {}\n", message);
        sound = false;
    };
    const std::size_t dot = arguments.metric.find('.');
    if (dot == std::string::npos || dot == 0 || dot + 1 == arguments.metric.size())
        fault("--metric '" + arguments.metric +
              "'; expected METRIC.FIRM as in summary.csv or comparison.csv, e.g. gain.ford or saving.all");
    if (read.worlds > 0 && read.worlds < fewest_worlds)
        fault("--worlds " + arguments.run.worlds + "; expected 100 or more, for tenths of them");
    std::vector<LoadedScenario> loaded;
    if (!load_all(arguments.run.scenarios, arguments.run.settings, loaded) || !sound) return bad_input;
    const LoadedScenario& scenario = loaded.front();
    if (scenario.scenario.alternative.empty() && arguments.alternative.empty()) {
        fault("'" + scenario.file + "' has no alternative but solo; expected --alternative solo and a metric of summary.csv");
        return bad_input;
    }
    const std::string alternative =
        arguments.alternative.empty() ? scenario.scenario.alternative.front().first.text : arguments.alternative;
    const std::string folder = arguments.run.output + "/" + scenario.stem;
    RunOptions options = options_of(scenario.scenario, arguments.run, read);
    if (read.worlds == 0) options.worlds = default_worlds;
    if (!claim_folders({folder})) return bad_input;
    const Sensitivity found = [&] {
        std::optional<Progress> bar;
        const auto progress = [&](std::int64_t done, std::int64_t all) {
            if (!bar) bar.emplace(scenario.stem, all, arguments.run.quiet);
            (*bar)(done);
        };
        return sensitivity_of(scenario.scenario, options, {alternative, arguments.metric.substr(0, dot), arguments.metric.substr(dot + 1)},
                              progress);
    }();
    if (found.worlds == 0) return interrupted;
    write(found, scenario.stem, folder);
    if (!arguments.run.quiet) print(found);
    fmt::print("{}{} inputs in {}/sensitivity.csv, {} factors in sensitivity_factors.csv\n", arguments.run.quiet ? "" : "\n",
               found.inputs.size(), folder, found.factors.size());
    return done;
}

}  // namespace entente
