// The pilot worlds (see pilot.hpp).
#include "prepare/pilot.hpp"

#include <algorithm>
#include <cmath>

#include "deal/talks.hpp"
#include "prepare/pilot_game.hpp"
#include "prepare/pilot_worlds.hpp"
#include "settle/coalition_costs.hpp"
#include "stats/moments.hpp"
#include "stats/quantiles.hpp"
#include "world/evaluate.hpp"

namespace entente {

namespace {

// A pool that needs the pilot, and what for.
struct Need {
    PoolPlace pool;
    bool levels = false;       // target or cap as a statistic of the plan cost
    bool planned_end = false;  // an exit by overrun of time
    const Proportional* proportional = nullptr;

    const ResolvedArrangement& arrangement(const RunModel& model) const {
        return model.alternatives[pool.alternative].deal.arrangements[pool.arrangement];
    }
    ResolvedArrangement& arrangement(RunModel& model) const {
        return model.alternatives[pool.alternative].deal.arrangements[pool.arrangement];
    }
};

std::vector<Need> needs_of(const Scenario& scenario, const RunModel& model) {
    std::vector<Need> out;
    for (const AlternativeId a : model.alternatives.ids()) {
        if (a == solo) continue;
        bool by_cost = false, by_time = false;
        for (const ResolvedExit& exit : model.alternatives[a].exits.exits) {
            const TriggerNeeds needs = needs_of(exit.trigger);
            by_cost = by_cost || needs.target;
            by_time = by_time || needs.planned_end;
        }
        for (const ArrangementId i : model.alternatives[a].deal.arrangements.ids()) {
            const ResolvedArrangement& arrangement = model.alternatives[a].deal.arrangements[i];
            if (!arrangement.pooled()) continue;
            Need need{{a, i}};
            const bool target = arrangement.share.target.level != Level::money;
            const bool cap = arrangement.share.capped && arrangement.share.cap.level != Level::money;
            need.levels = (arrangement.share.banded && (target || cap)) || (by_cost && target);
            need.planned_end = by_time;
            if (const auto* pool = std::get_if<Pool>(&written_as(scenario, a, i).mode)) {
                need.proportional = std::get_if<Proportional>(&pool->share.rule);
            }
            if (need.levels || need.planned_end || need.proportional != nullptr) out.push_back(need);
        }
    }
    return out;
}

// What the pilot worlds tell about one pool, by world.
struct PilotColumns {
    std::vector<double> cost, end;           // of the pool's plan
    std::vector<std::vector<double>> sizes;  // by member, for a proportional rule
};

PilotColumns columns_for(const Need& need, const RunModel& model, std::size_t worlds) {
    PilotColumns out{std::vector<double>(worlds), std::vector<double>(worlds), {}};
    if (need.proportional != nullptr) out.sizes.assign(need.arrangement(model).members.size(), std::vector<double>(worlds));
    return out;
}

// Reads columns off packs of pilot worlds.
class PilotReader {
public:
    PilotReader(const RunModel& model, const std::vector<Need>& needs) : model_(model), needs_(needs) {
        for (const Need& need : needs) {
            any_proportional_ = any_proportional_ || need.proportional != nullptr;
            any_solo_cost_ = any_solo_cost_ || (need.proportional != nullptr && need.proportional->to == Measure::solo_cost);
        }
    }

    void read(const Pack& pack, Workspace& work, std::span<PilotColumns> out) const {
        const auto first = static_cast<std::size_t>(pack.first_world());
        for (std::size_t i = 0; i < needs_.size(); ++i) {
            const DealtPool pool{model_.alternatives[needs_[i].pool.alternative].deal, needs_[i].pool.arrangement};
            Lanes begins = all_lanes(0);
            if (needs_[i].planned_end) begins = certain_course(pool.deal, pool.index, pack, work.evaluation.with_exits).begin;
            const CourseLanes plans = planned_courses(pool, begins, pack, work.evaluation.settle.coalitions);
            const Lanes ends = planned_ends(plans, pack.plans, pack.first);
            const bool left_only = some_member_works_on(pool.deal, pack.context, pool.arrangement());
            pack.each([&](std::size_t lane) {
                const Course course = plans.of(lane, pack.plans, pack.world(lane).world);
                const double done = left_only && !course.fresh ? plan_spending(course.plan, course.offset) : 0;
                out[i].cost[first + lane] = course.plan.cost() - done;
                out[i].end[first + lane] = ends[lane];
            });
        }
        if (any_proportional_) read_sizes(pack, work, out);
    }

private:
    // A pool's plans from some dates on, with what its members would bring as if every gate passed.
    static CourseLanes planned_courses(const DealtPool& pool, const Lanes& begins, const Pack& pack, CoalitionMemory& memory) {
        const ResolvedArrangement& arrangement = pool.arrangement();
        CourseLanes out;
        pack.start(out, arrangement.work, begins);
        if (!arrangement.contribution.given) return out;
        end_solo_plans(pack, memory.ends);
        planned_work(pool, pack, memory.ends, memory.done);
        const Lanes share = planned_share(pool, all_members(arrangement), pack, memory.done);
        pack.each([&](std::size_t lane) {
            Course course;
            start_course(course, pack.plan(arrangement.work, lane), begins[lane], share[lane]);
            // Where it never begins, nothing of it is set: what is left of it counts all the same.
            course.offset = course.fresh ? 0 : plan_time(course.plan, share[lane]);
            out.set(lane, course);
        });
        return out;
    }

    void read_sizes(const Pack& pack, Workspace& work, std::span<PilotColumns> out) const {
        const auto first = static_cast<std::size_t>(pack.first_world());
        const Flows& alone = evaluate_unfunded(model_.alternatives[solo], pack, work).flows;
        CoalitionMemory& memory = work.evaluation.settle.coalitions;
        if (any_solo_cost_) end_solo_plans(pack, memory.ends);
        for (std::size_t i = 0; i < needs_.size(); ++i) {
            if (needs_[i].proportional == nullptr) continue;
            const ResolvedArrangement& arrangement = needs_[i].arrangement(model_);
            for (const MemberId m : arrangement.members.ids()) {
                const ProgramId program = arrangement.program;
                const FirmId firm = arrangement.members[m];
                const Measure to = needs_[i].proportional->to;
                const Lanes size =
                    to == Measure::solo_cost ? solo_plan_cost(pack, memory.ends, program, firm, memory) : size_of(to, alone, program, firm);
                pack.each([&](std::size_t lane) { out[i].sizes[m.place()][first + lane] = size[lane]; });
            }
        }
    }

    // A size that is read off a firm's working alone.
    Lanes size_of(Measure measure, const Flows& alone, ProgramId program, FirmId firm) const {
        switch (measure) {
            case Measure::volume: return alone.program_units[program][firm];
            case Measure::benefit: return alone.program_benefit[program][firm];
            case Measure::budget: return all_lanes(model_.firms[firm].budget.front());
            case Measure::solo_cost: break;
        }
        return {};
    }

    const RunModel& model_;
    const std::vector<Need>& needs_;
    bool any_proportional_ = false, any_solo_cost_ = false;
};

// Weights by the means of the members' sizes. Each is a ratio of means, so its standard error is that of the mean of the deviations
// (size - weight x sum of sizes) / mean of that sum: the delta method.
void set_weights(RunModel& model, const Need& need, const PilotColumns& columns, std::vector<WeightRow>& rows) {
    const ResolvedAlternative& alternative = model.alternatives[need.pool.alternative];
    ResolvedArrangement& arrangement = need.arrangement(model);
    std::vector<double> means;
    double total = 0;
    for (const auto& size : columns.sizes) {
        means.push_back(moments(size).mean);
        total += means.back();
    }
    const std::vector<double> base = weights(*need.proportional, means);
    const std::string& program = model.program_names[arrangement.program];
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
        rows.push_back({alternative.id, program, model.firm_names[arrangement.members[MemberId(m)]], "proportional", base[m],
                        moments(deviation).standard_error()});
    }
}

double level_value(const ResolvedLevel& level, const std::vector<double>& cost) {
    if (level.level == Level::mean) return moments(cost).mean;
    const std::array<double, 2> probabilities{0.5, 0.8};
    return Quantiles(cost, probabilities).quantile(level.level == Level::p50 ? 0.5 : 0.8);
}

// Weights of a rule of the cost game: its allocation over c(N); errors from the spread over the pilot's batches.
template <CostGameRule R>
void set_game_weights(const R& rule, const PilotGame& pilot, const PoolPlace& pool, RunModel& model, std::vector<WeightRow>& rows) {
    const ResolvedAlternative& alternative = model.alternatives[pool.alternative];
    ResolvedArrangement& arrangement = model.alternatives[pool.alternative].deal.arrangements[pool.arrangement];
    std::vector<std::string> members;
    for (const FirmId member : arrangement.members) members.push_back(model.firm_names[member]);
    const std::string& program = model.program_names[arrangement.program];
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
    for (const AlternativeId a : model.alternatives.ids()) {
        for (const ArrangementId i : model.alternatives[a].deal.arrangements.ids()) {
            const auto* pool = std::get_if<Pool>(&written_as(scenario, a, i).mode);
            if (pool == nullptr) continue;
            const PoolPlace place{a, i};
            const auto visit = [&](const auto& rule) {
                if constexpr (CostGameRule<std::remove_cvref_t<decltype(rule)>>)
                    set_game_weights(rule, pilot_game(prepare_game(scenario, model, place), stop), place, model, rows);
            };
            std::visit(visit, pool->share.rule);
        }
    }
}

// Fills in the weights that a contract with bands leaves out: those of the overrun follow the base, which only the pilot may have
// found, and those beyond the cap follow the overrun.
void complete_bands(RunModel& model) {
    for (ResolvedAlternative& alternative : model.alternatives) {
        for (ResolvedArrangement& arrangement : alternative.deal.arrangements) {
            ResolvedShare& share = arrangement.share;
            if (!share.banded) continue;
            if (share.overrun.empty()) share.overrun = share.base;
            if (share.beyond.empty()) share.beyond = share.overrun;
        }
    }
}

// Sets what one pool needs by what the pilot worlds tell.
void set_terms(RunModel& model, const Need& need, const PilotColumns& columns, std::vector<WeightRow>& rows) {
    ResolvedArrangement& arrangement = need.arrangement(model);
    if (need.levels) {
        arrangement.share.target.value = level_value(arrangement.share.target, columns.cost);
        arrangement.share.cap.value = level_value(arrangement.share.cap, columns.cost);
    }
    if (need.planned_end) {
        const std::array<double, 1> median{0.5};
        arrangement.planned_end = Quantiles(columns.end, median).quantile(0.5);
    }
    if (need.proportional != nullptr) set_weights(model, need, columns, rows);
}

}  // namespace

std::vector<WeightRow> run_pilot(const Scenario& scenario, RunModel& model, const Stop& stop) {
    std::vector<WeightRow> rows;
    if (const std::vector<Need> needs = needs_of(scenario, model); !needs.empty()) {
        const std::int64_t worlds = model.pilot_worlds;
        std::vector<PilotColumns> columns;
        for (const Need& need : needs) columns.push_back(columns_for(need, model, static_cast<std::size_t>(worlds)));
        const PilotReader reader(model, needs);
        for_each_pilot_pack(model, blocks_of(worlds), FlowDetail::programs, stop,
                            [&](std::size_t, const Pack& pack, Workspace& work) { reader.read(pack, work, columns); });
        for (std::size_t i = 0; i < needs.size(); ++i) set_terms(model, needs[i], columns[i], rows);
    }
    run_games(scenario, model, stop, rows);
    complete_bands(model);
    return rows;
}

}  // namespace entente
