// Rules side by side (see shares.hpp).
#include "studies/shares.hpp"

#include <algorithm>

#include "game/all_rules.hpp"
#include "prepare/best_alone.hpp"
#include "prepare/pilot.hpp"
#include "prepare/pilot_game.hpp"

namespace entente {

namespace {

// The contract: the weights that the run uses, their errors where the pilot found them.
RuleShares contract_of(const ResolvedArrangement& arrangement, const std::string& alternative, const std::string& program,
                       const std::vector<WeightRow>& found) {
    RuleShares out{"contract", "", arrangement.share.base, std::vector<double>(arrangement.members.size(), 0.0), 0, 0};
    std::size_t next = 0;
    for (const WeightRow& row : found) {
        if (row.alternative == alternative && row.program == program && next < out.se.size()) out.se[next++] = row.se;
    }
    return out;
}

PoolShares shares_of_pool(const Scenario& scenario, const RunModel& model, const std::vector<WeightRow>& found, const PoolPlace& place,
                          const Stop& stop) {
    const ResolvedAlternative& alternative = model.alternatives[place.alternative];
    const ResolvedArrangement& arrangement = alternative.deal.arrangements[place.arrangement];
    PoolShares out;
    out.alternative = alternative.id;
    out.program = model.program_names[arrangement.program];
    for (const FirmId member : arrangement.members) out.members.push_back(model.firm_names[member]);
    const GameModel game_model = prepare_game(scenario, model, place);
    const PilotGame pilot = pilot_game(game_model, stop);
    out.game = pilot.charged(pilot.all);
    out.least_core = least_core(out.game);
    out.rules.push_back(contract_of(arrangement, out.alternative, out.program, found));
    const std::vector<NamedAllocation> rules = all_rules(out.game, pilot.benefits);
    for (std::size_t r = 0; r < rules.size(); ++r) {
        stop.check();
        PilotWeights weights = pilot_weights(pilot, [&](const CostGame& game) { return all_rules(game, pilot.benefits)[r].allocation; });
        out.rules.push_back({rules[r].rule, weights.undefined, std::move(weights.weight), std::move(weights.se), 0, 0});
    }
    std::vector<std::vector<double>> defined;
    for (RuleShares& rule : out.rules) {
        if (rule.weight.empty()) continue;
        defined.push_back(rule.weight);
        std::vector<double> paid = rule.weight;
        for (double& amount : paid) amount *= out.game.of_all();
        rule.excess = largest_excess(out.game, paid);
    }
    const CoreChances chances = core_chances(game_model, defined, stop);
    out.core_empty = chances.empty;
    out.worlds = chances.worlds;
    std::size_t next = 0;
    for (RuleShares& rule : out.rules) {
        if (!rule.weight.empty()) rule.in_core = chances.in_core[next++];
    }
    return out;
}

}  // namespace

std::vector<PoolShares> shares_of(const Scenario& scenario, std::uint64_t seed, const Stop& stop) {
    RunModel model = prepare(scenario, seed);
    AloneChoices alone;
    choose_in_solo(scenario, model, stop, alone);
    const std::vector<WeightRow> found = run_pilot(scenario, model, stop);
    std::vector<PoolShares> out;
    for (const AlternativeId a : model.alternatives.ids()) {
        const auto& arrangements = model.alternatives[a].deal.arrangements;
        for (const ArrangementId i : arrangements.ids()) {
            if (arrangements[i].pooled()) out.push_back(shares_of_pool(scenario, model, found, {a, i}, stop));
        }
    }
    return out;
}

}  // namespace entente
