// Serving each coalition (see coalition_costs.hpp).
#include "deal/coalition_costs.hpp"

#include <algorithm>
#include <bit>

namespace entente {

namespace {

// When a firm's own plan of a program begins, with `after` programs ending as its solo plans do.
double solo_begin(const DealContext& context, const CoalitionScratch& scratch, int program, int firm) {
    const ProgramModel& model = context.programs[static_cast<std::size_t>(program)];
    double from = model.start;
    for (const int before : model.after) {
        const auto b = static_cast<std::size_t>(before), f = static_cast<std::size_t>(firm);
        if (context.programs[b].needs[f]) from = std::max(from, scratch.ends[b][f]);
    }
    return from;
}

// Real money by period as discounted nominal money.
double value_of(std::span<const double> real, const Grid& grid, std::span<const double> discount) {
    double sum = 0;
    for (std::size_t k = 0; k < real.size(); ++k) sum += real[k] * grid.escalation[k] * discount[k];
    return sum;
}

// The whole plan from a date on, by period; returns its end.
double spend_plan(const Plan& plan, double from, const Grid& grid, std::vector<double>& spending) {
    Course course;
    start_course(course, plan, from, plan.spent);
    course.stop = never;
    spending.assign(static_cast<std::size_t>(grid.periods), 0.0);
    add_spending(course, never, grid, spending);
    return course.planned_end();
}

}  // namespace

void end_solo_plans(const DealContext& context, const DealWorld& world, CoalitionScratch& scratch) {
    scratch.ends.resize(context.programs.size());
    for (auto& row : scratch.ends) row.resize(context.firms.size());
    for (const int p : context.order) {
        const auto& solo_work = context.programs[static_cast<std::size_t>(p)].solo_work;
        for (std::size_t f = 0; f < context.firms.size(); ++f) {
            if (solo_work[f] < 0) continue;
            const Plan& plan = world.plans.plan(solo_work[f], world.world);
            Course course;
            start_course(course, plan, solo_begin(context, scratch, p, static_cast<int>(f)), plan.spent);
            scratch.ends[static_cast<std::size_t>(p)][f] = course.planned_end();
        }
    }
}

double solo_plan_cost(const DealContext& context, int program, int firm, const DealWorld& world, CoalitionScratch& scratch) {
    const int work = context.programs[static_cast<std::size_t>(program)].solo_work[static_cast<std::size_t>(firm)];
    spend_plan(world.plans.plan(work, world.world), solo_begin(context, scratch, program, firm), context.grid, scratch.spending);
    return value_of(scratch.spending, context.grid, context.firms[static_cast<std::size_t>(firm)].discount);
}

void coalition_costs(const DealContext& context, const ArrangementModel& arrangement, const CoalitionTerms& terms, const DealWorld& world,
                     CoalitionScratch& scratch) {
    end_solo_plans(context, world, scratch);
    const auto& members = arrangement.members;
    scratch.game.players = static_cast<int>(members.size());
    scratch.game.cost.assign(terms.work.size(), 0.0);
    scratch.alone.assign(members.size(), 0.0);
    for (std::uint32_t s = 1; s < terms.work.size(); ++s) {
        double from = context.grid.start;
        for (std::size_t i = 0; i < members.size(); ++i) {
            if ((s >> i & 1U) != 0) from = std::max(from, solo_begin(context, scratch, arrangement.program, members[i]));
        }
        const double end = spend_plan(world.plans.plan(terms.work[s], world.world), from, context.grid, scratch.spending);
        for (std::size_t i = 0; i < members.size() && std::popcount(s) > 1; ++i) {
            const AdaptationSlots& adaptation = arrangement.adaptation[static_cast<std::size_t>(members[i])];
            if ((s >> i & 1U) != 0 && adaptation.given)
                add_evenly(world.at(adaptation.cost), end, world.at(adaptation.duration), context.grid, scratch.spending);
        }
        scratch.game.cost[s] = value_of(scratch.spending, context.grid, terms.discount);
        if (std::popcount(s) > 1) continue;
        const auto member = static_cast<std::size_t>(std::countr_zero(s));
        scratch.alone[member] = value_of(scratch.spending, context.grid, context.firms[static_cast<std::size_t>(members[member])].discount);
    }
}

}  // namespace entente
