// entente share: every allocation rule side by side, the core and each coalition's excess, for a game in a file.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/problem.hpp"
#include "cli/cli.hpp"
#include "game/solutions.hpp"
#include "read/game.hpp"
#include "write/files.hpp"

namespace entente {

namespace {

struct NamedAllocation {
    std::string rule;
    Allocation allocation;
};

// The rules in the order of the table. Rules on separable costs and on savings speak of costs only.
std::vector<NamedAllocation> all_rules(const NamedGame& named) {
    const CostGame& game = named.game;
    const std::vector<double> equal_power(static_cast<std::size_t>(game.players), 1.0);
    const auto of_costs = [&](const auto& rule) { return named.is_value ? Allocation{{}, "the rule is about costs"} : rule(); };
    return {{"shapley", shapley(game)},
            {"nucleolus", nucleolus(game)},
            {"scrb", of_costs([&] { return alternate_cost_avoided(game); })},
            {"aca", of_costs([&] { return alternate_cost_avoided(game); })},
            {"tau", tau_value(game)},
            {"nash", of_costs([&] { return nash(game, equal_power); })},
            {"kalai_smorodinsky", of_costs([&] { return kalai_smorodinsky(game); })}};
}

bool is_core_empty(const CostGame& game, double epsilon) {
    double scale = 0;
    for (const double c : game.cost) scale = std::max(scale, std::fabs(c));
    return epsilon > 1e-9 * scale;
}

// What a player gets or pays, in the sense of the file.
double shown(const NamedGame& named, double paid) {
    const double x = named.is_value ? -paid : paid;
    return x == 0 ? 0 : x;
}

std::string coalition_name(const NamedGame& named, std::uint32_t coalition) {
    std::string out;
    for (std::size_t i = 0; i < named.players.size(); ++i) {
        if ((coalition >> i & 1U) != 0) out += (out.empty() ? "" : "+") + named.players[i];
    }
    return out;
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
        for (std::size_t i = 0; i < named.players.size(); ++i) out[rule][named.players[i]] = shown(named, allocation.paid[i]);
    }
    out["least_core_epsilon"] = epsilon;
    out["core_empty"] = is_core_empty(named.game, epsilon);
    fmt::print("{}\n", out.dump(2));
}

void print_table(const NamedGame& named, const std::vector<NamedAllocation>& rules, double epsilon) {
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
        for (const double paid : allocation.paid) fmt::print(" {:>14.6g}", shown(named, paid));
        const double excess = named.game.players > 1 ? largest_excess(named.game, allocation.paid) : 0;
        fmt::print(" {:>14.6g}  {}\n", excess, is_core_empty(named.game, excess) ? "no" : "yes");
    }
    fmt::print("\nleast core: {:.6g}; the core is {}\n", epsilon, is_core_empty(named.game, epsilon) ? "empty" : "not empty");
}

// rule, coalition, what its members pay or get together, and the excess over what it costs or is worth alone.
void write_csv(const NamedGame& named, const std::vector<NamedAllocation>& rules, const std::string& folder) {
    std::string text = "rule,coalition,amount,alone,excess\r\n";
    for (const auto& [rule, allocation] : rules) {
        if (!allocation.defined()) continue;
        const std::vector<double> sums = coalition_sums(allocation.paid);
        for (std::uint32_t s = 1; s < sums.size(); ++s) {
            text += fmt::format("{},{},{},{},{}\r\n", rule, coalition_name(named, s), shown(named, sums[s]),
                                shown(named, named.game.cost[s]), sums[s] - named.game.cost[s]);
        }
    }
    claim_folder(folder);
    write_file(folder, "share.csv", text);
}

}  // namespace

int share_command(const ShareArguments& arguments) {
    Problems problems;
    const auto named = read_game(arguments.game, problems);
    for (const Problem& problem : problems) fmt::print(stderr, "{}", formatted(problem, arguments.game, ""));
    if (!named) return bad_input;
    const std::vector<NamedAllocation> rules = all_rules(*named);
    const double epsilon = least_core(named->game);
    if (arguments.json) {
        print_json(*named, rules, epsilon);
    } else {
        print_table(*named, rules, epsilon);
    }
    if (!arguments.output.empty()) {
        write_csv(*named, rules, arguments.output);
        if (!arguments.json) fmt::print("every coalition's excess in {}/share.csv\n", arguments.output);
    }
    return done;
}

}  // namespace entente
