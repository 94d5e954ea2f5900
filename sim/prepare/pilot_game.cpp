// Costs of every coalition in the pilot worlds (see pilot_game.hpp).
#include "prepare/pilot_game.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "base/problem.hpp"
#include "game/solutions.hpp"
#include "model/alone.hpp"
#include "model/scenario.hpp"
#include "prepare/pilot_worlds.hpp"
#include "resolve/resolve.hpp"
#include "stats/moments.hpp"
#include "world/evaluate.hpp"

namespace entente {

namespace {

constexpr std::int64_t batch_count = 32;

// Calls visit(batch, pack, the games of its worlds by lane, workspace) for every pack of pilot worlds.
template <class Visit>
void for_each_game_pack(const GameModel& model, std::span<const WorldRange> batches, const Stop& stop, const Visit& visit) {
    for_each_pilot_pack(model.run, batches, FlowDetail::programs, stop, [&](std::size_t batch, const Pack& pack, Workspace& work) {
        SettleMemory& memory = work.evaluation.settle;
        coalition_costs(model.dealt(), model.coalitions, pack, memory.coalitions, memory.games);
        visit(batch, pack, std::span<const CostGame>(memory.games.game), work);
    });
}

// Sums over the worlds of a batch.
struct GameSums {
    std::vector<double> cost;                        // by coalition
    std::vector<double> benefits, worth, completes;  // by member
};

// What the members' own completed work is worth to them: benefits less refreshes and penalties avoided.
void add_worth(const GameModel& model, const Evaluated& alone, GameSums& sums) {
    const ResolvedArrangement& arrangement = model.arrangement();
    const ProgramId p = arrangement.program;
    alone.pack.each([&](std::size_t lane) {
        for (const MemberId m : arrangement.members.ids()) {
            const FirmId f = arrangement.members[m];
            if (!(alone.schedule.part(p, f).access.first[lane] < never)) continue;
            sums.worth[m.place()] += alone.flows.program_benefit[p][f][lane] + alone.flows.program_spared[p][f][lane];
            sums.completes[m.place()] += 1;
        }
    });
}

// Adds one pack of worlds: the cost of each coalition and each member's benefit of working alone.
void add_games(const GameModel& model, const Pack& pack, std::span<const CostGame> games, const Flows& solo, GameSums& sums) {
    const ResolvedArrangement& arrangement = model.arrangement();
    pack.each([&](std::size_t lane) {
        for (std::size_t s = 0; s < sums.cost.size(); ++s) sums.cost[s] += games[lane].cost[s];
        for (const MemberId m : arrangement.members.ids())
            sums.benefits[m.place()] += solo.program_benefit[arrangement.program][arrangement.members[m]][lane];
    });
}

using GameRule = std::function<Allocation(const CostGame&)>;

Allocation weights_in(const CostGame& game, const GameRule& rule) {
    Allocation allocation = rule(game);
    if (!allocation.defined()) return allocation;
    for (double& paid : allocation.paid) paid /= game.of_all();
    const auto is_number = [](double weight) { return std::isfinite(weight); };
    if (std::all_of(allocation.paid.begin(), allocation.paid.end(), is_number)) return allocation;
    return {{}, "serving all costs nothing, which leaves no weights"};
}

// The means over all pilot worlds but those of a batch.
GameMeans without_batch(const PilotGame& pilot, std::size_t batch) {
    const double share = pilot.batch_share[batch];
    GameMeans out = pilot.all;
    const auto take_out = [&](std::vector<double>& means, const std::vector<double>& of_batch) {
        for (std::size_t i = 0; i < means.size(); ++i) means[i] = (means[i] - share * of_batch[i]) / (1 - share);
    };
    take_out(out.game.cost, pilot.batches[batch].game.cost);
    take_out(out.worth, pilot.batches[batch].worth);
    take_out(out.completes, pilot.batches[batch].completes);
    return out;
}

// By member, from the spread of the weights over the batches. Where a batch has none - serving all costs nothing in it, or the
// rule is undefined - from the spread of those of all other batches (the jackknife), and where these have none either, none.
std::vector<double> standard_errors(const PilotGame& pilot, std::size_t members, const GameRule& rule) {
    std::vector<std::vector<double>> spread(members);
    const auto add = [&](const GameMeans& means) {
        const Allocation part = weights_in(pilot.charged(means), rule);
        for (std::size_t m = 0; m < members && part.defined(); ++m) spread[m].push_back(part.paid[m]);
        return part.defined();
    };
    std::vector<double> out;
    const auto batches = static_cast<double>(pilot.batches.size());
    if (std::all_of(pilot.batches.begin(), pilot.batches.end(), add)) {
        for (const auto& weights : spread) out.push_back(moments(weights).standard_error());
        if (batches > 1) return out;
    }
    out.assign(members, std::nan(""));
    for (auto& weights : spread) weights.clear();
    for (std::size_t b = 0; b < pilot.batches.size(); ++b) {
        if (batches < 2 || !add(without_batch(pilot, b))) return out;
    }
    for (std::size_t m = 0; m < members; ++m) out[m] = (batches - 1) * moments(spread[m]).standard_error();
    return out;
}

}  // namespace

GameModel prepare_game(const Scenario& scenario, const RunModel& model, const PoolPlace& pool) {
    GameModel out{model, pool, {}, model.pilot_worlds, Charge::cost, model.alternatives[solo]};
    const Alternative& alternative = written_as(scenario, pool.alternative);
    const auto& mode = written_as(scenario, pool.alternative, pool.arrangement).mode;
    Builder builder{scenario, out.run};
    const auto* written = std::get_if<Pool>(&mode);
    const PoolTerms& terms = written != nullptr ? static_cast<const PoolTerms&>(*written) : std::get<Venture>(mode);
    out.coalitions = coalition_terms(builder, out.arrangement().program, terms);
    if (written != nullptr) out.charge = charge_of(written->share, chooses_best(scenario, &alternative));
    out.all_alone.scheduled_as = AlternativeId(model.alternatives.size());
    for (auto& forgoes : out.all_alone.deal.forgoes) std::fill(forgoes.begin(), forgoes.end(), false);
    return out;
}

CostGame PilotGame::charged(const GameMeans& means) const {
    if (charge == Charge::cost) return means.game;
    std::vector<double> most;
    for (std::size_t m = 0; m < bounded.size(); ++m) {
        const double worth = means.completes[m] > 0 ? std::max(means.worth[m] / means.completes[m], 0.0) : 0;
        most.push_back(bounded[m] != 0 ? worth : never);
    }
    return justifiable(means.game, most);
}

PilotGame pilot_game(const GameModel& model, const Stop& stop) {
    const ResolvedArrangement& arrangement = model.arrangement();
    const ResolvedProgram& program = model.run.programs[arrangement.program];
    const std::size_t n = arrangement.members.size(), coalitions = model.coalitions.work.size();
    const std::vector<WorldRange> batches = parts_of(model.worlds, batch_count);
    const std::vector<double> none(n, 0.0);
    std::vector<GameSums> sums(batches.size(), {std::vector<double>(coalitions, 0.0), none, none, none});
    for_each_game_pack(model, batches, stop, [&](std::size_t b, const Pack& pack, std::span<const CostGame> games, Workspace& work) {
        add_games(model, pack, games, evaluate_unfunded(model.run.alternatives[solo], pack, work).flows, sums[b]);
        if (model.charge == Charge::justifiable) add_worth(model, evaluate_unfunded(model.all_alone, pack, work), sums[b]);
    });
    PilotGame out;
    out.all = {{static_cast<int>(n), std::vector<double>(coalitions, 0.0)}, none, none};
    out.benefits = none;
    out.charge = model.charge;
    for (const FirmId member : arrangement.members) {
        const auto is_of = [&](const auto& terms) { return terms.firm == member; };
        out.bounded.push_back(std::any_of(program.benefits.begin(), program.benefits.end(), is_of) ||
                              std::any_of(program.penalties.begin(), program.penalties.end(), is_of));
    }
    const auto worlds = static_cast<double>(model.worlds);
    for (std::size_t b = 0; b < batches.size(); ++b) {
        const auto add = [&](std::vector<double>& means, std::vector<double>& sum) {
            for (std::size_t i = 0; i < sum.size(); ++i) means[i] += sum[i] / worlds;
            for (double& x : sum) x /= batches[b].count();
        };
        add(out.all.game.cost, sums[b].cost);
        add(out.benefits, sums[b].benefits);
        add(out.all.worth, sums[b].worth);
        add(out.all.completes, sums[b].completes);
        out.batch_share.push_back(batches[b].count() / worlds);
        out.batches.push_back({{static_cast<int>(n), std::move(sums[b].cost)}, std::move(sums[b].worth), std::move(sums[b].completes)});
    }
    if (program.benefits.empty()) out.benefits.assign(n, std::numeric_limits<double>::infinity());
    return out;
}

PilotWeights pilot_weights(const PilotGame& pilot, const std::function<Allocation(const CostGame&)>& rule) {
    const Allocation base = weights_in(pilot.charged(pilot.all), rule);
    if (!base.defined()) return {{}, {}, base.undefined};
    return {base.paid, standard_errors(pilot, base.paid.size(), rule), ""};
}

CoreChances core_chances(const GameModel& model, const std::vector<std::vector<double>>& weights, const Stop& stop) {
    const std::vector<WorldRange> batches = parts_of(model.worlds, batch_count);
    // Worlds by list of weights, and those without a core. Counts are whole numbers, so the order of their sum does not matter.
    std::vector<std::vector<std::int64_t>> inside(batches.size(), std::vector<std::int64_t>(weights.size() + 1, 0));
    for_each_game_pack(model, batches, stop, [&](std::size_t b, const Pack& pack, std::span<const CostGame> games, Workspace&) {
        pack.each([&](std::size_t lane) {
            stop.check();
            const CostGame& game = games[lane];
            std::vector<double> paid(static_cast<std::size_t>(game.players));
            for (std::size_t a = 0; a < weights.size(); ++a) {
                for (std::size_t i = 0; i < paid.size(); ++i) paid[i] = weights[a][i] * game.of_all();
                if (in_core(game, largest_excess(game, paid))) ++inside[b][a];
            }
            if (!in_core(game, least_core(game))) ++inside[b].back();
        });
    });
    CoreChances out{0, std::vector<double>(weights.size(), 0.0), static_cast<double>(model.worlds)};
    for (const auto& counts : inside) {
        for (std::size_t a = 0; a < weights.size(); ++a) out.in_core[a] += static_cast<double>(counts[a]) / out.worlds;
        out.empty += static_cast<double>(counts.back()) / out.worlds;
    }
    return out;
}

}  // namespace entente
