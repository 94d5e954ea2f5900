// The table of rules (see all_rules.hpp).
#include "game/all_rules.hpp"

namespace entente {

std::vector<NamedAllocation> all_rules(const CostGame& game, const std::vector<double>& benefits) {
    const std::vector<double> equal_power(static_cast<std::size_t>(game.players), 1.0);
    return {{"shapley", shapley(game)},
            {"nucleolus", nucleolus(game)},
            {"prenucleolus", prenucleolus(game)},
            {"scrb", separable_remaining_benefit(game, benefits)},
            {"aca", alternate_cost_avoided(game)},
            {"tau", tau_value(game)},
            {"equal_profit", equal_profit(game)},
            {"nash", nash(game, equal_power)},
            {"kalai_smorodinsky", kalai_smorodinsky(game)}};
}

std::string coalition_name(const std::vector<std::string>& players, std::uint32_t coalition) {
    std::string out;
    for (std::size_t i = 0; i < players.size(); ++i) {
        if ((coalition >> i & 1U) != 0) out += (out.empty() ? "" : "+") + players[i];
    }
    return out;
}

}  // namespace entente
