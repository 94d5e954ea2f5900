// Costs of every coalition in the pilot worlds (see pilot_game.hpp).
#include "prepare/pilot_game.hpp"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <bit>
#include <limits>

#include "base/problem.hpp"
#include "game/solutions.hpp"
#include "resolve/resolve.hpp"
#include "stats/moments.hpp"
#include "world/evaluate.hpp"

namespace entente {

namespace {

constexpr std::size_t batch_count = 32;

// A model of its own, with a work for every coalition, so that the run carries out none of them.
struct GameModel {
    RunModel run;
    CoalitionTerms terms;
    const ArrangementModel* arrangement = nullptr;
};

GameModel prepare_game(const Scenario& scenario, std::uint64_t seed, std::size_t alternative, std::size_t arrangement) {
    GameModel out{prepare(scenario, seed), {}, nullptr};
    const auto& mode = scenario.alternative[alternative - 1].second.arrangement[arrangement].mode;
    out.arrangement = &out.run.alternatives[alternative].deal.arrangements[arrangement];
    Builder builder{scenario, out.run};
    const auto* pool = std::get_if<Pool>(&mode);
    const PoolTerms& terms = pool != nullptr ? static_cast<const PoolTerms&>(*pool) : std::get<Venture>(mode);
    out.terms = coalition_terms(builder, out.arrangement->program, terms);
    return out;
}

// The worlds of a batch, first and last: a batch is visited by one thread in the order of its worlds, so threads cannot
// change a bit.
struct Batch {
    std::size_t first, last;
    double count() const { return static_cast<double>(last - first); }
};

std::vector<Batch> batches_of(std::size_t worlds) {
    std::vector<Batch> out;
    const std::size_t count = std::min(batch_count, worlds);
    for (std::size_t b = 0; b < count; ++b) out.push_back({b * worlds / count, (b + 1) * worlds / count});
    return out;
}

// Calls visit(batch, evaluator at the pack, the games of its worlds by lane) for every pack of pilot worlds.
template <class Visit>
void visit_games(const GameModel& model, const std::vector<Batch>& batches, const Stop& stop, const Visit& visit) {
    tbb::enumerable_thread_specific<Evaluator> evaluators([&] { return Evaluator(model.run, true); });
    tbb::parallel_for(std::size_t{0}, batches.size(), [&](std::size_t b) {
        Evaluator& evaluator = evaluators.local();
        CoalitionScratch scratch(model.run.context());
        for (std::size_t at = batches[b].first; at < batches[b].last; at += Sampler::block_size) {
            stop.check();
            const int count = static_cast<int>(std::min<std::size_t>(Sampler::block_size, batches[b].last - at));
            evaluator.begin_block(static_cast<std::int64_t>(at), count);
            evaluator.each_pack([&] {
                coalition_costs(model.run.context(), *model.arrangement, model.terms, evaluator.pack(), scratch);
                visit(b, evaluator, scratch.games);
            });
        }
    });
}

}  // namespace

PilotGame pilot_game(const Scenario& scenario, std::uint64_t seed, std::size_t alternative, std::size_t arrangement, const Stop& stop) {
    const GameModel model = prepare_game(scenario, seed, alternative, arrangement);
    const std::vector<int>& members = model.arrangement->members;
    const std::size_t n = members.size();
    const auto worlds = static_cast<std::size_t>(scenario.scenario.pilot);
    const std::vector<Batch> batches = batches_of(worlds);
    std::vector<std::vector<double>> sums(batches.size(), std::vector<double>(model.terms.work.size(), 0.0)),
        benefits(batches.size(), std::vector<double>(n, 0.0));
    visit_games(model, batches, stop, [&](std::size_t b, Evaluator& evaluator, std::span<const CostGame> games) {
        const Evaluated solo = evaluator.evaluate(0);
        solo.pack.each([&](std::size_t lane) {
            const CostGame& game = games[lane];
            for (std::size_t s = 0; s < sums[b].size(); ++s) sums[b][s] += game.cost[s];
            for (std::size_t i = 0; i < n; ++i)
                benefits[b][i] += solo.flows.program_benefit[solo.flows.index(model.arrangement->program, members[i])][lane];
        });
    });
    PilotGame out;
    out.game = {static_cast<int>(n), std::vector<double>(model.terms.work.size(), 0.0)};
    out.benefits.assign(n, 0.0);
    for (std::size_t b = 0; b < batches.size(); ++b) {
        for (std::size_t s = 0; s < sums[b].size(); ++s) out.game.cost[s] += sums[b][s] / static_cast<double>(worlds);
        for (std::size_t i = 0; i < n; ++i) out.benefits[i] += benefits[b][i] / static_cast<double>(worlds);
        for (double& sum : sums[b]) sum /= batches[b].count();
        out.batches.push_back({static_cast<int>(n), std::move(sums[b])});
    }
    const auto& blocks = model.run.programs[static_cast<std::size_t>(model.arrangement->program)].benefits;
    if (blocks.empty()) out.benefits.assign(n, std::numeric_limits<double>::infinity());
    return out;
}

PilotWeights pilot_weights(const PilotGame& pilot, const std::function<Allocation(const CostGame&)>& rule) {
    const auto weights_in = [&](const CostGame& game) {
        Allocation allocation = rule(game);
        for (double& paid : allocation.paid) paid /= game.of_all();
        return allocation;
    };
    const Allocation base = weights_in(pilot.game);
    if (!base.defined()) return {{}, {}, base.undefined};
    PilotWeights out{base.paid, {}, ""};
    std::vector<std::vector<double>> spread(base.paid.size());
    for (const CostGame& batch : pilot.batches) {
        const Allocation part = weights_in(batch);
        for (std::size_t m = 0; m < spread.size() && part.defined(); ++m) spread[m].push_back(part.paid[m]);
    }
    for (const auto& weights : spread) out.se.push_back(moments(weights).standard_error());
    return out;
}

CoreChances core_chances(const Scenario& scenario, std::uint64_t seed, std::size_t alternative, std::size_t arrangement,
                         const std::vector<std::vector<double>>& weights, const Stop& stop) {
    const GameModel model = prepare_game(scenario, seed, alternative, arrangement);
    const std::vector<Batch> batches = batches_of(static_cast<std::size_t>(scenario.scenario.pilot));
    // Counts are whole numbers, so their order does not matter.
    std::vector<std::vector<std::int64_t>> inside(batches.size(), std::vector<std::int64_t>(weights.size() + 1, 0));
    visit_games(model, batches, stop, [&](std::size_t b, Evaluator& evaluator, std::span<const CostGame> games) {
        evaluator.pack().each([&](std::size_t lane) {
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
    CoreChances out{0, std::vector<double>(weights.size(), 0.0), static_cast<double>(scenario.scenario.pilot)};
    for (const auto& counts : inside) {
        for (std::size_t a = 0; a < weights.size(); ++a) out.in_core[a] += static_cast<double>(counts[a]) / out.worlds;
        out.empty += static_cast<double>(counts.back()) / out.worlds;
    }
    return out;
}

}  // namespace entente
