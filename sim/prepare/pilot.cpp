// The pilot worlds (see pilot.hpp).
#include "prepare/pilot.hpp"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>

#include "prepare/pilot_game.hpp"
#include "settle/coalition_costs.hpp"
#include "stats/moments.hpp"
#include "stats/quantiles.hpp"
#include "world/evaluate.hpp"

namespace entente {

namespace {

// The arrangements that need the pilot, and what for.
struct Wanted {
    std::size_t alternative, arrangement;
    bool levels = false;       // target or cap as a statistic of the plan cost
    bool planned_end = false;  // an exit by overrun of time
    const Proportional* proportional = nullptr;
};

std::vector<Wanted> wanted(const Scenario& scenario, const RunModel& model) {
    std::vector<Wanted> out;
    for (std::size_t a = 1; a < model.alternatives.size(); ++a) {
        const Alternative& written = scenario.alternative[a - 1].second;
        bool by_cost = false, by_time = false;
        for (const ExitModel& exit : model.alternatives[a].exits.exits) {
            const auto* overrun = std::get_if<OverrunSlots>(&exit.trigger);
            by_cost = by_cost || (overrun != nullptr && overrun->by_cost);
            by_time = by_time || (overrun != nullptr && overrun->by_time);
            // Progress is seen against the pool's target.
            by_cost = by_cost || std::holds_alternative<OptionSlots>(exit.trigger);
        }
        for (std::size_t i = 0; i < written.arrangement.size(); ++i) {
            const ArrangementModel& arrangement = model.alternatives[a].deal.arrangements[i];
            if (arrangement.mode != ModeKind::pool) continue;
            Wanted want{a, i};
            const bool target = arrangement.share.target.level != Level::money;
            const bool cap = arrangement.share.capped && arrangement.share.cap.level != Level::money;
            want.levels = (arrangement.share.banded && (target || cap)) || (by_cost && target);
            want.planned_end = by_time;
            if (const auto* pool = std::get_if<Pool>(&written.arrangement[i].mode)) {
                want.proportional = std::get_if<Proportional>(&pool->share.rule);
            }
            if (want.levels || want.planned_end || want.proportional != nullptr) out.push_back(want);
        }
    }
    return out;
}

// A size of one member in a pack of pilot worlds, for a proportional rule.
Lanes size_of(Measure measure, const RunModel& model, const Evaluated& solo, CoalitionScratch& scratch, int program, int firm) {
    switch (measure) {
        case Measure::volume: return solo.flows.program_units[solo.flows.index(program, firm)];
        case Measure::benefit: return solo.flows.program_benefit[solo.flows.index(program, firm)];
        case Measure::solo_cost: return solo_plan_cost(model.context(), program, firm, solo.pack, scratch);
        case Measure::budget: return all_lanes(model.firms[static_cast<std::size_t>(firm)].budget.front());
    }
    return {};
}

struct PilotColumns {
    std::vector<double> cost, end;           // the pool's plan
    std::vector<std::vector<double>> sizes;  // by member
};

// The sizes in a pack of pilot worlds.
void add_sizes(const RunModel& model, std::span<const Wanted> wants, const Evaluated& solo, CoalitionScratch& scratch,
               std::span<PilotColumns> columns) {
    const bool any_solo_cost = std::any_of(
        wants.begin(), wants.end(), [](const Wanted& w) { return w.proportional != nullptr && w.proportional->to == Measure::solo_cost; });
    if (any_solo_cost) end_solo_plans(model.context(), solo.pack, scratch);
    for (std::size_t i = 0; i < wants.size(); ++i) {
        if (wants[i].proportional == nullptr) continue;
        const auto& arrangement = model.alternatives[wants[i].alternative].deal.arrangements[wants[i].arrangement];
        for (std::size_t m = 0; m < arrangement.members.size(); ++m) {
            const Lanes size = size_of(wants[i].proportional->to, model, solo, scratch, arrangement.program, arrangement.members[m]);
            solo.pack.each([&](std::size_t lane) { columns[i].sizes[m][static_cast<std::size_t>(solo.first) + lane] = size[lane]; });
        }
    }
}

// The weights are ratios of means: their errors follow from the delta method.
void set_weights(RunModel& model, const Wanted& want, const PilotColumns& columns, std::vector<WeightRow>& rows) {
    AlternativeModel& alternative = model.alternatives[want.alternative];
    ArrangementModel& arrangement = alternative.deal.arrangements[want.arrangement];
    std::vector<double> means;
    double total = 0;
    for (const auto& size : columns.sizes) {
        means.push_back(moments(size).mean);
        total += means.back();
    }
    const std::vector<double> base = weights(*want.proportional, means);
    const std::string& program = model.program_ids[static_cast<std::size_t>(arrangement.program)];
    if (base.empty()) {
        throw Failure("alternative." + alternative.id + ".arrangement." + program +
                      ": the proportional rule is undefined, for a member's size is negative or all are 0");
    }
    arrangement.share.base = base;
    std::vector<double> deviation(columns.sizes.front().size());
    for (std::size_t m = 0; m < base.size(); ++m) {
        for (std::size_t w = 0; w < deviation.size(); ++w) {
            double sum = 0;
            for (const auto& size : columns.sizes) sum += size[w];
            deviation[w] = (columns.sizes[m][w] - base[m] * sum) / total;
        }
        rows.push_back({alternative.id, program, model.firm_ids[static_cast<std::size_t>(arrangement.members[m])], "proportional", base[m],
                        moments(deviation).standard_error()});
    }
}

double level_value(const LevelSlots& level, const std::vector<double>& cost) {
    if (level.level == Level::mean) return moments(cost).mean;
    const std::array<double, 2> probabilities{0.5, 0.8};
    return Quantiles(cost, probabilities).quantile(level.level == Level::p50 ? 0.5 : 0.8);
}

// Weights of a rule of the cost game: its allocation over c(N); errors from the spread over the pilot's batches.
template <CostGameRule R>
void set_game_weights(const R& rule, const PilotGame& pilot, AlternativeModel& alternative, ArrangementModel& arrangement,
                      const RunModel& model, std::vector<WeightRow>& rows) {
    std::vector<std::string> members;
    for (const int member : arrangement.members) members.push_back(model.firm_ids[static_cast<std::size_t>(member)]);
    const std::string& program = model.program_ids[static_cast<std::size_t>(arrangement.program)];
    const PilotWeights found = pilot_weights(pilot, [&](const CostGame& game) {
        return allocate(rule, GameView{game, members, pilot.benefits});
    });
    if (found.weight.empty()) {
        throw Failure("alternative." + alternative.id + ".arrangement." + program + ": the rule '" + std::string(R::name) +
                      "' is undefined, for " + found.undefined);
    }
    arrangement.share.base = found.weight;
    if (arrangement.ex_post) arrangement.ex_post->benefits = pilot.benefits;
    for (std::size_t m = 0; m < members.size(); ++m)
        rows.push_back({alternative.id, program, members[m], std::string(R::name), found.weight[m], found.se[m]});
}

void run_games(const Scenario& scenario, RunModel& model, const Stop& stop, std::vector<WeightRow>& rows) {
    for (std::size_t a = 1; a < model.alternatives.size(); ++a) {
        const auto& written = scenario.alternative[a - 1].second.arrangement;
        for (std::size_t i = 0; i < written.size(); ++i) {
            const auto* pool = std::get_if<Pool>(&written[i].mode);
            if (pool == nullptr) continue;
            const auto visit = [&](const auto& rule) {
                if constexpr (CostGameRule<std::remove_cvref_t<decltype(rule)>>) {
                    const PilotGame pilot = pilot_game(scenario, model.seed, a, i, stop);
                    set_game_weights(rule, pilot, model.alternatives[a], model.alternatives[a].deal.arrangements[i], model, rows);
                }
            };
            std::visit(visit, pool->share.rule);
        }
    }
}

// Base weights that follow the rule keep overrun and beyond as written; absent ones follow the base.
void complete_bands(RunModel& model) {
    for (AlternativeModel& alternative : model.alternatives) {
        for (ArrangementModel& arrangement : alternative.deal.arrangements) {
            ShareTerms& share = arrangement.share;
            if (!share.banded) continue;
            if (share.overrun.empty()) share.overrun = share.base;
            if (share.beyond.empty()) share.beyond = share.overrun;
        }
    }
}

}  // namespace

std::vector<WeightRow> run_pilot(const Scenario& scenario, RunModel& model, const Stop& stop) {
    const std::vector<Wanted> wants = wanted(scenario, model);
    std::vector<WeightRow> rows;
    if (!wants.empty()) {
        const auto worlds = static_cast<std::size_t>(scenario.scenario.pilot);
        std::vector<PilotColumns> columns(wants.size());
        for (std::size_t i = 0; i < wants.size(); ++i) {
            const auto& arrangement = model.alternatives[wants[i].alternative].deal.arrangements[wants[i].arrangement];
            columns[i].cost.resize(worlds);
            columns[i].end.resize(worlds);
            if (wants[i].proportional != nullptr) columns[i].sizes.assign(arrangement.members.size(), std::vector<double>(worlds));
        }
        const bool any_proportional = std::any_of(wants.begin(), wants.end(), [](const Wanted& w) { return w.proportional != nullptr; });
        tbb::enumerable_thread_specific<Evaluator> evaluators([&] { return Evaluator(model, true); });
        const std::size_t blocks = (worlds + Sampler::block_size - 1) / Sampler::block_size;
        tbb::parallel_for(std::size_t{0}, blocks, [&](std::size_t block) {
            stop.check();
            Evaluator& evaluator = evaluators.local();
            CoalitionScratch scratch(model.context());
            const std::size_t first = block * Sampler::block_size;
            const int count = static_cast<int>(std::min<std::size_t>(Sampler::block_size, worlds - first));
            evaluator.begin_block(static_cast<std::int64_t>(first), count);
            evaluator.each_pack([&] {
                const DealPack pack = evaluator.pack();
                const std::size_t at = first + static_cast<std::size_t>(pack.first);
                for (std::size_t i = 0; i < wants.size(); ++i) {
                    const auto& arrangement = model.alternatives[wants[i].alternative].deal.arrangements[wants[i].arrangement];
                    pack.each([&](std::size_t lane) { columns[i].cost[at + lane] = pack.plan(arrangement.work, lane).cost(); });
                    if (!wants[i].planned_end) continue;
                    const Lanes ends = evaluator.planned_end(wants[i].alternative, wants[i].arrangement);
                    pack.each([&](std::size_t lane) { columns[i].end[at + lane] = ends[lane]; });
                }
                if (any_proportional) add_sizes(model, wants, evaluator.evaluate(0), scratch, columns);
            });
        });
        for (std::size_t i = 0; i < wants.size(); ++i) {
            ArrangementModel& arrangement = model.alternatives[wants[i].alternative].deal.arrangements[wants[i].arrangement];
            if (wants[i].levels) {
                arrangement.share.target.value = level_value(arrangement.share.target, columns[i].cost);
                arrangement.share.cap.value = level_value(arrangement.share.cap, columns[i].cost);
            }
            if (wants[i].planned_end) {
                const std::array<double, 1> median{0.5};
                arrangement.planned_end = Quantiles(columns[i].end, median).quantile(0.5);
            }
            if (wants[i].proportional != nullptr) set_weights(model, wants[i], columns[i], rows);
        }
    }
    run_games(scenario, model, stop, rows);
    complete_bands(model);
    return rows;
}

}  // namespace entente
