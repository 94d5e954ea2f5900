// Dates of courses, provision and access (see schedule.hpp).
#include "deal/schedule.hpp"

#include <algorithm>

#include "lanes/wide.hpp"

namespace entente {

Lanes later(const Lanes& a, const Lanes& b) {
    Lanes out;
    in_place([&]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> x = a, y = b;
        if_less(x, y, y, x).store(out);
    });
    return out;
}

namespace {

// By lane: x where `holds` is not 0, else y.
Lanes choose(const Lanes& holds, const Lanes& x, const Lanes& y) {
    Lanes out;
    in_place([&]<class V>() ENTENTE_IN_VECTORS { if_less(0.0, Wide<V>(holds), Wide<V>(x), Wide<V>(y)).store(out); });
    return out;
}

}  // namespace

void Schedule::resize(std::size_t programs, std::size_t firm_count, std::size_t arrangements) {
    firms = firm_count;
    parts.resize(programs * firms);
    pools.resize(arrangements);
    ended.resize(arrangements);
    left.resize(arrangements);
}

void Schedule::take(const Schedule& other, std::size_t program, int arrangement) {
    assert(firms == other.firms && parts.size() == other.parts.size());
    std::copy_n(other.parts.begin() + static_cast<std::ptrdiff_t>(program * firms), firms,
                parts.begin() + static_cast<std::ptrdiff_t>(program * firms));
    if (arrangement < 0) return;
    const auto a = static_cast<std::size_t>(arrangement);
    pools[a] = other.pools[a];
    ended[a] = other.ended[a];
    left[a] = other.left[a];
}

FormationLanes form(const DealModel& deal, const Pack& pack) {
    FormationLanes out{{}, all_lanes(pack.context.grid.start)};
    if (deal.arrangements.empty()) return out;
    const Lanes delay = pack.at(deal.delay);
    for (std::size_t lane = 0; lane < pack_size; ++lane) out.date[lane] += delay[lane];
    pack.each([&](std::size_t lane) { out.formed[lane] = deal.formed.in(pack.draws, pack.world(lane).world) ? 1 : 0; });
    return out;
}

Lanes earliest_begin(const DealModel& deal, const DealContext& context, const Schedule& schedule, int program, int firm) {
    const auto p = static_cast<std::size_t>(program);
    Lanes begin = all_lanes(context.programs[p].start);
    if (deal.arrangement_of[p] >= 0) begin = later(begin, schedule.formation);
    for (const int before : context.programs[p].after) {
        // A firm waits only for what it needs itself: a program that it does not need never comes to it.
        if (context.programs[static_cast<std::size_t>(before)].needs[static_cast<std::size_t>(firm)])
            begin = later(begin, schedule.part(before, firm).provided);
    }
    return begin;
}

namespace {

class ProgramScheduler {
public:
    ProgramScheduler(const DealModel& deal, const Pack& pack, int program, Schedule& out)
        : deal_(deal),
          pack_(pack),
          program_(program),
          model_(pack.context.programs[static_cast<std::size_t>(program)]),
          index_(deal.arrangement_of[static_cast<std::size_t>(program)]),
          out_(out) {}

    void schedule() {
        for (int firm = 0; firm < static_cast<int>(pack_.context.firms.size()); ++firm) out_.part(program_, firm).reset();
        if (index_ >= 0) carry_out_together();
        for (int firm = 0; firm < static_cast<int>(pack_.context.firms.size()); ++firm) {
            if (!wants(firm) || is_provider(firm)) continue;
            if (!is_provided(firm)) {
                alone(firm, earliest(firm));
            } else {
                alone(firm, choose(out_.formed, all_lanes(never), earliest(firm)));
                provide_to(firm);
            }
        }
    }

private:
    const ArrangementModel& arrangement() const { return deal_.arrangements[static_cast<std::size_t>(index_)]; }
    bool wants(int firm) const {
        const auto p = static_cast<std::size_t>(program_), f = static_cast<std::size_t>(firm);
        return model_.needs[f] && !deal_.forgoes[p][f];
    }
    bool is_member(int firm) const { return contains(arrangement().members, firm); }
    bool is_provider(int firm) const { return index_ >= 0 && arrangement().provider == firm; }
    bool is_provided(int firm) const { return index_ >= 0 && (is_member(firm) || contains(arrangement().users.firms, firm)); }
    Lanes earliest(int firm) const { return earliest_begin(deal_, pack_.context, out_, program_, firm); }

    // Access by one's own work.
    void alone(int firm, const Lanes& begin) {
        Part& part = out_.part(program_, firm);
        pack_.start(part.own, model_.solo_work[static_cast<std::size_t>(firm)], begin);
        part.provided = part.access.first = part.own.end;
    }

    // The pool's course, or that of the firm that provides for the others.
    void carry_out_together() {
        const auto a = static_cast<std::size_t>(index_);
        out_.pools[a].reset();
        out_.left[a] = all_lanes(never);
        if (arrangement().provider >= 0) {
            const int provider = arrangement().provider;
            // It works for others where there is a deal, for itself where it wants the program.
            const Lanes begin = earliest(provider);
            alone(provider, wants(provider) ? begin : choose(out_.formed, begin, all_lanes(never)));
            const Part& part = out_.part(program_, provider);
            completed_ = part.provided;
            out_.ended[a] = choose(out_.formed, part.own.stop, all_lanes(never));
            return;
        }
        Lanes begin;
        for (const int member : arrangement().members) begin = later(begin, earliest(member));
        CourseLanes& course = out_.pools[a].course;
        pack_.start(course, arrangement().work, choose(out_.formed, begin, all_lanes(never)));
        completed_ = course.end;
        out_.ended[a] = course.stop;
    }

    // Access to what others complete, after one's own adaptation, where there is a deal.
    void provide_to(int firm) {
        Part& part = out_.part(program_, firm);
        const Lanes date = is_member(firm) ? completed_ : later(completed_, out_.formation);
        part.provided = choose(out_.formed, date, part.provided);
        part.access.first = choose(out_.formed, date, part.access.first);
        const AdaptationSlots& adaptation = arrangement().adaptation[static_cast<std::size_t>(firm)];
        if (!adaptation.given) return;
        part.adapt_from = choose(out_.formed, date, all_lanes(never));
        part.adapt_cost = pack_.at(adaptation.cost);
        part.adapt_years = pack_.at(adaptation.duration);
        in_place([&]<class V>() ENTENTE_IN_VECTORS {
            const Wide<V> added = if_less(0.0, Wide<V>(out_.formed), Wide<V>(part.adapt_years), 0.0);
            (Wide<V>(part.access.first) + added).store(part.access.first);
        });
    }

    const DealModel& deal_;
    const Pack& pack_;
    int program_;
    const ProgramModel& model_;
    int index_;  // of the arrangement
    Schedule& out_;
    Lanes completed_;
};

}  // namespace

void schedule_program(const DealModel& deal, const Pack& pack, int program, Schedule& out) {
    ProgramScheduler(deal, pack, program, out).schedule();
}

void schedule(const DealModel& deal, const Pack& pack, const FormationLanes& formation, Schedule& out) {
    const DealContext& context = pack.context;
    out.resize(context.programs.size(), context.firms.size(), deal.arrangements.size());
    out.formed = formation.formed;
    out.formation = formation.date;
    for (const int program : context.order) schedule_program(deal, pack, program, out);
}

void provide(const AdaptationSlots& adaptation, const DealWorld& world, double date, std::size_t lane, Part& part) {
    part.provided[lane] = date;
    part.adapt_from[lane] = never;
    part.access.first[lane] = date;
    if (!adaptation.given || date == never) return;
    part.adapt_from[lane] = date;
    part.adapt_cost[lane] = world.at(adaptation.cost);
    part.adapt_years[lane] = world.at(adaptation.duration);
    part.access.first[lane] = date + part.adapt_years[lane];
}

Lanes planned_end(const DealModel& deal, std::size_t arrangement, const Pack& pack, Schedule& memory) {
    FormationLanes certain = form(deal, pack);
    certain.formed = all_lanes(1);
    schedule(deal, pack, certain, memory);
    return planned_ends(memory.pools[arrangement].course, pack.plans, pack.first);
}

Lanes alliance_end(const DealModel& deal, const Schedule& schedule) {
    if (deal.term) return choose(schedule.formed, all_lanes(*deal.term), all_lanes(never));
    Lanes end = all_lanes(-never);
    for (std::size_t a = 0; a < deal.arrangements.size(); ++a) {
        const ArrangementModel& arrangement = deal.arrangements[a];
        if (arrangement.mode != ModeKind::pool) continue;
        const CourseLanes& course = schedule.pools[a].course;
        Lanes last = course.end;
        for (const int member : arrangement.members) last = later(last, schedule.part(arrangement.program, member).access.first);
        const auto extend = [&](const Lanes& reached, const Lanes& to) {
            in_place([&]<class V>() ENTENTE_IN_VECTORS {
                const Wide<V> known = end, other = to, longer = greater(other, known);
                if_less(Wide<V>(reached), never, longer, known).store(end);
            });
        };
        extend(course.end, last);
        extend(course.stop, course.stop);
    }
    Lanes known;
    in_place([&]<class V>() ENTENTE_IN_VECTORS { if_less(-never, Wide<V>(end), Wide<V>(end), never).store(known); });
    return choose(schedule.formed, known, all_lanes(never));
}

}  // namespace entente
