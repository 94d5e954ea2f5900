// entente sensitivity: which inputs an outcome depends on.
#include "studies/sensitivity.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <optional>

#include "base/problem.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/metric.hpp"
#include "cli/options.hpp"
#include "cli/study_json.hpp"
#include "model/rows.hpp"
#include "model/titles.hpp"
#include "model/words.hpp"
#include "write/csv.hpp"
#include "write/verdict.hpp"
#include "write/workbook/study_book.hpp"

namespace entente {

namespace {

constexpr std::int64_t sensitivity_worlds = 8192;
constexpr std::size_t most_shown = 12;
constexpr double least_errors = 3;  // of a share that is shown

std::string figure(const Estimate& e) { return fmt::format("{:.2f} ({:.2f})", e.value, e.error); }

// A factor of many quantities by its first.
std::string brief(const FactorEffect& effect) {
    return effect.parts.size() < 3 ? effect.factor : fmt::format("{} + {} correlated", effect.parts.front(), effect.parts.size() - 1);
}

// What an input is part of: a program, a market, an event, or else the deal.
std::string group_of(const std::string& input, const Titles& titles) {
    const std::size_t kind = input.find('.'), name = input.find('.', kind == std::string::npos ? kind : kind + 1);
    const std::string first = input.substr(0, kind), second = kind == std::string::npos ? "" : input.substr(kind + 1, name - kind - 1);
    if (first == "program") return title(titles.programs, second);
    return first == "market" ? "Market " + second : first == "event" ? "Events" : "The deal";
}

// The inputs that matter, as many as are shown, by group; the group of the one that explains most comes first.
std::vector<std::pair<std::string, std::vector<const InputEffect*>>> grouped(const Sensitivity& found, const Titles& titles) {
    std::vector<std::pair<std::string, std::vector<const InputEffect*>>> out;
    std::size_t shown_inputs = 0;
    for (const InputEffect& effect : found.inputs) {
        if (!effect.bands.matter(least_errors)) continue;
        if (shown_inputs++ == most_shown) break;
        const std::string name = group_of(effect.input, titles);
        auto known = std::find_if(out.begin(), out.end(), [&](const auto& group) { return group.first == name; });
        if (known == out.end()) known = out.insert(out.end(), {name, {}});
        known->second.push_back(&effect);
    }
    return out;
}

void print(const Sensitivity& found, const Scenario& scenario, const Bold& bold) {
    const std::string firm = title_of(scenario.firm, found.metric.firm),
                      alternative = title_of(scenario.alternative, found.metric.alternative);
    const bool share = found.unit == "share";
    if (found.moments.sd() == 0) {
        fmt::print("{} of {} in '{}' is the same in every world, {}: nothing moves it.\n", found.metric.metric, firm, alternative,
                   share ? fmt::format("{:.3f}", found.moments.mean) : money_text(found.moments.mean));
        return;
    }
    const auto amount = [&](double x) { return share ? fmt::format("{:.3f}", x) : money_text(x); };
    fmt::print("{} of {} in '{}': mean {}, standard deviation {}, in {}; {} worlds\n", found.metric.metric, firm, alternative,
               amount(found.moments.mean), amount(found.moments.sd()), found.unit, found.worlds);
    fmt::print("\n{}\n",
               bold("Share of its variance that an input explains (error); its mean from the input's lowest values to its highest; rank "
                    "correlation (error)"));
    const Titles titles = titles_of(scenario);
    for (const auto& [group, effects] : grouped(found, titles)) {
        fmt::print("  {}\n", group);
        for (const InputEffect* effect : effects) {
            std::string words = in_words(titles, effect->input);
            if (words.starts_with(group + ": ")) words = words.substr(group.size() + 2);
            const auto& means = effect->bands.means;
            fmt::print("    {:<56} {:>12} {:>10} .. {} .. {}   {}   {}\n", words, figure(effect->bands.share), amount(means.front().value),
                       amount(means[means.size() / 2].value), amount(means.back().value), figure(effect->rank), effect->input);
        }
    }
    fmt::print("\n{}\n", bold("Shares of its variance: explained by a factor alone, and with all that it interacts with (error)"));
    for (std::size_t i = 0; i < std::min(most_shown, found.factors.size()); ++i) {
        const FactorEffect& effect = found.factors[i];
        fmt::print("  {:<58} {:>12} {:>12}\n", brief(effect), figure(effect.shares.first), figure(effect.shares.total));
    }
}

std::vector<NamedFile> files_of(const Sensitivity& found, const std::string& scenario) {
    Csv inputs(
        "sensitivity.csv",
        "scenario,alternative,firm,metric,unit,input,worlds,low10_mean,low10_se,high10_mean,high10_se,swing,rank_correlation,rank_se,share,"
        "share_se,band1,band2,band3,band4,band5,band6,band7,band8,band9,band10",
        {});
    for (const InputEffect& effect : found.inputs) {
        const Estimate low = effect.bands.means.front(), high = effect.bands.means.back();
        std::array<double, InputBands::most> band{};
        band.fill(std::nan(""));
        for (std::size_t b = 0; b < effect.bands.means.size(); ++b) band[b] = effect.bands.means[b].value;
        inputs.row(scenario, found.metric.alternative, found.metric.firm, found.metric.metric, found.unit, effect.input, found.worlds,
                   low.value, low.error, high.value, high.error, high.value - low.value, effect.rank.value, effect.rank.error,
                   effect.bands.share.value, effect.bands.share.error, band[0], band[1], band[2], band[3], band[4], band[5], band[6],
                   band[7], band[8], band[9]);
    }
    Csv factors("sensitivity_factors.csv", "scenario,alternative,firm,metric,factor,worlds,first,first_se,total,total_se", {});
    for (const FactorEffect& effect : found.factors) {
        factors.row(scenario, found.metric.alternative, found.metric.firm, found.metric.metric, effect.factor, found.worlds,
                    effect.shares.first.value, effect.shares.first.error, effect.shares.total.value, effect.shares.total.error);
    }
    return {inputs.finish(), factors.finish()};
}

}  // namespace

int sensitivity_command(const SensitivityArguments& arguments, const Surroundings& around) {
    ReadOptions read;
    std::vector<LoadedScenario> loaded;
    const bool sound = read_options(arguments.run, read);
    if (!load_all(arguments.run.scenarios, arguments.run.settings, loaded) || !sound) return bad_input;
    const LoadedScenario& scenario = loaded.front();
    const auto metric =
        read_metric("--metric", arguments.metric,
                    arguments.alternative.empty() ? first_compared(*scenario.scenario) : arguments.alternative, *scenario.scenario);
    if (!metric) return bad_input;
    const std::string folder = arguments.run.output + "/" + scenario.folder;
    RunOptions options = options_of(*scenario.scenario, arguments.run, read, around);
    if (read.worlds == 0) options.worlds = sensitivity_worlds;
    std::vector<FolderLock> locks;
    if (!claim_folders({folder}, locks)) return bad_input;
    const Sensitivity found = [&] {
        std::optional<Progress> bar;
        const auto progress = [&](std::int64_t done, std::int64_t all) {
            if (!bar) bar.emplace(scenario.stem, all, arguments.run.quiet || arguments.run.json);
            (*bar)(done);
        };
        return sensitivity_of(*scenario.scenario, options, *metric, progress);
    }();
    StudyRecord record = study_of("sensitivity", scenario, arguments.run.settings);
    record.options = {{"scenario", scenario.stem},
                      {"alternative", found.metric.alternative},
                      {"metric", found.metric.metric + "." + found.metric.firm},
                      {"seed", static_cast<std::int64_t>(options.seed)},
                      {"worlds", found.worlds}};
    const std::vector<NamedFile> files = files_of(found, scenario.stem);
    const std::string what = found.metric.metric + " of " + found.metric.firm + " in '" + found.metric.alternative + "'";
    write_study(folder, SetKind::sensitivity, record, files,
                {study_book("sensitivity.xlsx", {"What moves " + what, found.unit, {}, {}, files})});
    if (arguments.run.json) {
        fmt::print("{}", study_json(record, files));
        return done;
    }
    if (!arguments.run.quiet) print(found, *scenario.scenario, around.bold);
    fmt::print("{}{} in {}/sensitivity.csv, {} in sensitivity_factors.csv\n", arguments.run.quiet ? "" : "\n",
               counted(found.inputs.size(), "input"), shown(folder), counted(found.factors.size(), "factor"));
    return done;
}

namespace command {

Command sensitivity();
Command sensitivity() {
    const auto arguments = std::make_shared<SensitivityArguments>();
    return {"sensitivity",
            "which inputs an outcome depends on: tornado, rank correlations, Sobol indices",
            {"scenarios/ford-vw-2019.toml --metric gain.ford --alternative autolatina-exit"},
            joined(one_scenario(arguments->run),
                   {OptionKind{"--metric", "METRIC.FIRM, e.g. gain.ford; METRIC alone: of all firms", &arguments->metric}.needed(),
                    {"--alternative", "whose; the scenario's first by default", &arguments->alternative},
                    json_option(arguments->run.json)}),
            [arguments](const Surroundings& around) { return sensitivity_command(*arguments, around); }};
}

}  // namespace command

}  // namespace entente
