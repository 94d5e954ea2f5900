// Every sharing rule for every pool of a scenario, by the cost game of its pilot worlds.
#pragma once

#include <string>
#include <vector>

#include "base/stop.hpp"
#include "game/cost_game.hpp"

namespace entente {

struct Scenario;

// The weights of one rule in one pool.
struct RuleShares {
    std::string rule;
    std::string undefined;           // why, where it has no weights
    std::vector<double> weight, se;  // by member; standard errors over the pilot worlds
    double excess = 0;               // the largest of any coalition, in money
    double in_core = 0;              // chance that it lies in the core of a world's own game
};

struct PoolShares {
    std::string alternative, program;
    std::vector<std::string> members;
    CostGame game;                  // expected discounted cost of serving each coalition, or what of it is justifiable
    std::vector<RuleShares> rules;  // the first is the contract's own
    double least_core = 0;          // of the expected game
    double core_empty = 0;          // chance that a world's own game has no core
    double worlds = 0;              // pilot worlds
};

// Pools and ventures of all alternatives, in the order of the file. Throws Failure for pools of more than 10 members and
// where a contract's own rule is undefined, Interrupted where it is stopped.
std::vector<PoolShares> shares_of(const Scenario& scenario, std::uint64_t seed, const Stop& stop);

}  // namespace entente
