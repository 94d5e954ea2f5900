// entente share: every allocation rule side by side, the core and each coalition's excess, for a game in a file or for the
// pools of a scenario.
#include <fmt/core.h>

#include <cmath>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/problem.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "game/all_rules.hpp"
#include "model/scenario.hpp"
#include "model/titles.hpp"
#include "read/game.hpp"
#include "read/read.hpp"
#include "studies/shares.hpp"
#include "write/csv.hpp"

namespace entente {

namespace {

// Rules on separable costs and on savings speak of costs only.
std::vector<NamedAllocation> rules_of(const NamedGame& named) {
    const std::vector<double> unknown(static_cast<std::size_t>(named.game.players), std::numeric_limits<double>::infinity());
    std::vector<NamedAllocation> rules = all_rules(named.game, unknown);
    for (NamedAllocation& rule : rules) {
        if (!named.is_value || rule.rule == "shapley" || rule.rule == "prenucleolus" || rule.rule == "tau") continue;
        if (rule.rule != "nucleolus") {
            rule.allocation = {{}, "the rule is about costs"};
        } else if (!rule.allocation.defined()) {
            rule.allocation.undefined =
                "all together are worth less than each alone, so every allocation leaves someone less than alone (see prenucleolus)";
        }
    }
    return rules;
}

// What a player gets or pays, in the sense of the file.
double shown_value(const NamedGame& named, double paid) {
    const double x = named.is_value ? -paid : paid;
    return x == 0 ? 0 : x;
}

void print_json(const NamedGame& named, const std::vector<NamedAllocation>& rules, double epsilon) {
    nlohmann::ordered_json out;
    for (const auto& [rule, allocation] : rules) {
        out[rule] = nullptr;
        if (!allocation.defined()) {
            out["undefined"][rule] = allocation.undefined;
            continue;
        }
        out[rule] = nlohmann::ordered_json::object();
        for (std::size_t i = 0; i < named.players.size(); ++i) out[rule][named.players[i]] = shown_value(named, allocation.paid[i]);
    }
    out["least_core_epsilon"] = epsilon;
    out["core_empty"] = !in_core(named.game, epsilon);
    fmt::print("{}\n", out.dump(2));
}

void print_table(const NamedGame& named, const std::vector<NamedAllocation>& rules, double epsilon, const Bold& bold) {
    fmt::print("{}\n", bold(named.name.empty() ? "Game" : named.name));
    fmt::print("{:<20}", "rule");
    for (const std::string& player : named.players) fmt::print(" {:>14}", player);
    fmt::print(" {:>14}  {}\n", "largest excess", "in the core");
    for (const auto& [rule, allocation] : rules) {
        fmt::print("{:<20}", rule);
        if (!allocation.defined()) {
            fmt::print(" undefined: {}\n", allocation.undefined);
            continue;
        }
        for (const double paid : allocation.paid) fmt::print(" {:>14.6g}", shown_value(named, paid));
        const double excess = named.game.players > 1 ? largest_excess(named.game, allocation.paid) : 0;
        fmt::print(" {:>14.6g}  {}\n", excess, in_core(named.game, excess) ? "yes" : "no");
    }
    fmt::print("\nleast core: {:.6g}; the core is {}\n", epsilon, in_core(named.game, epsilon) ? "not empty" : "empty");
}

// rule, coalition, what its members pay or get together, and the excess over what it costs or is worth alone.
void write_excesses(const NamedGame& named, const std::vector<NamedAllocation>& rules, const std::string& file, const std::string& folder) {
    Csv excesses("share.csv", "rule,coalition,amount,alone,excess", {});
    for (const auto& [rule, allocation] : rules) {
        if (!allocation.defined()) continue;
        const std::vector<double> sums = coalition_sums(allocation.paid);
        for (std::uint32_t s = 1; s < sums.size(); ++s) {
            excesses.row(rule, coalition_name(named.players, s), shown_value(named, sums[s]), shown_value(named, named.game.cost[s]),
                         sums[s] - named.game.cost[s]);
        }
    }
    write_study(folder, SetKind::share, {"share", {{file, file, named.sha256}}, {}, {}, false}, {excesses.finish()});
}

int share_game(const ShareArguments& arguments, const Surroundings& around) {
    const GameResult read = read_game(arguments.game == standard_input ? "/dev/stdin" : arguments.game);
    for (const Problem& problem : read.problems) tell("{}", formatted(problem, arguments.game, read.text));
    if (!read.game) return bad_input;
    const NamedGame* const named = &*read.game;
    std::optional<std::string> folder;
    std::vector<FolderLock> locks;
    if (!arguments.output.empty()) {
        folder = folder_for(arguments.output, arguments.game);
        if (!folder || !claim_folders({*folder}, locks)) return bad_input;
    }
    const std::vector<NamedAllocation> rules = rules_of(*named);
    const double epsilon = least_core(named->game);
    if (arguments.json) {
        print_json(*named, rules, epsilon);
    } else {
        print_table(*named, rules, epsilon, around.bold);
    }
    if (!folder) return done;
    write_excesses(*named, rules, arguments.game, *folder);
    if (!arguments.json) fmt::print("every coalition's excess in {}/share.csv\n", shown(*folder));
    return done;
}

// ---- the pools of a scenario

// Calls visit(coalition, what its members pay together).
template <class Visit>
void for_each_excess(const PoolShares& pool, const RuleShares& rule, const Visit& visit) {
    const std::vector<double> sums = coalition_sums(rule.weight);
    for (std::uint32_t s = 1; s < sums.size(); ++s) visit(s, sums[s] * pool.game.of_all());
}

// A standard error in %, or a dash where the pilot cannot tell it.
std::string error_text(double se) { return std::isfinite(se) ? fmt::format("{:.2f}", 100 * se) : "-"; }

void print_pool(const PoolShares& pool, const Scenario& scenario, const Bold& bold) {
    const std::string& currency = scenario.scenario.currency;
    std::vector<std::string> members;
    for (const std::string& member : pool.members) members.push_back(title_of(scenario.firm, member));
    fmt::print("{}\n", bold("Alternative " + title_of(scenario.alternative, pool.alternative) + ", program " +
                            title_of(scenario.program, pool.program)));
    fmt::print("Serving all costs {:.6g} {} m, expected and discounted over {:.0f} pilot worlds. Weights in % (standard error):\n",
               pool.game.of_all(), currency, pool.worlds);
    fmt::print("{:<20}", "rule");
    for (const std::string& member : members) fmt::print(" {:>18}", member);
    fmt::print(" {:>14}  {:<11} {}\n", "largest excess", "in the core", "chance in a world's own core");
    for (const RuleShares& rule : pool.rules) {
        fmt::print("{:<20}", rule.rule);
        if (rule.weight.empty()) {
            fmt::print(" undefined: {}\n", rule.undefined);
            continue;
        }
        for (std::size_t m = 0; m < rule.weight.size(); ++m)
            fmt::print(" {:>18}", fmt::format("{:.2f} ({})", 100 * rule.weight[m], error_text(rule.se[m])));
        fmt::print(" {:>14.5g}  {:<11} {:.1f}%\n", rule.excess, in_core(pool.game, rule.excess) ? "yes" : "no", 100 * rule.in_core);
    }
    fmt::print("least core {:.5g}: the core of the expected game is {}; a world's own core is empty in {:.1f}% of worlds\n",
               pool.least_core, in_core(pool.game, pool.least_core) ? "not empty" : "empty", 100 * pool.core_empty);
    fmt::print("{:<20} {:>14} {:>20}\n", "coalition", "costs alone", "excess by contract");
    for_each_excess(pool, pool.rules.front(), [&](std::uint32_t s, double paid) {
        if (s != pool.game.everyone() || pool.members.size() == 1)
            fmt::print("{:<20} {:>14.6g} {:>20.5g}\n", coalition_name(members, s), pool.game.cost[s], paid - pool.game.cost[s]);
    });
    fmt::print("\n");
}

nlohmann::ordered_json json_of(const PoolShares& pool) {
    nlohmann::ordered_json out{{"alternative", pool.alternative}, {"program", pool.program}, {"cost_of_all", pool.game.of_all()}};
    for (const RuleShares& rule : pool.rules) {
        nlohmann::ordered_json& shown = out["rules"][rule.rule];
        if (rule.weight.empty()) {
            shown["undefined"] = rule.undefined;
            continue;
        }
        for (std::size_t m = 0; m < rule.weight.size(); ++m)
            shown["weights"][pool.members[m]] = {{"weight", rule.weight[m]}, {"se", rule.se[m]}};
        shown["largest_excess"] = rule.excess;
        shown["chance_in_core"] = rule.in_core;
    }
    out["least_core_epsilon"] = pool.least_core;
    out["core_empty"] = !in_core(pool.game, pool.least_core);
    out["chance_core_empty"] = pool.core_empty;
    return out;
}

void write_pools(const std::vector<PoolShares>& pools, const StudyRecord& record, const std::string& folder) {
    Csv weights("weights.csv", "alternative,program,rule,firm,weight,se,amount,chance_in_core", {});
    Csv excesses("share.csv", "alternative,program,rule,coalition,amount,alone,excess", {});
    for (const PoolShares& pool : pools) {
        for (const RuleShares& rule : pool.rules) {
            if (rule.weight.empty()) continue;
            for (std::size_t m = 0; m < rule.weight.size(); ++m)
                weights.row(pool.alternative, pool.program, rule.rule, pool.members[m], rule.weight[m], rule.se[m],
                            rule.weight[m] * pool.game.of_all(), rule.in_core);
            for_each_excess(pool, rule, [&](std::uint32_t s, double paid) {
                excesses.row(pool.alternative, pool.program, rule.rule, coalition_name(pool.members, s), paid, pool.game.cost[s],
                             paid - pool.game.cost[s]);
            });
        }
    }
    write_study(folder, SetKind::share, record, {weights.finish(), excesses.finish()});
}

int share_scenario(const ShareArguments& arguments, const Surroundings& around) {
    std::vector<LoadedScenario> loaded;
    if (!load_all({arguments.scenario}, arguments.settings, loaded)) return bad_input;
    const std::string folder = arguments.output + "/" + loaded.front().folder;
    std::vector<FolderLock> locks;
    if (!arguments.output.empty() && !claim_folders({folder}, locks)) return bad_input;
    const Scenario& scenario = *loaded.front().scenario;
    const std::vector<PoolShares> pools = shares_of(scenario, static_cast<std::uint64_t>(scenario.run.seed), around.stop);
    if (arguments.json) {
        nlohmann::ordered_json out = nlohmann::ordered_json::array();
        for (const PoolShares& pool : pools) out.push_back(json_of(pool));
        fmt::print("{}\n", out.dump(2));
    } else {
        for (const PoolShares& pool : pools) print_pool(pool, scenario, around.bold);
        if (pools.empty()) fmt::print("no alternative has a pool or venture\n");
    }
    if (arguments.output.empty()) return done;
    StudyRecord record = study_of("share", loaded.front(), arguments.settings);
    record.options = {{"scenario", loaded.front().stem}, {"seed", scenario.run.seed}};
    write_pools(pools, record, folder);
    if (!arguments.json) fmt::print("weights in {0}/weights.csv, every coalition's excess in {0}/share.csv\n", shown(folder));
    return done;
}

}  // namespace

int share_command(const ShareArguments& arguments, const Surroundings& around) {
    if (arguments.game.empty() != arguments.scenario.empty())
        return arguments.game.empty() ? share_scenario(arguments, around) : share_game(arguments, around);
    tell("entente: error: share with {}; expected a scenario, or --game GAME.json\n",
         arguments.game.empty() ? "nothing to share" : "a scenario and a game");
    return bad_input;
}

namespace command {

Command share();
Command share() {
    const auto arguments = std::make_shared<ShareArguments>();
    return {"share",
            "every sharing rule side by side, core and excesses, for a scenario's pools or a game",
            {"scenarios/renault-nissan-mitsubishi.toml", "--game tests/reference/games/tva.json --json"},
            {{"scenario", "scenario file", &arguments->scenario},
             settings_option(arguments->settings),
             {"--game", "JSON file: players, kind, cost or value by coalition", &arguments->game},
             {"-o,--output", "folder for the results: share.csv and weights.csv, in a folder of the file's name", &arguments->output},
             {"--json", "the allocations on standard output as JSON", &arguments->json}},
            [arguments](const Surroundings& around) { return share_command(*arguments, around); }};
}

}  // namespace command

}  // namespace entente
