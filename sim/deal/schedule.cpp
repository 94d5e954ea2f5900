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

void DealState::reset(std::size_t programs, std::size_t firm_count, std::size_t arrangements) {
    firms = firm_count;
    parts.resize(programs * firms);
    pools.resize(arrangements);
    ended.resize(arrangements);
    left.resize(arrangements);
    exits = {};
    term = all_lanes(never);
}

void DealState::begin_as(const DealState& other) {
    reset(other.parts.size() / other.firms, other.firms, other.pools.size());
    formed = other.formed;
    formation = other.formation;
    term = other.term;
}

void DealState::take(const DealState& other, std::size_t program, int arrangement) {
    std::copy_n(other.parts.begin() + static_cast<std::ptrdiff_t>(program * firms), firms,
                parts.begin() + static_cast<std::ptrdiff_t>(program * firms));
    if (arrangement < 0) return;
    const auto a = static_cast<std::size_t>(arrangement);
    pools[a] = other.pools[a];
    ended[a] = other.ended[a];
    left[a] = other.left[a];
}

void form(const DealContext& context, const DealModel& deal, const DealPack& pack, DealState& state) {
    state.reset(context.programs.size(), context.firms.size(), deal.arrangements.size());
    state.formed = {};
    state.formation = all_lanes(context.grid.start);
    if (deal.arrangements.empty()) return;
    const Lanes delay = pack.at(deal.delay);
    for (std::size_t lane = 0; lane < pack_size; ++lane) state.formation[lane] += delay[lane];
    pack.each([&](std::size_t lane) { state.formed[lane] = deal.formed.in(pack.draws, pack.world(lane).world) ? 1 : 0; });
}

Lanes earliest_begin(const DealContext& context, const DealModel& deal, const DealState& state, int program, int firm) {
    const auto p = static_cast<std::size_t>(program);
    Lanes begin = all_lanes(context.programs[p].start);
    if (deal.arrangement_of[p] >= 0) begin = later(begin, state.formation);
    for (const int before : context.programs[p].after) {
        // A firm waits for what it wants itself; what it forgoes never comes.
        if (context.programs[static_cast<std::size_t>(before)].needs[static_cast<std::size_t>(firm)])
            begin = later(begin, state.part(before, firm).provided);
    }
    return begin;
}

namespace {

class ProgramScheduler {
public:
    ProgramScheduler(const DealContext& context, const DealModel& deal, const DealPack& pack, int program, DealState& state)
        : context_(context),
          deal_(deal),
          pack_(pack),
          program_(program),
          model_(context.programs[static_cast<std::size_t>(program)]),
          index_(deal.arrangement_of[static_cast<std::size_t>(program)]),
          state_(state) {}

    void schedule() {
        for (int firm = 0; firm < static_cast<int>(context_.firms.size()); ++firm) state_.part(program_, firm).reset();
        if (index_ >= 0) carry_out_together();
        for (int firm = 0; firm < static_cast<int>(context_.firms.size()); ++firm) {
            if (!wants(firm) || is_provider(firm)) continue;
            if (!is_provided(firm)) {
                alone(firm, earliest(firm));
            } else {
                alone(firm, choose(state_.formed, all_lanes(never), earliest(firm)));
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
    Lanes earliest(int firm) const { return earliest_begin(context_, deal_, state_, program_, firm); }

    // Access by one's own work.
    void alone(int firm, const Lanes& begin) {
        Part& part = state_.part(program_, firm);
        pack_.start(part.own, model_.solo_work[static_cast<std::size_t>(firm)], begin);
        part.provided = part.access.first = part.own.end;
    }

    // The pool's course, or that of the firm that provides for the others.
    void carry_out_together() {
        const auto a = static_cast<std::size_t>(index_);
        state_.pools[a].reset();
        state_.left[a] = all_lanes(never);
        if (arrangement().provider >= 0) {
            const int provider = arrangement().provider;
            // It works for others where there is a deal, for itself where it wants the program.
            const Lanes begin = earliest(provider);
            alone(provider, wants(provider) ? begin : choose(state_.formed, begin, all_lanes(never)));
            const Part& part = state_.part(program_, provider);
            completed_ = part.provided;
            state_.ended[a] = choose(state_.formed, part.own.stop, all_lanes(never));
            return;
        }
        Lanes begin;
        for (const int member : arrangement().members) begin = later(begin, earliest(member));
        CourseLanes& course = state_.pools[a].course;
        pack_.start(course, arrangement().work, choose(state_.formed, begin, all_lanes(never)));
        completed_ = course.end;
        state_.ended[a] = course.stop;
    }

    // Access to what others complete, after one's own adaptation, where there is a deal.
    void provide_to(int firm) {
        Part& part = state_.part(program_, firm);
        const Lanes date = is_member(firm) ? completed_ : later(completed_, state_.formation);
        part.provided = choose(state_.formed, date, part.provided);
        part.access.first = choose(state_.formed, date, part.access.first);
        const AdaptationSlots& adaptation = arrangement().adaptation[static_cast<std::size_t>(firm)];
        if (!adaptation.given) return;
        part.adapt_from = choose(state_.formed, date, all_lanes(never));
        part.adapt_cost = pack_.at(adaptation.cost);
        part.adapt_years = pack_.at(adaptation.duration);
        in_place([&]<class V>() ENTENTE_IN_VECTORS {
            const Wide<V> added = if_less(0.0, Wide<V>(state_.formed), Wide<V>(part.adapt_years), 0.0);
            (Wide<V>(part.access.first) + added).store(part.access.first);
        });
    }

    const DealContext& context_;
    const DealModel& deal_;
    const DealPack& pack_;
    int program_;
    const ProgramModel& model_;
    int index_;  // of the arrangement
    DealState& state_;
    Lanes completed_;
};

}  // namespace

void schedule_program(const DealContext& context, const DealModel& deal, const DealPack& pack, int program, DealState& state) {
    ProgramScheduler(context, deal, pack, program, state).schedule();
}

void schedule(const DealContext& context, const DealModel& deal, const DealPack& pack, DealState& state) {
    for (const int program : context.order) schedule_program(context, deal, pack, program, state);
}

void provide(const ArrangementModel& arrangement, const DealWorld& world, double date, int firm, std::size_t lane, Part& part) {
    part.provided[lane] = date;
    part.adapt_from[lane] = never;
    part.access.first[lane] = date;
    const AdaptationSlots& adaptation = arrangement.adaptation[static_cast<std::size_t>(firm)];
    if (!adaptation.given || date == never) return;
    part.adapt_from[lane] = date;
    part.adapt_cost[lane] = world.at(adaptation.cost);
    part.adapt_years[lane] = world.at(adaptation.duration);
    part.access.first[lane] = date + part.adapt_years[lane];
}

Lanes alliance_end(const DealModel& deal, const DealState& state) {
    if (deal.term) return choose(state.formed, all_lanes(*deal.term), all_lanes(never));
    Lanes end = all_lanes(-never);
    for (std::size_t a = 0; a < deal.arrangements.size(); ++a) {
        const ArrangementModel& arrangement = deal.arrangements[a];
        if (arrangement.mode != ModeKind::pool) continue;
        const CourseLanes& course = state.pools[a].course;
        Lanes last = course.end;
        for (const int member : arrangement.members) last = later(last, state.part(arrangement.program, member).access.first);
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
    return choose(state.formed, known, all_lanes(never));
}

}  // namespace entente
