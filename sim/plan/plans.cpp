// Carrying out work in lanes (see plans.hpp).
#include "plan/plans.hpp"

#include <algorithm>

#include "lanes/wide.hpp"
#include "plan/course.hpp"

namespace entente {

namespace {

// 1 where it happens, else 0.
template <class V>
ENTENTE_INLINE Wide<V> happens(const Chance& chance, const Draws& draws, int first) {
    if (!chance.uncertain) return if_less(Wide<V>(draws.lanes(chance.score, first)), chance.threshold, 1.0, 0.0);
    Lanes out;
    for (std::size_t lane = V::first; lane < V::first + V::lanes; ++lane)
        out[lane] = chance.in(draws, first + static_cast<int>(lane)) ? 1 : 0;
    return out;
}

template <class V>
ENTENTE_INLINE Wide<V> end_of(const WorkPlans& plans, StageId stage, int first) {
    return Wide<V>(plans.lanes(stage, stage_start, first)) + Wide<V>(plans.lanes(stage, stage_duration, first));
}

}  // namespace

// Years that no horizon holds.
constexpr double longest = 1e30;

// What the executor's members bring together, in a pack of worlds.
struct WorkPlans::Factors {
    Lanes cost, duration, spent;

    Factors(const ResolvedFactors& slots, const Draws& draws, int first) {
        in_lanes([&]<class V>() ENTENTE_IN_VECTORS {
            const auto at = [&](const Slot& slot) ENTENTE_IN_VECTORS { return Wide<V>(draws.lanes(slot, first)); };
            const double members = static_cast<double>(slots.members.size());
            const ResolvedFactors::Member& lead = slots.members[slots.lead];
            Wide<V> costs = at(lead.cost), durations = at(lead.duration), done = at(lead.spent);
            if (slots.choice == FactorChoice::best) {
                for (const auto& member : slots.members) {
                    costs = lesser(costs, at(member.cost));
                    durations = lesser(durations, at(member.duration));
                    done = greater(done, at(member.spent));
                }
            } else if (slots.choice == FactorChoice::mean) {
                costs = durations = done = Wide<V>();
                for (const auto& member : slots.members) {
                    costs += at(member.cost) / members;
                    durations += at(member.duration) / members;
                    done += at(member.spent) / members;
                }
            }
            const double extra = members - 1;
            costs = costs * ((1.0 + at(slots.overhead) * extra) * (1.0 - at(slots.synergy)));
            durations = durations * (1.0 + at(slots.drag) * extra);
            greater(costs, 0.0).store(cost);
            greater(durations, 0.0).store(duration);
            held_to_unit(done).store(spent);
        });
    }
};

WorkPlans::WorkPlans(const Work& work, WorkId id)
    : work_(&work),
      id_(id),
      columns_((plan_columns + work.stages.size() * stage_columns) * packs),
      fresh_(std::make_unique<bool[]>(Sampler::stride)),
      stop_stage_(Sampler::stride),
      lumps_(work.stages.size()) {}

void WorkPlans::carry_out(const Draws& draws) {
    std::fill(lumps_.begin(), lumps_.end(), 0);
    for (int first = 0; first < draws.count; first += static_cast<int>(pack_size)) {
        const Factors factors(work_->factors, draws, first);
        column_of(plan_spent, first) = factors.spent;
        for (const StageId s : work_->stages.ids()) plan_stage(s, factors, draws, first);
        add_up(first);
        find_ahead(first, std::min(draws.count - first, static_cast<int>(pack_size)));
        start_courses(first);
    }
}

// One stage: D = (kd x duration + delays)(1 + N rework.time), C likewise plus kc x standing x D.
void WorkPlans::plan_stage(StageId s, const Factors& factors, const Draws& draws, int first) {
    const ResolvedStage& slots = work_->stages[s];
    const auto column = [&](StageColumn number) -> Lanes& { return column_of(number_of(s, number), first); };
    in_lanes([&]<class V>() ENTENTE_IN_VECTORS {
        const auto at = [&](const Slot& slot) ENTENTE_IN_VECTORS { return Wide<V>(draws.lanes(slot, first)); };
        Wide<V> cost = at(slots.cost), duration = at(slots.duration);
        // No cost takes no time at any rate; without a rate the work never ends.
        if (slots.by_rate) duration = if_less(0.0, cost, lesser(cost / duration, longest), 0.0);
        duration = duration * Wide<V>(factors.duration);
        for (const ResolvedRisk& risk : work_->risks) {
            if (risk.stage != s) continue;
            const Wide<V> hit = happens<V>(risk.happens, draws, first);
            const Wide<V> times = risk.count ? hit * at(*risk.count) : hit;
            cost = if_less(0.0, times, cost + at(risk.cost), cost);
            duration = if_less(0.0, times, duration + at(risk.delay), duration);
            for (std::size_t i = 0; i < risk.more_costs.size() && greatest(times) > static_cast<double>(i + 1); ++i) {
                const double before = static_cast<double>(i + 1);
                cost = if_less(before, times, cost + at(risk.more_costs[i]), cost);
                duration = if_less(before, times, duration + at(risk.more_delays[i]), duration);
            }
        }
        // Tries that failed before the first that passes.
        const double tries = static_cast<double>(slots.gate.size());
        Wide<V> failed, failing = 1.0 + Wide<V>();
        for (const Chance& gate : slots.gate) {
            failing = if_less(0.0, happens<V>(gate, draws, first), 0.0, failing);
            failed += failing;
        }
        if (slots.gate.empty()) {
            (1.0 + Wide<V>()).store(column(stage_passes));
        } else {
            if_less(failed, tries, 1.0, 0.0).store(column(stage_passes));
            if (slots.reworks) {
                const Wide<V> reworks = lesser(failed, tries - 1);
                duration = duration * if_less(0.0, reworks, 1.0 + reworks * at(slots.rework_time), 1.0);
                cost = cost * if_less(0.0, reworks, 1.0 + reworks * at(slots.rework_cost), 1.0);
            }
        }
        Wide<V> start;
        for (const StageId before : slots.after) start = greater(start, end_of<V>(*this, before, first));
        const Wide<V> money = Wide<V>(factors.cost) * (cost + at(slots.standing) * duration);
        // Dates are no finer: what would begin and end on one date is spent at once.
        duration = if_less(duration, same_date, 0.0, duration);
        start.store(column(stage_start));
        duration.store(column(stage_duration));
        money.store(column(stage_cost));
        if (work_->funded && slots.waits) {
            const Wide<V> pace = if_less(0.0, duration, money / duration, 0.0);
            (Wide<V>(factors.cost) * at(slots.standing) + at(slots.waiting) * pace).store(column(stage_idle));
        }
        if (greatest(if_at_most(duration, 0.0, money, 0.0)) > 0) lumps_[s] = 1;
    });
}

void WorkPlans::add_up(int first) {
    in_lanes([&]<class V>() ENTENTE_IN_VECTORS {
        Wide<V> end, cost;
        for (const StageId s : work_->stages.ids()) {
            end = greater(end, end_of<V>(*this, s, first));
            cost += Wide<V>(lanes(s, stage_cost, first));
        }
        end.store(column_of(plan_end, first));
        cost.store(column_of(plan_cost, first));
    });
}

void WorkPlans::find_ahead(int first, int worlds) {
    const Lanes& spent = column_of(plan_spent, first);
    Lanes& ahead = column_of(plan_ahead, first);
    ahead = {};
    for (int lane = 0; lane < worlds; ++lane) {
        const auto l = static_cast<std::size_t>(lane);
        if (spent[l] > 0) ahead[l] = plan_time({*this, first + lane}, spent[l]);
    }
}

// As start_course() does with all that is left of each plan, from date 0.
void WorkPlans::start_courses(int first) {
    Lanes stage;
    in_lanes([&]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> offset = column_of(plan_ahead, first);
        const Wide<V> over = if_less(0.0, Wide<V>(column_of(plan_spent, first)), offset + same_date, -never);
        Wide<V> stop = never + Wide<V>(), stops = -1.0 + Wide<V>();
        for (const StageId s : work_->stages.ids()) {
            const Wide<V> end = end_of<V>(*this, s, first), binding = if_at_most(end, over, never, end);
            const Wide<V> gate = if_less(0.0, Wide<V>(lanes(s, stage_passes, first)), never, binding);
            stops = if_less(gate, stop, s.number(), stops);
            stop = lesser(gate, stop);
        }
        if_less(stop, never, never, Wide<V>(column_of(plan_end, first)) - offset).store(column_of(years_to_end, first));
        greater(stop - offset, 0.0).store(column_of(years_to_stop, first));
        stops.store(stage);
    });
    const Lanes& spent = column_of(plan_spent, first);
    for (std::size_t lane = 0; lane < pack_size; ++lane) {
        const std::size_t world = static_cast<std::size_t>(first) + lane;
        fresh_[world] = !(spent[lane] > 0);
        stop_stage_[world] = StageId(static_cast<int>(stage[lane]));
    }
}

Plans::Plans(const ById<WorkId, Work>& works) {
    for (const WorkId work : works.ids()) plans_.emplace_back(works[work], work);
}

void Plans::carry_out(const Draws& draws) {
    for (WorkPlans& plans : plans_) plans.carry_out(draws);
}

}  // namespace entente
