// entente voi: what it is worth to know each uncertainty before signing.
#include "studies/voi.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/options.hpp"
#include "cli/study_json.hpp"
#include "model/scenario.hpp"
#include "write/csv.hpp"
#include "write/verdict.hpp"
#include "write/workbook/study_book.hpp"

namespace entente {

namespace {

constexpr std::int64_t voi_worlds = 65536;
constexpr std::size_t most_shown = 15;

bool fault(const std::string& what, const std::string& expected) { return refuse("entente voi", what + "; expected " + expected); }

// Reads who decides, among what, and what is found out together.
bool read_asked(const VoiArguments& arguments, const Scenario& scenario, VoiAsked& out) {
    std::vector<std::string> firms, alternatives{"solo"};
    for (const auto& [id, firm] : scenario.firm) firms.push_back(id.text);
    for (const auto& [id, alternative] : scenario.alternative) alternatives.push_back(id.text);
    firms.emplace_back("all");
    const auto known = [](const std::vector<std::string>& names, const std::string& name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    out.firm = arguments.firm;
    if (!known(firms, out.firm)) return fault("--firm '" + out.firm + "'", "one of " + listed(firms));
    out.alternatives = between_commas(arguments.between);
    for (const std::string& id : out.alternatives) {
        if (!known(alternatives, id)) return fault("--between names '" + id + "'", "one of " + listed(alternatives));
    }
    if (out.alternatives.size() == 1) return fault("--between '" + arguments.between + "'", "two alternatives or more, joined by commas");
    for (const std::string& text : arguments.groups) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
            return fault("--group '" + text + "'", "NAME=PATTERN[,PATTERN..], as in batteries=program.ev.stage.*");
        out.groups.push_back({text.substr(0, equals), between_commas(text.substr(equals + 1))});
    }
    return true;
}

std::string figure(const Estimate& e) { return with_limits(e.value, e.value - normal_975 * e.error, e.value + normal_975 * e.error); }

void print(const Voi& voi, double cost, const Bold& bold) {
    fmt::print("{}\n", bold(fmt::format("What knowing more is worth to {} before choosing", voi.firm)));
    fmt::print("{} m, {} worlds; choosing without it: '{}'\n\n", voi.currency, money_text(static_cast<double>(voi.worlds)), voi.best);
    for (const auto& [id, npv] : voi.alternatives) fmt::print("  {:<48} npv {}\n", id, figure(npv));
    fmt::print("\n  {:<48} {:>28}\n", "everything", figure(voi.perfect));
    for (std::size_t i = 0; i < std::min(most_shown, voi.factors.size()); ++i) {
        const FactorWorth& factor = voi.factors[i];
        const bool pays = factor.worth.value - normal_975 * factor.worth.error > cost;
        fmt::print("  {:<48} {:>28}{}\n", factor.factor, figure(factor.worth), cost > 0 && pays ? "  worth its cost" : "");
    }
    if (voi.factors.size() > most_shown) fmt::print("  and {} more in voi.csv\n", voi.factors.size() - most_shown);
    if (voi.perfect.value <= normal_975 * voi.perfect.error) fmt::print("\nNothing that could be found out would change the choice.\n");
}

NamedFile csv_of(const Voi& voi, const std::string& scenario, double cost) {
    Csv csv("voi.csv", "scenario,firm,factor,quantities,worlds,worth,se,low95,high95,share,net", {});
    const auto row = [&](const std::string& factor, const std::string& quantities, const Estimate& worth) {
        csv.row(scenario, voi.firm, factor, quantities, voi.worlds, worth.value, worth.error, worth.value - normal_975 * worth.error,
                worth.value + normal_975 * worth.error, voi.perfect.value > 0 ? worth.value / voi.perfect.value : std::nan(""),
                worth.value - cost);
    };
    row("everything", "", voi.perfect);
    for (const FactorWorth& factor : voi.factors) {
        std::string quantities;
        for (const std::string& name : factor.quantities) quantities += (quantities.empty() ? "" : " ") + name;
        row(factor.factor, quantities, factor.worth);
    }
    return csv.finish();
}

}  // namespace

int voi_command(const VoiArguments& arguments, const Surroundings& around) {
    ReadOptions read;
    std::vector<LoadedScenario> loaded;
    const bool sound = read_options(arguments.run, read);
    if (!load_all(arguments.run.scenarios, arguments.run.settings, loaded) || !sound) return bad_input;
    const LoadedScenario& scenario = loaded.front();
    VoiAsked asked;
    double cost = 0;
    if (!read_asked(arguments, *scenario.scenario, asked)) return bad_input;
    if (!arguments.cost.empty() && (!parse_number(arguments.cost, cost) || cost < 0)) {
        fault("--cost '" + arguments.cost + "'", "what a study costs, in millions");
        return bad_input;
    }
    const std::string folder = arguments.run.output + "/" + scenario.folder;
    RunOptions options = options_of(*scenario.scenario, arguments.run, read, around);
    if (read.worlds == 0) options.worlds = voi_worlds;
    std::vector<FolderLock> locks;
    if (!claim_folders({folder}, locks)) return bad_input;
    const Voi voi = [&] {
        Progress bar(scenario.stem, options.worlds, arguments.run.quiet || arguments.run.json);
        return value_of_information(*scenario.scenario, options, asked, [&](std::int64_t finished, std::int64_t) { bar(finished); });
    }();
    StudyRecord record = study_of("voi", scenario, arguments.run.settings);
    record.options = {{"scenario", scenario.stem},
                      {"firm", asked.firm},
                      {"between", asked.alternatives},
                      {"groups", arguments.groups},
                      {"seed", static_cast<std::int64_t>(options.seed)},
                      {"worlds", voi.worlds}};
    const NamedFile file = csv_of(voi, scenario.stem, cost);
    StudyBook book{"What knowing more is worth to " + voi.firm + " before choosing", voi.currency + " m", {}, {}, {file}};
    book.lines = {fmt::format("{} worlds; choosing without it: '{}'", voi.worlds, voi.best)};
    write_study(folder, SetKind::voi, record, {file}, {study_book("voi.xlsx", std::move(book))});
    if (arguments.run.json) {
        fmt::print("{}", study_json(record, {file}));
        return done;
    }
    if (!arguments.run.quiet) print(voi, cost, around.bold);
    fmt::print("{}{} in {}/voi.csv and .xlsx\n", arguments.run.quiet ? "" : "\n", counted(voi.factors.size(), "factor"), shown(folder));
    return done;
}

namespace command {

Command voi();
Command voi() {
    const auto arguments = std::make_shared<VoiArguments>();
    return {"voi",
            "what it is worth to know each uncertainty before signing",
            {"scenarios/ford-vw-2019.toml --firm ford",
             "scenarios/two-carmakers.toml --firm vw --between solo,alliance --group av=program.av.*"},
            joined(one_scenario(arguments->run),
                   {OptionKind{"--firm", "who decides: a firm, or all", &arguments->firm}.needed(),
                    {"--between", "the alternatives to choose among, joined by commas; all by default", &arguments->between},
                    {"--group", "NAME=PATTERN,..: quantities found out together (repeatable); stages, markets, events by default",
                     &arguments->groups},
                    {"--cost", "what finding out costs, in millions", &arguments->cost},
                    json_option(arguments->run.json)}),
            [arguments](const Surroundings& around) { return voi_command(*arguments, around); }};
}

}  // namespace command

}  // namespace entente
