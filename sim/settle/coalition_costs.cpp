// Serving each coalition (see coalition_costs.hpp).
#include "settle/coalition_costs.hpp"

#include <algorithm>
#include <bit>

namespace entente {

namespace {

// When a firm's own plan of a program begins, with `after` programs ending as its solo plans do.
Lanes solo_begins(const DealContext& context, int program, int firm, const CoalitionScratch& scratch) {
    const ProgramModel& model = context.programs[static_cast<std::size_t>(program)];
    Lanes from = all_lanes(model.start);
    for (const int before : model.after) {
        if (context.programs[static_cast<std::size_t>(before)].needs[static_cast<std::size_t>(firm)])
            from = later(from, scratch.ends[context.place(before, firm)]);
    }
    return from;
}

// Whole plans from a date on, as if every gate passed.
CourseLanes whole_plans(const DealPack& pack, int work, const Lanes& from) {
    CourseLanes out;
    pack.start(out, work, from);
    out.stop = all_lanes(never);
    return out;
}

// Adds what the plans cost, discounted, to `value`.
void add_value(const DealContext& context, const DealPack& pack, const CourseLanes& courses, std::span<const double> discount,
               CoalitionScratch& scratch, Lanes& value) {
    for (std::size_t k = 0; k < discount.size(); ++k) scratch.weight[k] = context.grid.escalation[k] * discount[k];
    LaneFlags past{};
    scratch.spender.add(courses, pack.plans, pack.first, all_lanes(never), {scratch.weight, scratch.row, value, past});
}

}  // namespace

CoalitionScratch::CoalitionScratch(const DealContext& context)
    : spender(context.grid),
      row(context.grid.middle.size()),
      weight(context.grid.middle.size()),
      ends(context.programs.size() * context.firms.size()) {}

void end_solo_plans(const DealContext& context, const DealPack& pack, CoalitionScratch& scratch) {
    for (const int p : context.order) {
        const auto& solo_work = context.programs[static_cast<std::size_t>(p)].solo_work;
        for (int f = 0; f < static_cast<int>(context.firms.size()); ++f) {
            const int work = solo_work[static_cast<std::size_t>(f)];
            if (work < 0) continue;
            const CourseLanes courses = whole_plans(pack, work, solo_begins(context, p, f, scratch));
            scratch.ends[context.place(p, f)] = planned_ends(courses, pack.plans, pack.first);
        }
    }
}

Lanes solo_plan_cost(const DealContext& context, int program, int firm, const DealPack& pack, CoalitionScratch& scratch) {
    const int work = context.programs[static_cast<std::size_t>(program)].solo_work[static_cast<std::size_t>(firm)];
    const CourseLanes courses = whole_plans(pack, work, solo_begins(context, program, firm, scratch));
    Lanes out;
    add_value(context, pack, courses, context.firms[static_cast<std::size_t>(firm)].discount, scratch, out);
    return out;
}

void coalition_costs(const DealContext& context, const ArrangementModel& arrangement, const CoalitionTerms& terms, const DealPack& pack,
                     CoalitionScratch& scratch) {
    end_solo_plans(context, pack, scratch);
    const auto& members = arrangement.members;
    std::vector<Lanes> begins;
    for (const int member : members) begins.push_back(solo_begins(context, arrangement.program, member, scratch));
    for (CostGame& game : scratch.games) {
        game.players = static_cast<int>(members.size());
        game.cost.assign(terms.work.size(), 0.0);
    }
    for (auto& alone : scratch.alone) alone.assign(members.size(), 0.0);
    for (std::uint32_t s = 1; s < terms.work.size(); ++s) {
        const auto has = [&](std::size_t i) { return (s >> i & 1U) != 0; };
        Lanes from = all_lanes(context.grid.start), value;
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (has(i)) from = later(from, begins[i]);
        }
        const CourseLanes courses = whole_plans(pack, terms.work[s], from);
        add_value(context, pack, courses, terms.discount, scratch, value);
        LaneFlags past{};
        for (std::size_t i = 0; i < members.size() && std::popcount(s) > 1; ++i) {
            const AdaptationSlots& adaptation = arrangement.adaptation[static_cast<std::size_t>(members[i])];
            if (!has(i) || !adaptation.given) continue;
            scratch.spender.add_evenly(pack.at(adaptation.cost), planned_ends(courses, pack.plans, pack.first),
                                       pack.at(adaptation.duration), {scratch.weight, scratch.row, value, past});
        }
        pack.each([&](std::size_t lane) { scratch.games[lane].cost[s] = value[lane]; });
        if (std::popcount(s) > 1) continue;
        const auto member = static_cast<std::size_t>(std::countr_zero(s));
        Lanes alone;
        add_value(context, pack, courses, context.firms[static_cast<std::size_t>(members[member])].discount, scratch, alone);
        pack.each([&](std::size_t lane) { scratch.alone[lane][member] = alone[lane]; });
    }
}

}  // namespace entente
