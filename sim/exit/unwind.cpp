// Resuming, redoing, keeping and losing (see unwind.hpp; docs/model.md, section 5).
#include "exit/unwind.hpp"

#include <algorithm>

namespace entente {

namespace {

// In one world.
class Unwinding {
public:
    Unwinding(const DealContext& context, const DealModel& deal, const UnwindModel& unwind, const DealPack& pack, std::size_t lane,
              DealState& state)
        : context_(context), deal_(deal), unwind_(unwind), world_(pack.world(lane)), lane_(lane), state_(state), exit_(state.exits[lane]) {}

    void program(int p) {
        const int a = deal_.arrangement_of[static_cast<std::size_t>(p)];
        if (a < 0 || !exit_.covers(p)) return;
        const ArrangementModel& arrangement = deal_.arrangements[static_cast<std::size_t>(a)];
        double& ended = state_.ended[static_cast<std::size_t>(a)][lane_];
        double& left = state_.left[static_cast<std::size_t>(a)][lane_];
        const bool dissolved =
            arrangement.mode == ModeKind::pool && pool(arrangement, state_.pools[static_cast<std::size_t>(a)], ended, left);
        if (dissolved) ended = std::min(ended, exit_.tau);
        if (unwind_.licences_survive) return;
        if (dissolved || arrangement.provider == exit_.leaver) {
            ended = std::min(ended, exit_.tau);
            for (const int user : arrangement.users.firms) lose_access(part(p, user), exit_.tau);
        } else if (contains(arrangement.users.firms, exit_.leaver)) {
            left = exit_.tau;
            lose_access(part(p, exit_.leaver), exit_.tau);
        }
    }

private:
    double of(const FirmSlots& slots, int firm, double otherwise) const {
        const Slot* slot = slots.find(firm);
        return slot != nullptr ? world_.at(*slot) : otherwise;
    }
    Part& part(int program, int firm) { return state_.part(program, firm); }
    Plan plan(int work) const { return world_.plans.plan(work, world_.world); }
    Plan own_plan(int program, int firm) const {
        return plan(context_.programs[static_cast<std::size_t>(program)].solo_work[static_cast<std::size_t>(firm)]);
    }
    double earliest(int program, int firm) const { return earliest_begin(context_, deal_, state_, program, firm)[lane_]; }

    void set_access(Part& p, double first, double until = never, double again = never) {
        p.access.first[lane_] = first;
        p.access.until[lane_] = until;
        p.access.again[lane_] = again;
    }

    // An adaptation not begun by then never is.
    void lose_access(Part& p, double date) {
        p.access.until[lane_] = date;
        if (p.adapt_from[lane_] > exit_.tau) p.adapt_from[lane_] = never;
        if (p.provided[lane_] > exit_.tau) p.provided[lane_] = never;
        if (p.access.first[lane_] >= date) set_access(p, never);
    }

    // The leaver's pool without it; true where it is no pool any more.
    bool pool(const ArrangementModel& arrangement, PoolState& pool, double& ended, double& left) {
        const auto& members = arrangement.members;
        const auto leaver = std::find(members.begin(), members.end(), exit_.leaver);
        if (leaver == members.end()) return false;
        const bool very_gate = exit_.failed_program == arrangement.program;
        const bool stopped = pool.course.stop[lane_] <= exit_.tau;
        if (stopped && !very_gate) return false;
        const bool all = members.size() == 2 || very_gate;
        if (!all) {
            left = pool.left[lane_] = exit_.tau;
            pool.leaver[lane_] = static_cast<int>(leaver - members.begin());
        }
        const auto each_alone = [&](const auto& visit) {
            if (!all) return visit(exit_.leaver);
            for (const int firm : members) visit(firm);
        };
        if (pool.course.end[lane_] <= exit_.tau) {
            each_alone([&](int firm) { redo(arrangement, firm); });
            return all;
        }
        const bool begun = pool.course.begin[lane_] <= exit_.tau;
        const double done = share_spent(pool.course.of(lane_, world_.plans, world_.world), exit_.tau);
        if (all) {
            pool.cut[lane_] = exit_.tau;
            for (const int user : arrangement.users.firms) lose_access(part(arrangement.program, user), exit_.tau);
        } else if (!begun) {
            begin_without_leaver(arrangement, pool, ended);
        }
        each_alone([&](int firm) { resume(arrangement, pool, firm, done, begun, very_gate); });
        return all;
    }

    // A pool that goes on without the leaver waits only for those who stay.
    void begin_without_leaver(const ArrangementModel& arrangement, PoolState& pool, double& ended) {
        double begin = exit_.tau;
        for (const int member : arrangement.members) {
            if (member == exit_.leaver) continue;
            begin = std::max(begin, earliest(arrangement.program, member));
        }
        Course course;
        const Plan whole = plan(pool.course.work);
        start_course(course, whole, begin, whole.spent());
        pool.course.set(lane_, course);
        ended = course.stop;
        const auto hand_over = [&](int firm) { provide(arrangement, world_, course.end, firm, lane_, part(arrangement.program, firm)); };
        for (const int firm : arrangement.members) {
            if (firm != exit_.leaver) hand_over(firm);
        }
        for (const int firm : arrangement.users.firms) hand_over(firm);
    }

    double erosion_of(int firm) const {
        const double rate = of(deal_.erosion, firm, 0);
        return rate == 0 ? 1 : power(1 + rate, exit_.tau - state_.formation[lane_]);
    }

    // The firm takes up its own plan of this world where the unfinished pool's work leaves it.
    void resume(const ArrangementModel& arrangement, const PoolState& pool, int firm, double done, bool begun, bool very_gate) {
        const Plan own = own_plan(arrangement.program, firm);
        const double from = std::max(done * of(unwind_.retention, firm, 1), own.spent());
        const double ready = exit_.tau + (begun ? world_.at(unwind_.restart) : 0);
        const double begin = std::max(ready, earliest(arrangement.program, firm));
        Part& p = part(arrangement.program, firm);
        Course course;
        start_course(course, own, begin, from, erosion_of(firm), very_gate ? pool.course.stop_stage[lane_] : -1);
        p.own.set(lane_, course);
        p.provided[lane_] = course.end;
        p.adapt_from[lane_] = never;
        set_access(p, course.end);
    }

    // A firm that may not keep what the pool had completed loses access and does the work again.
    void redo(const ArrangementModel& arrangement, int firm) {
        if (unwind_.keeps[static_cast<std::size_t>(firm)]) return;
        Part& p = part(arrangement.program, firm);
        Course course;
        start_course(course, own_plan(arrangement.program, firm), exit_.tau + world_.at(unwind_.restart), of(unwind_.retention, firm, 1),
                     erosion_of(firm));
        p.own.set(lane_, course);
        p.access.until[lane_] = exit_.tau + world_.at(unwind_.runoff);
        p.access.again[lane_] = course.end;
        if (p.access.first[lane_] >= p.access.until[lane_]) set_access(p, course.end);
    }

    const DealContext& context_;
    const DealModel& deal_;
    const UnwindModel& unwind_;
    DealWorld world_;
    std::size_t lane_;
    DealState& state_;
    const Exit& exit_;
};

}  // namespace

// What exits leave as it is is copied: programs that none covers and that wait for none that is changed. The others are scheduled again
// in all worlds of the pack: where nothing changes, to the same dates.
void schedule_exits(const DealContext& context, const DealModel& deal, const UnwindModel& unwind, const DealPack& pack,
                    const DealState& going_on, const Exits& exits, DealState& state) {
    state.begin_as(going_on);
    state.exits = exits;
    auto& changed = state.changed;
    changed.assign(context.programs.size(), 0);
    for (const int program : context.order) {
        const auto p = static_cast<std::size_t>(program);
        const bool left =
            deal.arrangement_of[p] >= 0 && std::any_of(exits.begin(), exits.end(), [&](const Exit& exit) { return exit.covers(program); });
        const auto& after = context.programs[p].after;
        changed[p] =
            left || std::any_of(after.begin(), after.end(), [&](int before) { return changed[static_cast<std::size_t>(before)] != 0; });
        if (changed[p] == 0) {
            state.take(going_on, p, deal.arrangement_of[p]);
            continue;
        }
        schedule_program(context, deal, pack, program, state);
        pack.each([&](std::size_t lane) {
            if (exits[lane].happens()) Unwinding(context, deal, unwind, pack, lane, state).program(program);
        });
    }
}

namespace {

// A firm's position in one world and arrangement, given what is the same in all arrangements.
void set_position(Position position, const DealState& state, const ArrangementModel& arrangement, int firm, bool moves, std::size_t lane,
                  PositionLanes& out) {
    const Exit& exit = state.exits[lane];
    const bool left = exit.covers(arrangement.program);
    if (position.drift == 0 && !(left && moves)) return;
    if (!left) {
        position.left = never;
        return out.set(lane, position);
    }
    // Access of one's own: what one redoes where one may not keep, else the access one has.
    const Access& access = state.part(arrangement.program, firm).access;
    position.own = std::max(access.until[lane] < never ? access.again[lane] : access.first[lane], exit.tau);
    out.set(lane, position);
}

}  // namespace

void set_positions(const DealModel& deal, const UnwindModel& unwind, const DealtPack& pack, std::span<PositionLanes> positions) {
    const DealState& state = pack.state;
    std::fill(positions.begin(), positions.end(), PositionLanes{});
    pack.each([&](std::size_t lane) {
        if (!state.is_formed(lane)) return;
        const Exit& exit = state.exits[lane];
        const DealWorld world = pack.world(lane);
        const auto of = [&](const FirmSlots& slots, int firm, double otherwise) {
            const Slot* slot = slots.find(firm);
            return slot != nullptr ? world.at(*slot) : otherwise;
        };
        for (int firm = 0; firm < static_cast<int>(state.firms); ++firm) {
            Position position;
            position.formed = state.formation[lane];
            if (const double rate = of(deal.drift, firm, 0); rate != 0) position.drift = log(1 + rate);
            position.drift_end = state.term[lane];
            const bool moves = unwind.decline.find(firm) != nullptr || unwind.level.find(firm) != nullptr;
            if (exit.happens()) {
                position.left = exit.tau;
                position.decline = log(1 - of(unwind.decline, firm, 0));
                position.level = of(unwind.level, firm, -1);
                position.recover = of(unwind.recover, firm, never);
            }
            for (const ArrangementModel& arrangement : deal.arrangements) {
                set_position(position, state, arrangement, firm, moves, lane, positions[state.place(arrangement.program, firm)]);
            }
        }
    });
}

}  // namespace entente
