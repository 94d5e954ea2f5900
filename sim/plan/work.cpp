// Registering and carrying out work (see work.hpp).
#include "plan/work.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "plan/course.hpp"
#include "plan/score_names.hpp"

namespace entente {

namespace {

std::vector<std::vector<int>> stage_order_edges(const Program& program) {
    std::vector<std::vector<int>> edges(program.stage.size());
    for (std::size_t i = 0; i < program.stage.size(); ++i) {
        if (!program.stage[i].after) {
            if (i > 0) edges[i].push_back(static_cast<int>(i) - 1);
            continue;
        }
        for (const Name& name : *program.stage[i].after) {
            for (std::size_t j = 0; j < program.stage.size(); ++j) {
                if (program.stage[j].name.text == name.text) edges[i].push_back(static_cast<int>(j));
            }
        }
    }
    return edges;
}

StageSlots make_stage(Sampler& sampler, const std::string& path, const Stage& stage, const Who& who) {
    StageSlots slots;
    slots.cost = sampler.value(*stage.cost, who, true);
    slots.by_rate = stage.rate.has_value();
    slots.duration = sampler.value(slots.by_rate ? *stage.rate : *stage.duration, who, true);
    slots.standing = sampler.value(stage.standing, who, true);
    const Rework rework = stage.rework.value_or(Rework{});
    slots.reworks = stage.on_failure == OnFailure::rework;
    if (slots.reworks) {
        slots.rework_cost = sampler.value(rework.cost, who, true);
        slots.rework_time = sampler.value(rework.time, who, true);
    }
    const int tries = slots.reworks ? 1 + rework.limit : 1;
    for (int i = 0; i < tries && constant(stage.success.law) != 1.0; ++i) {
        slots.gate.push_back(sampler.chance(gate_name(path, i), who, stage.success));
    }
    slots.profile = stage.profile;
    return slots;
}

struct Factors {
    double cost = 1, duration = 1, spent = 0;
};

Factors factors_in(const FactorSlots& slots, const Draws& draws, int w) {
    const auto at = [&](const Slot& slot) { return draws[slot][w]; };
    const std::size_t n = slots.members.size();
    const FactorSlots::Member& lead = slots.members[slots.lead];
    Factors f{at(lead.cost), at(lead.duration), at(lead.spent)};
    if (slots.choice == FactorChoice::best) {
        for (const auto& member : slots.members) {
            f.cost = std::min(f.cost, at(member.cost));
            f.duration = std::min(f.duration, at(member.duration));
            f.spent = std::max(f.spent, at(member.spent));
        }
    } else if (slots.choice == FactorChoice::mean) {
        f = {0, 0, 0};
        for (const auto& member : slots.members) {
            f.cost += at(member.cost) / static_cast<double>(n);
            f.duration += at(member.duration) / static_cast<double>(n);
            f.spent += at(member.spent) / static_cast<double>(n);
        }
    }
    const double extra = static_cast<double>(n) - 1;
    f.cost *= (1 + at(slots.overhead) * extra) * (1 - at(slots.synergy));
    f.duration *= 1 + at(slots.drag) * extra;
    return {std::max(f.cost, 0.0), std::max(f.duration, 0.0), std::clamp(f.spent, 0.0, 1.0)};
}

// One stage in each world, a plan every `stride` stages: D = (kd x duration + delays)(1 + N rework.time), C likewise plus
// kc x standing x D.
void plan_stage(const Work& work, std::size_t s, std::span<const Factors> factors, const Draws& draws, StagePlan* plan,
                std::size_t stride) {
    const StageSlots& slots = work.stages[s];
    const View costs = draws[slots.cost], durations = draws[slots.duration], standing = draws[slots.standing];
    for (int w = 0; w < draws.count; ++w, plan += stride) {
        const Factors& factor = factors[static_cast<std::size_t>(w)];
        double cost = costs[w];
        double duration = slots.by_rate ? cost / durations[w] : durations[w];
        duration *= factor.duration;
        for (const RiskSlots& risk : work.risks) {
            if (risk.stage != static_cast<int>(s) || !risk.happens.in(draws, w)) continue;
            cost += draws[risk.cost][w];
            duration += draws[risk.delay][w];
        }
        int failed = 0;
        for (const Chance& gate : slots.gate) {
            if (gate.in(draws, w)) break;
            ++failed;
        }
        StagePlan& stage = plan[s];
        stage.passes = slots.gate.empty() || failed < static_cast<int>(slots.gate.size());
        const int reworks = slots.reworks ? std::min(failed, static_cast<int>(slots.gate.size()) - 1) : 0;
        if (reworks > 0) {
            duration *= 1 + reworks * draws[slots.rework_time][w];
            cost *= 1 + reworks * draws[slots.rework_cost][w];
        }
        stage.duration = duration;
        stage.cost = factor.cost * (cost + standing[w] * duration);
        stage.start = 0;
        for (const int before : slots.after) stage.start = std::max(stage.start, plan[before].end());
    }
}

}  // namespace

Work make_work(Sampler& sampler, const std::string& id, const Program& program, const std::string& executor) {
    const Who who{executor, program.likeness};
    const std::string path = "program." + id;
    const auto edges = stage_order_edges(program);
    // Stages are kept in an order in which each follows its predecessors (the check has ruled out cycles).
    std::vector<int> place(program.stage.size(), -1);
    Work work;
    while (work.stages.size() < program.stage.size()) {
        for (std::size_t i = 0; i < program.stage.size(); ++i) {
            const auto placed = [&](int j) { return place[static_cast<std::size_t>(j)] >= 0; };
            if (place[i] >= 0 || !std::all_of(edges[i].begin(), edges[i].end(), placed)) continue;
            place[i] = static_cast<int>(work.stages.size());
            const Stage& stage = program.stage[i];
            work.stages.push_back(make_stage(sampler, path + ".stage." + stage.name.text, stage, who));
            work.stage_names.push_back(stage.name.text);
            std::vector<int>& after = work.stages.back().after;
            for (const int j : edges[i]) after.push_back(place[static_cast<std::size_t>(j)]);
            const bool first = place[i] == 0;
            work.chain = work.chain && (first ? after.empty() : after == std::vector<int>{place[i] - 1});
        }
    }
    for (const Risk& risk : program.risk) {
        RiskSlots slots;
        for (std::size_t i = 0; i < program.stage.size(); ++i) {
            if (program.stage[i].name.text == risk.stage.text) slots.stage = place[i];
        }
        slots.happens = sampler.chance(risk_name(path + ".risk." + risk.name.text), who, risk.probability);
        slots.cost = sampler.value(risk.cost, who, true);
        slots.delay = sampler.value(risk.delay, who, true);
        work.risks.push_back(slots);
    }
    return work;
}

Plans::Plans(std::span<const Work> works) {
    for (const Work& work : works) {
        const std::size_t stages = work.stages.size();
        Part& part = parts_.emplace_back();
        part.stages.resize(stages * Sampler::block_size);
        part.columns.resize((plan_columns + stages * stage_columns) * Sampler::stride);
        part.fresh = std::make_unique<bool[]>(Sampler::stride);
        part.stop_stage.resize(Sampler::stride);
        part.lumps.resize(stages);
        const int index = static_cast<int>(parts_.size()) - 1;
        for (std::size_t w = 0; w < Sampler::block_size; ++w) part.plans.push_back({&work, part.stages.data() + w * stages, index});
    }
}

void Plans::carry_out(const Draws& draws) {
    std::array<Factors, Sampler::block_size> factors;
    for (Part& part : parts_) {
        const Work& work = *part.plans.front().work;
        const std::size_t stages = work.stages.size();
        for (int w = 0; w < draws.count; ++w) factors[static_cast<std::size_t>(w)] = factors_in(work.factors, draws, w);
        for (std::size_t s = 0; s < stages; ++s) plan_stage(work, s, factors, draws, part.stages.data(), stages);
        std::fill(part.lumps.begin(), part.lumps.end(), 0);
        for (std::size_t w = 0; w < static_cast<std::size_t>(draws.count); ++w) {
            Plan& plan = part.plans[w];
            plan.end = plan.cost = plan.ahead = 0;
            plan.spent = factors[w].spent;
            for (std::size_t s = 0; s < stages; ++s) {
                plan.end = std::max(plan.end, plan.stage[s].end());
                plan.cost += plan.stage[s].cost;
            }
            if (plan.spent > 0) plan.ahead = plan_time(plan, plan.spent);
            set_columns(part, w);
        }
    }
}

void Plans::set_columns(Part& part, std::size_t world) {
    const Plan& plan = part.plans[world];
    Course course;
    start_course(course, plan, 0, plan.spent);
    part.column(plan_ahead)[world] = plan.ahead;
    part.column(plan_end)[world] = plan.end;
    part.column(years_to_end)[world] = course.end;
    part.column(years_to_stop)[world] = course.stop;
    part.fresh[world] = course.fresh;
    part.stop_stage[world] = course.stop_stage;
    for (std::size_t s = 0; s < plan.stages(); ++s) {
        const StagePlan& stage = plan.stage[s];
        const std::size_t first = plan_columns + s * stage_columns;
        part.column(first + stage_start)[world] = stage.start;
        part.column(first + stage_duration)[world] = stage.duration;
        part.column(first + stage_cost)[world] = stage.cost;
        if (stage.duration == 0 && stage.cost != 0) part.lumps[s] = 1;
    }
}

}  // namespace entente
