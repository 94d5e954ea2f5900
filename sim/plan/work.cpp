// Registering work (see work.hpp).
#include "plan/work.hpp"

#include <algorithm>

#include "chance/properties.hpp"
#include "plan/score_names.hpp"

namespace entente {

namespace {

// By stage of the file: the stages, by their places in the file, that must have ended.
std::vector<std::vector<std::size_t>> stage_order_edges(const Program& program) {
    std::vector<std::vector<std::size_t>> edges(program.stage.size());
    for (std::size_t i = 0; i < program.stage.size(); ++i) {
        if (!program.stage[i].after) {
            if (i > 0) edges[i].push_back(i - 1);
            continue;
        }
        for (const Name& name : *program.stage[i].after) {
            for (std::size_t j = 0; j < program.stage.size(); ++j) {
                if (program.stage[j].name.text == name.text) edges[i].push_back(j);
            }
        }
    }
    return edges;
}

ResolvedStage make_stage(Sampler& sampler, const std::string& path, const Stage& stage, const Who& who) {
    ResolvedStage slots;
    slots.cost = sampler.value(*stage.cost, who, Sign::not_negative);
    slots.by_rate = stage.rate.has_value();
    slots.duration = sampler.value(slots.by_rate ? *stage.rate : *stage.duration, who, Sign::not_negative);
    slots.standing = sampler.value(stage.standing, who, Sign::not_negative);
    slots.waiting = sampler.value(stage.waiting, who, Sign::not_negative);
    slots.waits = constant(stage.standing.law) != 0.0 || constant(stage.waiting.law) != 0.0;
    const Rework rework = stage.rework.value_or(Rework{});
    slots.reworks = stage.on_failure == OnFailure::rework;
    if (slots.reworks) {
        slots.rework_cost = sampler.value(rework.cost, who, Sign::not_negative);
        slots.rework_time = sampler.value(rework.time, who, Sign::not_negative);
    }
    const int tries = slots.reworks ? 1 + rework.limit : 1;
    for (int i = 0; i < tries && constant(stage.success.law) != 1.0; ++i) {
        slots.gate.push_back(sampler.chance(gate_name(path, i), who, stage.success));
    }
    slots.profile = stage.profile;
    return slots;
}

}  // namespace

int most_occurrences(const Quantity& count) { return static_cast<int>(quantile(count.law, {1, 1e-18})); }

Work make_work(Sampler& sampler, const std::string& id, const Program& program, const std::string& executor) {
    const Who who{executor, program.likeness};
    const std::string path = "program." + id;
    const auto edges = stage_order_edges(program);
    // Stages are kept in an order in which each follows its predecessors (the check has ruled out cycles).
    std::vector<StageId> place(program.stage.size());
    Work work;
    while (work.stages.size() < program.stage.size()) {
        for (std::size_t i = 0; i < program.stage.size(); ++i) {
            const auto placed = [&](std::size_t j) { return static_cast<bool>(place[j]); };
            if (place[i] || !std::all_of(edges[i].begin(), edges[i].end(), placed)) continue;
            const Stage& stage = program.stage[i];
            place[i] = work.stages.push_back(make_stage(sampler, path + ".stage." + stage.name.text, stage, who));
            work.stage_names.push_back(stage.name.text);
            work.waits = work.waits || work.stages[place[i]].waits;
            std::vector<StageId>& after = work.stages[place[i]].after;
            for (const std::size_t j : edges[i]) after.push_back(place[j]);
            const std::size_t number = place[i].place();
            work.chain = work.chain && (number == 0 ? after.empty() : after == std::vector<StageId>{StageId(number - 1)});
        }
    }
    for (const Risk& risk : program.risk) {
        ResolvedRisk slots;
        for (std::size_t i = 0; i < program.stage.size(); ++i) {
            if (program.stage[i].name.text == risk.stage.text) slots.stage = place[i];
        }
        slots.happens = sampler.chance(risk_name(path + ".risk." + risk.name.text), who, risk.probability.value_or(Quantity(1)));
        slots.cost = sampler.value(risk.cost, who, Sign::not_negative);
        slots.delay = sampler.value(risk.delay, who, Sign::not_negative);
        if (risk.count) {
            slots.count = sampler.value(*risk.count, who, Sign::not_negative);
            for (int i = 2; i <= most_occurrences(*risk.count); ++i) {
                const std::string number = "." + std::to_string(i);
                slots.more_costs.push_back(sampler.value(risk.cost, who, Sign::not_negative, number));
                slots.more_delays.push_back(sampler.value(risk.delay, who, Sign::not_negative, number));
            }
        }
        work.risks.push_back(slots);
    }
    return work;
}

}  // namespace entente
