// The cost game of a pool over the pilot worlds: c(S), expected discounted nominal plan cost of serving each group of members.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/stop.hpp"
#include "game/cost_game.hpp"
#include "resolve/run_model.hpp"
#include "settle/coalition_costs.hpp"

namespace entente {

struct Scenario;

// A pool by its place: an alternative of the model and an arrangement of that.
struct PoolPlace {
    AlternativeId alternative;
    ArrangementId arrangement;
};

// A model with a work for every coalition of one pool. It is a copy, for the run's own model is to carry out none of them.
struct GameModel {
    RunModel run;
    PoolPlace pool;
    ResolvedCoalitions coalitions;
    std::int64_t worlds;  // of the pilot
    Charge charge = Charge::cost;
    ResolvedAlternative all_alone;  // every firm carries out all that it needs

    DealtPool dealt() const { return {run.alternatives[pool.alternative].deal, pool.arrangement}; }
    const ResolvedArrangement& arrangement() const { return run.alternatives[pool.alternative].deal.arrangements[pool.arrangement]; }
};

// At most 10 members; throws Failure for more.
GameModel prepare_game(const Scenario& scenario, const RunModel& model, const PoolPlace& pool);

// Means over some pilot worlds.
struct GameMeans {
    CostGame game;
    // By member, where what is charged is justifiable: what its own completed work is worth to it, 0 where that does not complete; and in
    // what part of the worlds it does.
    std::vector<double> worth, completes;
};

struct PilotGame {
    GameMeans all;
    std::vector<GameMeans> batches;   // over equal parts of the worlds, for standard errors
    std::vector<double> batch_share;  // the part of the pilot worlds that each has
    std::vector<double> benefits;     // by member: expected discounted benefit of working alone; infinite without any benefit
    Charge charge = Charge::cost;
    std::vector<char> bounded;  // by member: whether it has a benefit or a penalty that tells what being served is worth

    // What the rules divide: c(S), or c'(S) where what is charged is justifiable.
    CostGame charged(const GameMeans& means) const;
};

// One member serves itself by its solo plan; more by a pool under the arrangement's terms, adaptations included; all at the
// mean of the members' rates, with `after` programs ending as the solo plans do (docs/model.md, section 4). Throws Interrupted where it
// is stopped.
PilotGame pilot_game(const GameModel& model, const Stop& stop);

// Weights of a rule, its allocation over c(N), with standard errors from the spread over the batches.
struct PilotWeights {
    std::vector<double> weight;
    std::vector<double> se;  // not a number where the pilot cannot tell
    std::string undefined;   // why, where the rule has no allocation
};
PilotWeights pilot_weights(const PilotGame& pilot, const std::function<Allocation(const CostGame&)>& rule);

// How often, over the pilot worlds, the core of a world's own game is empty, and how often each list of weights gives an
// allocation of its cost that lies in it.
struct CoreChances {
    double empty = 0;
    std::vector<double> in_core;  // by list of weights
    double worlds = 0;            // that they rest on
};
CoreChances core_chances(const GameModel& model, const std::vector<std::vector<double>>& weights, const Stop& stop);

}  // namespace entente
