// entente diff: what moves a metric from one scenario to another, group by group of keys.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/files.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/metric.hpp"
#include "cli/options.hpp"
#include "cli/study_json.hpp"
#include "outcome/metrics.hpp"
#include "read/between.hpp"
#include "studies/difference.hpp"
#include "write/csv.hpp"
#include "write/verdict.hpp"
#include "write/workbook/study_book.hpp"

namespace entente {

namespace {

constexpr std::int64_t diff_worlds = 16384;

// A scenario file with the call's settings; or a finished run's, with the settings that its manifest tells.
std::optional<ScenarioFile> scenario_of(const std::string& path, const std::vector<std::string>& settings) {
    if (!std::filesystem::is_directory(path)) return ScenarioFile{path, settings};
    const auto manifest =
        nlohmann::json::parse(std::filesystem::exists(path + "/manifest.json") ? read_file(path + "/manifest.json") : "", nullptr, false);
    if (!manifest.is_object() || !manifest.value("file", nlohmann::json()).is_string()) {
        tell("entente diff: error: '{}' holds no manifest of a run; expected scenario files, or folders of finished runs\n", shown(path));
        return std::nullopt;
    }
    ScenarioFile out{manifest["file"].get<std::string>(), {}};
    for (const auto& setting : manifest.value("settings", nlohmann::json::array())) {
        if (setting.is_string()) out.settings.push_back(setting.get<std::string>());
    }
    out.settings.insert(out.settings.end(), settings.begin(), settings.end());
    return out;
}

// A scenario between the two; throws Failure where it is at fault.
std::shared_ptr<const Scenario> sound(const Between& between, GroupMask taken) {
    ReadResult result = between.scenario(taken);
    if (result.scenario) return result.scenario;
    std::string names;
    for (std::size_t g = 0; g < between.groups().size(); ++g) {
        if ((taken >> g & 1U) != 0) names += (names.empty() ? "" : ", ") + between.groups()[g].name;
    }
    throw Failure("the first scenario with " + names + " of the second is at fault: " + result.problems.front().found + "; expected " +
                  result.problems.front().expected + "; make the change that these need in both, or in steps");
}

struct NamedPart {
    std::string group, keys;
    Estimate part;
};
// What is compared: as the call names the scenarios.
struct Compared {
    std::string first, second;
    Metric metric;
    std::string unit;  // of the metric
    std::int64_t worlds;
    std::string title() const { return "What moves " + metric.metric + " of " + metric.firm + " in '" + metric.alternative + "'"; }
};
std::vector<NamedPart> named(const Between& between, const ScenarioDifference& found) {
    std::vector<NamedPart> out;
    for (std::size_t g = 0; g < found.parts.size(); ++g) {
        std::string keys;
        for (const std::string& key : between.groups()[g].keys) keys += (keys.empty() ? "" : " ") + key;
        out.push_back({between.groups()[g].name, keys, found.parts[g]});
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const NamedPart& a, const NamedPart& b) { return std::fabs(a.part.value) > std::fabs(b.part.value); });
    return out;
}

std::string figure(const Estimate& e) {
    const double half = normal_975 * e.error;
    return signed_with_limits(e.value, e.value - half, e.value + half);
}

void print(const Compared& compared, const ScenarioDifference& found, const std::vector<NamedPart>& parts, const Bold& bold) {
    fmt::print("{}\n", bold(compared.title() + ", " + compared.unit));
    fmt::print("  {:<48} {:>32}\n", "first scenario", figure(found.first));
    constexpr std::size_t most_keys = 60;
    for (const NamedPart& part : parts) {
        const std::string keys = part.keys.size() > most_keys ? part.keys.substr(0, most_keys) + " .." : part.keys;
        fmt::print("  {:<48} {:>32}  {}\n", part.group, figure(part.part), keys);
    }
    fmt::print("  {:<48} {:>32}\n  {:<48} {:>32}\n", "second scenario", figure(found.second), "difference", figure(found.difference));
}

NamedFile csv_of(const Compared& compared, const ScenarioDifference& found, const std::vector<NamedPart>& parts) {
    Csv csv("diff.csv", "first,second,alternative,firm,metric,group,keys,worlds,part,se,low95,high95,unit", {});
    const auto row = [&](const std::string& group, const std::string& keys, const Estimate& e) {
        const Metric& metric = compared.metric;
        csv.row(compared.first, compared.second, metric.alternative, metric.firm, metric.metric, group, keys, compared.worlds, e.value,
                e.error, e.value - normal_975 * e.error, e.value + normal_975 * e.error, compared.unit);
    };
    for (const NamedPart& part : parts) row(part.group, part.keys, part.part);
    row("difference", "", found.difference);
    return csv.finish();
}

// What moves the metric as a workbook.
WrittenFile book_of(const Compared& compared, const ScenarioDifference& found, const std::string& currency, const NamedFile& file) {
    StudyBook book{compared.title() + ", " + compared.unit, currency + " m", {}, {}, {file}};
    book.lines = {fmt::format("from {} to {}, in {} worlds, paired", as_utf8(compared.first), as_utf8(compared.second), compared.worlds),
                  fmt::format("first {}, second {}, difference {}, each with its 95% limits; the parts sum to the difference",
                              figure(found.first), figure(found.second), figure(found.difference))};
    return study_book("diff.xlsx", std::move(book));
}

}  // namespace

int diff_command(const DiffArguments& arguments, const Surroundings& around) {
    ReadOptions read;
    if (!read_options(arguments.run, read)) return bad_input;
    const auto first = scenario_of(arguments.first, arguments.run.settings), second = scenario_of(arguments.second, arguments.run.settings);
    if (!first || !second) return bad_input;
    // Each must be sound as it stands, with its own places in what is said.
    std::vector<LoadedScenario> loaded;
    bool whole = true;
    for (const ScenarioFile& file : {*first, *second}) {
        std::vector<LoadedScenario> one;
        whole = load_all({file.file}, file.settings, one) && whole;
        if (!one.empty()) loaded.push_back(std::move(one.front()));
    }
    if (!whole) return bad_input;
    std::optional<Metric> metric;
    for (const LoadedScenario& one : loaded) {
        metric = read_metric("--metric", arguments.metric, arguments.alternative, *one.scenario);
        if (!metric) return bad_input;
    }
    const Between between(*first, *second, most_groups, *loaded.front().read);
    if (between.groups().empty()) {
        const StudyRecord same = study_of("diff", loaded.front(), first->settings);
        fmt::print("{}", arguments.run.json ? study_json(same, {{"diff.csv", ""}})
                                            : std::string("The scenarios are the same, but for what [run] holds.\n"));
        return done;
    }
    std::vector<FolderLock> locks;
    // The difference is told of the first, as every study is of its scenario.
    const std::string folder = arguments.run.output + "/" + loaded.front().folder;
    if (!claim_folders({folder}, locks)) return bad_input;
    DifferenceQuestion question{between.groups().size(), [&](GroupMask taken) { return sound(between, taken); }, *metric,
                                options_of(*loaded.front().scenario, arguments.run, read, around)};
    if (read.worlds == 0) question.options.worlds = diff_worlds;
    const ScenarioDifference found = [&] {
        Progress bar("scenarios", std::int64_t{1} << question.groups, arguments.run.quiet || arguments.run.json, "scenarios");
        question.progress = [&](std::int64_t finished, std::int64_t) { bar(finished); };
        return difference_of(question);
    }();
    const std::vector<NamedPart> parts = named(between, found);
    StudyRecord record = study_of("diff", loaded.front(), first->settings);
    record.inputs.push_back({loaded.back().file, loaded.back().file, loaded.back().sha256});
    record.options = {{"metric", metric->metric + "." + metric->firm},
                      {"alternative", metric->alternative},
                      {"second_settings", second->settings},
                      {"seed", static_cast<std::int64_t>(question.options.seed)},
                      {"worlds", question.options.worlds}};
    const std::string& currency = loaded.front().scenario->scenario.currency;
    const std::string unit = find_metric(metric->metric)->unit == Unit::share ? "share" : currency + " m";
    const Compared compared{arguments.first, arguments.second, *metric, unit, question.options.worlds};
    const NamedFile file = csv_of(compared, found, parts);
    write_study(folder, SetKind::diff, record, {file}, {book_of(compared, found, currency, file)});
    if (arguments.run.json) {
        fmt::print("{}", study_json(record, {file}));
        return done;
    }
    if (!arguments.run.quiet) print(compared, found, parts, around.bold);
    fmt::print("{}{} in {}/diff.csv and .xlsx\n", arguments.run.quiet ? "" : "\n", counted(parts.size(), "group"), shown(folder));
    return done;
}

namespace command {

Command diff();
Command diff() {
    const auto arguments = std::make_shared<DiffArguments>();
    return {"diff",
            "what moves a metric from one scenario to another, key by key",
            {"scenarios/ford-vw-2019.toml scenarios/ford-vw-2020.toml --metric npv.ford --alternative solo"},
            joined({OptionKind{"first", "scenario file, or the folder of a finished run", &arguments->first}.needed(),
                    OptionKind{"second", "the other", &arguments->second}.needed(),
                    OptionKind{"--metric", "METRIC.FIRM, e.g. gain.ford; METRIC alone: of all firms", &arguments->metric}.needed(),
                    OptionKind{"--alternative", "whose; it must be in both", &arguments->alternative}.needed()},
                   joined(run_options(arguments->run), {json_option(arguments->run.json)})),
            [arguments](const Surroundings& around) { return diff_command(*arguments, around); }};
}

}  // namespace command

}  // namespace entente
