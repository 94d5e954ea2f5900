// Serving each coalition (see coalition_costs.hpp).
#include "settle/coalition_costs.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "deal/talks.hpp"

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

    // What courses spend up to a date.
    void add(const CourseLanes& courses, const Lanes& until = all_lanes(never)) {
        spender_.add(courses, pack_.plans, pack_.first, until, booking());
    }
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

void planned_work(const DealtPool& pool, const Pack& pack, const SoloEnds& ends, std::vector<Lanes>& done) {
    const ResolvedArrangement& arrangement = pool.arrangement();
    const Lanes formation = form(pool.deal, pack).date;
    done.assign(arrangement.members.size(), Lanes{});
    for (const MemberId m : arrangement.members.ids()) {
        const FirmId firm = arrangement.members[m];
        if (!works_on(pool.deal, pack.context, arrangement, firm)) continue;
        const WorkId work = pack.context.programs[arrangement.program].solo_work[firm];
        const CourseLanes courses = whole_plans(pack, work, solo_begins(pack.context, arrangement.program, firm, ends));
        const Lanes end = planned_ends(courses, pack.plans, pack.first);
        pack.each([&](std::size_t lane) {
            const double date = formation[lane];
            if (courses.begin[lane] < date - same_date || end[lane] <= date + same_date)
                done[m.place()][lane] = share_spent(courses.of(lane, pack.plans, pack.world(lane).world), date);
        });
    }
}

Lanes planned_share(const DealtPool& pool, std::uint32_t members, const Pack& pack, std::span<const Lanes> done) {
    Lanes out{};
    pack.each([&](std::size_t lane) {
        std::array<double, CostGame::most_players> parts{};
        for (std::size_t m = 0; m < done.size(); ++m) parts[m] = done[m][lane];
        out[lane] = share_brought(pool.arrangement(), members, pack.world(lane), parts);
    });
    return out;
}

namespace {

// Finds what each coalition of one pool's members costs.
class CoalitionServer {
public:
    CoalitionServer(const DealtPool& pool, const ResolvedCoalitions& terms, const Pack& pack, CoalitionMemory& memory)
        : pool_(pool),
          arrangement_(pool.arrangement()),
          terms_(terms),
          pack_(pack),
          memory_(memory),
          talks_(some_member_works_on(pool.deal, pack.context, arrangement_)),
          since_(talks_ ? form(pool.deal, pack).date : all_lanes(pack.context.grid.start)) {
        end_solo_plans(pack, memory.ends);
        memory.begins.clear();
        for (const FirmId member : arrangement_.members)
            memory.begins.push_back(solo_begins(pack.context, arrangement_.program, member, memory.ends));
        if (arrangement_.contribution.given) planned_work(pool, pack, memory.ends, memory.done);
    }

    Lanes together(std::uint32_t s) {
        Lanes from = since_;
        for (std::size_t i = 0; i < memory_.begins.size(); ++i) {
            if ((s >> i & 1U) != 0) from = later(from, memory_.begins[i]);
        }
        CourseLanes courses = whole_plans(pack_, terms_.work[s], from);
        if (arrangement_.contribution.given) begin_with_what_is_brought(s, courses);
        PresentValue sum(pack_, terms_.discount, memory_);
        return pooled_value(arrangement_, s, courses, pack_, sum);
    }

    // One member's whole plan, and at the same rate what of it counts: where talks matter that is what is spent from formation on.
    CourseLanes whole_plan(MemberId member) const {
        return whole_plans(pack_, terms_.work[1U << member.place()],
                           later(all_lanes(pack_.context.grid.start), memory_.begins[member.place()]));
    }
    Lanes alone(MemberId member) {
        const CourseLanes whole = whole_plan(member);
        if (!talks_) return present_value(pack_, whole, terms_.discount, memory_);
        if (!works_on(pool_.deal, pack_.context, arrangement_, arrangement_.members[member]))
            return present_value(pack_, whole_plans(pack_, whole.work, later(whole.begin, since_)), terms_.discount, memory_);
        PresentValue all(pack_, terms_.discount, memory_), before(pack_, terms_.discount, memory_);
        all.add(whole);
        before.add(whole, since_);
        Lanes out;
        for (std::size_t lane = 0; lane < pack_size; ++lane) out[lane] = all.value()[lane] - before.value()[lane];
        return out;
    }

private:
    void begin_with_what_is_brought(std::uint32_t s, CourseLanes& courses) const {
        const Lanes share = planned_share(pool_, s, pack_, memory_.done);
        pack_.each([&](std::size_t lane) {
            Course course;
            start_course(course, pack_.plan(courses.work, lane), courses.begin[lane], share[lane]);
            courses.set(lane, course);
        });
        courses.stop = all_lanes(never);
    }

    const DealtPool& pool_;
    const ResolvedArrangement& arrangement_;
    const ResolvedCoalitions& terms_;
    const Pack& pack_;
    CoalitionMemory& memory_;
    bool talks_;
    Lanes since_;
};

}  // namespace

void coalition_costs(const DealtPool& pool, const ResolvedCoalitions& terms, const Pack& pack, CoalitionMemory& memory,
                     CoalitionGames& out) {
    const auto& members = pool.arrangement().members;
    assert(terms.work.size() == std::size_t{1} << members.size());
    CoalitionServer server(pool, terms, pack, memory);
    for (CostGame& game : out.game) {
        game.players = static_cast<int>(members.size());
        game.cost.assign(terms.work.size(), 0.0);
    }
    for (auto& alone : out.alone) alone.assign(members.size(), 0.0);
    for (std::uint32_t s = 1; s < terms.work.size(); ++s) {
        const bool single = std::popcount(s) == 1;
        const MemberId member(single ? std::countr_zero(s) : 0);
        const Lanes value = single ? server.alone(member) : server.together(s);
        pack.each([&](std::size_t lane) { out.game[lane].cost[s] = value[lane]; });
        if (!single) continue;
        const Lanes alone = present_value(pack, server.whole_plan(member), pack.context.firms[members[member]].discount, memory);
        pack.each([&](std::size_t lane) { out.alone[lane][member.place()] = alone[lane]; });
    }
}

}  // namespace entente
