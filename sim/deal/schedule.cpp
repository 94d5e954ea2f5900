// Dates of courses, provision and access (see schedule.hpp).
#include "deal/schedule.hpp"

#include <algorithm>

namespace entente {

void DealState::reset(std::size_t programs, std::size_t firm_count, std::size_t arrangements) {
    firms = firm_count;
    parts.resize(programs * firms);
    for (Part& part : parts) part.reset();
    pools.resize(arrangements);
    for (PoolState& pool : pools) pool.reset();
    ended.assign(arrangements, never);
    left.assign(arrangements, never);
    changed.assign(programs, 0);
    exit = Exit{};
    term = never;
}

void form(const DealContext& context, const DealModel& deal, const DealWorld& world, DealState& state) {
    state.reset(context.programs.size(), context.firms.size(), deal.arrangements.size());
    state.formed = !deal.arrangements.empty() && deal.formed.in(world.draws, world.world);
    state.formation = context.grid.start + (deal.arrangements.empty() ? 0 : world.at(deal.delay));
}

double earliest_begin(const DealContext& context, const DealModel& deal, const DealState& state, int program, int firm) {
    const auto p = static_cast<std::size_t>(program), f = static_cast<std::size_t>(firm);
    double begin = context.programs[p].start;
    if (deal.arrangement_of[p] >= 0) begin = std::max(begin, state.formation);
    for (const int before : context.programs[p].after) {
        const auto b = static_cast<std::size_t>(before);
        // A firm waits for what it wants itself; what it forgoes never comes.
        if (context.programs[b].needs[f]) begin = std::max(begin, state.part(b, f).provided);
    }
    return begin;
}

namespace {

// Access by one's own work.
void carry_out_alone(const DealContext& context, const DealModel& deal, const DealWorld& world, int program, int firm, DealState& state) {
    const auto p = static_cast<std::size_t>(program), f = static_cast<std::size_t>(firm);
    const ProgramModel& model = context.programs[p];
    Part& part = state.part(p, f);
    const Plan& plan = world.plans.plan(model.solo_work[f], world.world);
    start_course(part.own, plan, earliest_begin(context, deal, state, program, firm), plan.spent);
    part.provided = part.own.end;
    part.access.first = part.own.end;
}

}  // namespace

void provide(const ArrangementModel& arrangement, const DealWorld& world, double date, int firm, Part& part) {
    part.provided = date;
    part.adapt_from = never;
    part.access.first = date;
    const AdaptationSlots& adaptation = arrangement.adaptation[static_cast<std::size_t>(firm)];
    if (!adaptation.given || date == never) return;
    part.adapt_from = date;
    part.adapt_cost = world.at(adaptation.cost);
    part.adapt_years = world.at(adaptation.duration);
    part.access.first = date + part.adapt_years;
}

void schedule_program(const DealContext& context, const DealModel& deal, const DealWorld& world, int program, DealState& state) {
    const auto p = static_cast<std::size_t>(program);
    const ProgramModel& model = context.programs[p];
    const int index = state.formed ? deal.arrangement_of[p] : -1;
    const ArrangementModel* arrangement = index >= 0 ? &deal.arrangements[static_cast<std::size_t>(index)] : nullptr;
    double completed = never;
    if (arrangement != nullptr && arrangement->mode == ModeKind::pool) {
        double begin = 0;
        for (const int member : arrangement->members) {
            begin = std::max(begin, earliest_begin(context, deal, state, program, member));
        }
        const Plan& plan = world.plans.plan(arrangement->work, world.world);
        Course& course = state.pools[static_cast<std::size_t>(index)].course;
        start_course(course, plan, begin, plan.spent);
        completed = course.end;
        state.ended[static_cast<std::size_t>(index)] = course.stop;
    } else if (arrangement != nullptr) {
        carry_out_alone(context, deal, world, program, arrangement->provider, state);
        const Part& part = state.part(p, arrangement->provider);
        completed = part.provided;
        state.ended[static_cast<std::size_t>(index)] = part.own.stop;
    }
    for (int firm = 0; firm < static_cast<int>(context.firms.size()); ++firm) {
        const auto f = static_cast<std::size_t>(firm);
        if (!model.needs[f] || deal.forgoes[p][f]) continue;
        if (arrangement != nullptr && contains(arrangement->members, firm)) {
            provide(*arrangement, world, completed, firm, state.part(p, f));
        } else if (arrangement != nullptr && contains(arrangement->users.firms, firm)) {
            provide(*arrangement, world, std::max(completed, state.formation), firm, state.part(p, f));
        } else if (arrangement == nullptr || arrangement->provider != firm) {
            carry_out_alone(context, deal, world, program, firm, state);
        }
    }
}

double alliance_end(const DealModel& deal, const DealState& state) {
    if (deal.term) return *deal.term;
    double end = -never;
    for (std::size_t a = 0; a < deal.arrangements.size(); ++a) {
        const ArrangementModel& arrangement = deal.arrangements[a];
        if (arrangement.mode != ModeKind::pool) continue;
        const Course& course = state.pools[a].course;
        if (course.stop < never) end = std::max(end, course.stop);
        if (course.end == never) continue;
        for (const int member : arrangement.members) {
            end = std::max(end, state.part(arrangement.program, member).access.first);
        }
        end = std::max(end, course.end);
    }
    return end == -never ? never : end;
}

}  // namespace entente
