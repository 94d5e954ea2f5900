// Serving each coalition (see coalition_costs.hpp).
#include "settle/coalition_costs.hpp"

#include <algorithm>
#include <bit>

#include "deal/schedule.hpp"

namespace entente {

namespace {

// When a firm's own plan of a program begins, with `after` programs ending as its solo plans do.
Lanes solo_begins(const DealContext& context, ProgramId program, FirmId firm, const SoloEnds& ends) {
    const ResolvedProgram& model = context.programs[program];
    Lanes from = all_lanes(model.start);
    for (const ProgramId before : model.after) {
        if (context.programs[before].needs[firm]) from = later(from, ends[before][firm]);
    }
    return from;
}

// Whole plans from a date on, as if every gate passed.
CourseLanes whole_plans(const Pack& pack, WorkId work, const Lanes& from) {
    CourseLanes out;
    pack.start(out, work, from);
    out.stop = all_lanes(never);
    return out;
}

// Adds up discounted spending.
class PresentValue {
public:
    PresentValue(const Pack& pack, std::span<const double> discount, CoalitionMemory& memory)
        : pack_(pack), spender_(pack.context.grid), memory_(memory) {
        for (std::size_t k = 0; k < discount.size(); ++k) memory.weight[k] = pack.context.grid.escalation[k] * discount[k];
    }

    void add(const CourseLanes& courses) { spender_.add(courses, pack_.plans, pack_.first, all_lanes(never), booking()); }
    void add_evenly(const Lanes& cost, const Lanes& begin, const Lanes& duration) { spender_.add_evenly(cost, begin, duration, booking()); }
    const Lanes& value() const { return value_; }

private:
    Booking booking() { return {memory_.weight, memory_.row, value_, past_}; }

    const Pack& pack_;
    Spender spender_;
    CoalitionMemory& memory_;
    Lanes value_;
    LaneFlags past_{};
};

Lanes present_value(const Pack& pack, const CourseLanes& courses, std::span<const double> discount, CoalitionMemory& memory) {
    PresentValue sum(pack, discount, memory);
    sum.add(courses);
    return sum.value();
}

// What a coalition of several members spends: their pool's plans, and the adaptation of each to what it completes.
Lanes pooled_value(const ResolvedArrangement& arrangement, std::uint32_t coalition, const CourseLanes& courses, const Pack& pack,
                   PresentValue& sum) {
    sum.add(courses);
    for (const MemberId i : arrangement.members.ids()) {
        const ResolvedAdaptation& adaptation = arrangement.adaptation[arrangement.members[i]];
        if ((coalition >> i.place() & 1U) == 0 || !adaptation.given) continue;
        sum.add_evenly(pack.at(adaptation.cost), planned_ends(courses, pack.plans, pack.first), pack.at(adaptation.duration));
    }
    return sum.value();
}

}  // namespace

CoalitionMemory::CoalitionMemory(const DealContext& context)
    : row(context.grid.middle.size()), weight(context.grid.middle.size()), ends(context.programs.size(), context.firms.size()) {}

void end_solo_plans(const Pack& pack, SoloEnds& out) {
    const DealContext& context = pack.context;
    for (const ProgramId p : context.order) {
        for (const FirmId f : context.firms.ids()) {
            const WorkId work = context.programs[p].solo_work[f];
            if (!work) continue;
            const CourseLanes courses = whole_plans(pack, work, solo_begins(context, p, f, out));
            out[p][f] = planned_ends(courses, pack.plans, pack.first);
        }
    }
}

Lanes solo_plan_cost(const Pack& pack, const SoloEnds& ends, ProgramId program, FirmId firm, CoalitionMemory& memory) {
    const DealContext& context = pack.context;
    const WorkId work = context.programs[program].solo_work[firm];
    assert(work);
    const CourseLanes courses = whole_plans(pack, work, solo_begins(context, program, firm, ends));
    return present_value(pack, courses, context.firms[firm].discount, memory);
}

void coalition_costs(const ResolvedArrangement& arrangement, const ResolvedCoalitions& terms, const Pack& pack, CoalitionMemory& memory,
                     CoalitionGames& out) {
    const DealContext& context = pack.context;
    end_solo_plans(pack, memory.ends);
    const auto& members = arrangement.members;
    assert(terms.work.size() == std::size_t{1} << members.size());
    std::vector<Lanes>& begins = memory.begins;
    begins.clear();
    for (const FirmId member : members) begins.push_back(solo_begins(context, arrangement.program, member, memory.ends));
    for (CostGame& game : out.game) {
        game.players = static_cast<int>(members.size());
        game.cost.assign(terms.work.size(), 0.0);
    }
    for (auto& alone : out.alone) alone.assign(members.size(), 0.0);
    for (std::uint32_t s = 1; s < terms.work.size(); ++s) {
        Lanes from = all_lanes(context.grid.start);
        for (std::size_t i = 0; i < members.size(); ++i) {
            if ((s >> i & 1U) != 0) from = later(from, begins[i]);
        }
        const CourseLanes courses = whole_plans(pack, terms.work[s], from);
        PresentValue sum(pack, terms.discount, memory);
        if (std::popcount(s) > 1) {
            const Lanes value = pooled_value(arrangement, s, courses, pack, sum);
            pack.each([&](std::size_t lane) { out.game[lane].cost[s] = value[lane]; });
            continue;
        }
        sum.add(courses);
        pack.each([&](std::size_t lane) { out.game[lane].cost[s] = sum.value()[lane]; });
        const MemberId member(std::countr_zero(s));
        const Lanes alone = present_value(pack, courses, context.firms[members[member]].discount, memory);
        pack.each([&](std::size_t lane) { out.alone[lane][member.place()] = alone[lane]; });
    }
}

}  // namespace entente
