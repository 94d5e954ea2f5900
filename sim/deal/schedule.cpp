// Dates of courses, provision and access (see schedule.hpp).
#include "deal/schedule.hpp"

#include <algorithm>

#include "deal/talks.hpp"
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

void Schedule::resize(const DealContext& context, const ResolvedDeal& deal) {
    parts.resize(context.programs.size(), context.firms.size());
    pools.resize(deal.arrangements.size());
    ended.resize(deal.arrangements.size());
    left.resize(deal.arrangements.size());
    in_talks.resize(deal.arrangements.size());
}

void Schedule::take(const Schedule& other, ProgramId program, ArrangementId arrangement) {
    const auto from = other.parts[program];
    std::copy(from.begin(), from.end(), parts[program].begin());
    if (!arrangement) return;
    pools[arrangement] = other.pools[arrangement];
    ended[arrangement] = other.ended[arrangement];
    left[arrangement] = other.left[arrangement];
    in_talks[arrangement] = other.in_talks[arrangement];
}

FormationLanes form(const ResolvedDeal& deal, const Pack& pack) {
    FormationLanes out{{}, all_lanes(pack.context.grid.start)};
    if (deal.arrangements.empty()) return out;
    const Lanes delay = pack.at(deal.delay);
    for (std::size_t lane = 0; lane < pack_size; ++lane) out.date[lane] += delay[lane];
    pack.each([&](std::size_t lane) { out.formed[lane] = deal.formed.in(pack.draws, pack.world(lane).world) ? 1 : 0; });
    return out;
}

Lanes free_to_begin(const DealContext& context, const Schedule& schedule, ProgramId program, FirmId firm) {
    Lanes begin = all_lanes(context.programs[program].start);
    for (const ProgramId before : context.programs[program].after) {
        // A firm waits only for what it needs itself: a program that it does not need never comes to it.
        if (context.programs[before].needs[firm]) begin = later(begin, schedule.part(before, firm).provided);
    }
    return begin;
}

namespace {

class ProgramScheduler {
public:
    ProgramScheduler(const ResolvedDeal& deal, const Pack& pack, ProgramId program, Schedule& out)
        : deal_(deal),
          pack_(pack),
          program_(program),
          model_(pack.context.programs[program]),
          index_(deal.arrangement_of[program]),
          out_(out) {}

    void schedule() {
        for (const FirmId firm : pack_.context.firms.ids()) out_.part(program_, firm).reset();
        if (index_) carry_out_together();
        for (const FirmId firm : pack_.context.firms.ids()) {
            if (!model_.needs[firm] || is_provider(firm)) continue;
            if (!is_provided(firm)) {
                if (wants(firm)) alone(firm, free(firm));  // who takes no part does not wait for it
            } else if (works_on(deal_, pack_.context, arrangement(), firm)) {
                provide_to(firm, formed_and_not_kept(firm));
            } else {
                alone(firm, wants(firm) ? choose(out_.formed, all_lanes(never), later(free(firm), out_.formation)) : all_lanes(never));
                provide_to(firm, out_.formed);
            }
        }
    }

private:
    const ResolvedArrangement& arrangement() const { return deal_.arrangements[index_]; }
    // To carry it out alone.
    bool wants(FirmId firm) const { return model_.needs[firm] && !deal_.forgoes[program_][firm]; }
    bool is_member(FirmId firm) const { return contains(arrangement().members, firm); }
    bool is_provider(FirmId firm) const { return index_ && arrangement().provider == firm; }
    bool is_provided(FirmId firm) const { return index_ && (is_member(firm) || contains(arrangement().users.firms, firm)); }
    Lanes free(FirmId firm) const { return free_to_begin(pack_.context, out_, program_, firm); }
    Lanes formed_and_not_kept(FirmId firm) const {
        Lanes served = out_.formed;
        for (std::size_t lane = 0; lane < pack_size; ++lane) {
            if (out_.keeps_own(index_, firm, lane)) served[lane] = 0;
        }
        return served;
    }

    // Access by one's own work.
    void alone(FirmId firm, const Lanes& begin) {
        Part& part = out_.part(program_, firm);
        pack_.start(part.own, model_.solo_work[firm], begin);
        if (ClockLanes* clock = out_.clock(pack_.context, program_, firm)) date_courses(part.own, *clock, out_.clocks->complete);
        part.provided = part.access.first = part.own.end;
    }

    // The pool's course, or that of the firm that provides for the others.
    void carry_out_together() {
        out_.pools[index_].reset();
        out_.left[index_] = all_lanes(never);
        work_in_talks(deal_, index_, pack_, out_);
        if (const FirmId provider = arrangement().provider) {
            // Talks move nothing of what it does for itself; for others it works where there is a deal.
            const bool itself = wants(provider);
            alone(provider, itself ? free(provider) : choose(out_.formed, later(free(provider), out_.formation), all_lanes(never)));
            const Part& part = out_.part(program_, provider);
            completed_ = part.provided;
            // A provider that has stopped before ends the arrangement as it begins.
            out_.ended[index_] = choose(out_.formed, later(part.own.stop, out_.formation), all_lanes(never));
            return;
        }
        Lanes begin = out_.formation;
        for (const FirmId member : arrangement().members) begin = later(begin, free(member));
        CourseLanes& course = out_.pools[index_].course;
        pack_.start(course, arrangement().work, choose(out_.formed, begin, all_lanes(never)));
        if (arrangement().contribution.given) begin_with_what_is_brought();
        if (ClockLanes* clock = out_.clock(pack_.context, arrangement(), index_)) date_courses(course, *clock, out_.clocks->complete);
        completed_ = course.end;
        out_.ended[index_] = course.stop;
    }

    void begin_with_what_is_brought() {
        PoolState& pool = out_.pools[index_];
        pack_.each([&](std::size_t lane) {
            if (!out_.is_formed(lane)) return;
            Course course;
            pool.done[lane] = start_pool(course, pack_.world(lane), {arrangement(), index_, out_, lane}, pool.course.begin[lane]);
            pool.course.set(lane, course);
        });
    }

    // Access to what others complete, after one's own adaptation, where it is `served`: 1 or 0.
    void provide_to(FirmId firm, const Lanes& served) {
        Part& part = out_.part(program_, firm);
        const Lanes date = is_member(firm) ? completed_ : later(completed_, out_.formation);
        part.provided = choose(served, date, part.provided);
        part.access.first = choose(served, date, part.access.first);
        const ResolvedAdaptation& adaptation = arrangement().adaptation[firm];
        if (!adaptation.given) return;
        part.adapt_from = choose(served, date, all_lanes(never));
        part.adapt_cost = pack_.at(adaptation.cost);
        part.adapt_years = pack_.at(adaptation.duration);
        in_place([&]<class V>() ENTENTE_IN_VECTORS {
            const Wide<V> added = if_less(0.0, Wide<V>(served), Wide<V>(part.adapt_years), 0.0);
            (Wide<V>(part.access.first) + added).store(part.access.first);
        });
    }

    const ResolvedDeal& deal_;
    const Pack& pack_;
    ProgramId program_;
    const ResolvedProgram& model_;
    ArrangementId index_;
    Schedule& out_;
    Lanes completed_;
};

}  // namespace

void schedule_program(const ResolvedDeal& deal, const Pack& pack, ProgramId program, Schedule& out) {
    ProgramScheduler(deal, pack, program, out).schedule();
}

void schedule(const ResolvedDeal& deal, const Pack& pack, const FormationLanes& formation, Schedule& out) {
    const DealContext& context = pack.context;
    out.resize(context, deal);
    out.formed = formation.formed;
    out.formation = formation.date;
    for (const ProgramId program : context.order) schedule_program(deal, pack, program, out);
}

void provide(const ResolvedAdaptation& adaptation, const DealWorld& world, double date, std::size_t lane, Part& part) {
    part.provided[lane] = date;
    part.adapt_from[lane] = never;
    part.access.first[lane] = date;
    if (!adaptation.given || date == never) return;
    part.adapt_from[lane] = date;
    part.adapt_cost[lane] = world.at(adaptation.cost);
    part.adapt_years[lane] = world.at(adaptation.duration);
    part.access.first[lane] = date + part.adapt_years[lane];
}

const CourseLanes& certain_course(const ResolvedDeal& deal, ArrangementId arrangement, const Pack& pack, Schedule& memory) {
    FormationLanes certain = form(deal, pack);
    certain.formed = all_lanes(1);
    memory.clocks = nullptr;
    schedule(deal, pack, certain, memory);
    return memory.pools[arrangement].course;
}

Lanes alliance_end(const ResolvedDeal& deal, const Schedule& schedule) {
    if (deal.term) return choose(schedule.formed, all_lanes(*deal.term), all_lanes(never));
    Lanes end = all_lanes(-never);
    for (const ArrangementId a : deal.arrangements.ids()) {
        const ResolvedArrangement& arrangement = deal.arrangements[a];
        if (!arrangement.pooled()) continue;
        const CourseLanes& course = schedule.pools[a].course;
        Lanes last = course.end;
        for (const FirmId member : arrangement.members) last = later(last, schedule.part(arrangement.program, member).access.first);
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
