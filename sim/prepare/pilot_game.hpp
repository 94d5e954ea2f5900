// The cost game of a pool over the pilot worlds: c(S), expected discounted nominal plan cost of serving each group of members.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/stop.hpp"
#include "game/cost_game.hpp"
#include "model/scenario.hpp"

namespace entente {

struct PilotGame {
    CostGame game;                  // the mean over all pilot worlds
    std::vector<CostGame> batches;  // means over equal parts of them, for standard errors
    std::vector<double> benefits;   // by member: expected discounted benefit of working alone; infinite without any block
};

// One member serves itself by its solo plan; more by a pool under the arrangement's terms, adaptations included; all at the
// mean of the members' rates, with `after` programs ending as the solo plans do (docs/model.md, section 4). At most 10
// members; throws Failure for more, Interrupted where it is stopped.
PilotGame pilot_game(const Scenario& scenario, std::uint64_t seed, std::size_t alternative, std::size_t arrangement, const Stop& stop);

// Weights of a rule, its allocation over c(N), with standard errors from the spread over the batches.
struct PilotWeights {
    std::vector<double> weight, se;
    std::string undefined;  // why, where the rule has no allocation
};
PilotWeights pilot_weights(const PilotGame& pilot, const std::function<Allocation(const CostGame&)>& rule);

// How often, over the pilot worlds, the core of a world's own game is empty, and how often each list of weights gives an
// allocation of its cost that lies in it.
struct CoreChances {
    double empty = 0;
    std::vector<double> in_core;  // by list of weights
    double worlds = 0;            // that they rest on
};
CoreChances core_chances(const Scenario& scenario, std::uint64_t seed, std::size_t alternative, std::size_t arrangement,
                         const std::vector<std::vector<double>>& weights, const Stop& stop);

}  // namespace entente
