// Resuming, redoing, keeping and losing (see unwind.hpp; docs/model.md, section 5).
#include "exit/unwind.hpp"

#include <algorithm>

namespace entente {

namespace {

class Unwinding {
public:
    Unwinding(const DealContext& context, const DealModel& deal, const UnwindModel& unwind, const DealWorld& world, DealState& state)
        : context_(context), deal_(deal), unwind_(unwind), world_(world), state_(state), exit_(state.exit) {}

    void program(int p) {
        const int a = deal_.arrangement_of[static_cast<std::size_t>(p)];
        if (a < 0 || !exit_.covers(p)) return;
        const ArrangementModel& arrangement = deal_.arrangements[static_cast<std::size_t>(a)];
        double& ended = state_.ended[static_cast<std::size_t>(a)];
        double& left = state_.left[static_cast<std::size_t>(a)];
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

    // An adaptation not begun by then never is.
    void lose_access(Part& p, double date) {
        p.access.until = date;
        if (p.adapt_from > exit_.tau) p.adapt_from = never;
        if (p.provided > exit_.tau) p.provided = never;
        if (p.access.first >= date) p.access = Access{};
    }

    // The leaver's pool without it; true where it is no pool any more.
    bool pool(const ArrangementModel& arrangement, PoolState& pool, double& ended, double& left) {
        const auto& members = arrangement.members;
        const auto leaver = std::find(members.begin(), members.end(), exit_.leaver);
        if (leaver == members.end()) return false;
        const bool very_gate = exit_.failed_program == arrangement.program;
        const bool stopped = pool.course.stop <= exit_.tau;
        if (stopped && !very_gate) return false;
        const bool all = members.size() == 2 || very_gate;
        if (!all) {
            left = pool.left = exit_.tau;
            pool.leaver = static_cast<int>(leaver - members.begin());
        }
        const std::vector<int> alone = all ? members : std::vector<int>{exit_.leaver};
        if (pool.course.end <= exit_.tau) {
            for (const int firm : alone) redo(arrangement, firm);
            return all;
        }
        const bool begun = pool.course.begin <= exit_.tau;
        const double done = share_spent(pool.course, exit_.tau);
        if (all) {
            pool.cut = exit_.tau;
            for (const int user : arrangement.users.firms) lose_access(part(arrangement.program, user), exit_.tau);
        } else if (!begun) {
            begin_without_leaver(arrangement, pool, ended);
        }
        for (const int firm : alone) resume(arrangement, pool, firm, done, begun, very_gate);
        return all;
    }

    // A pool that goes on without the leaver waits only for those who stay.
    void begin_without_leaver(const ArrangementModel& arrangement, PoolState& pool, double& ended) {
        double begin = exit_.tau;
        for (const int member : arrangement.members) {
            if (member == exit_.leaver) continue;
            begin = std::max(begin, earliest_begin(context_, deal_, state_, arrangement.program, member));
        }
        const Plan& plan = *pool.course.plan;
        start_course(pool.course, plan, begin, plan.spent);
        ended = pool.course.stop;
        const auto hand_over = [&](int firm) { provide(arrangement, world_, pool.course.end, firm, part(arrangement.program, firm)); };
        for (const int firm : arrangement.members) {
            if (firm != exit_.leaver) hand_over(firm);
        }
        for (const int firm : arrangement.users.firms) hand_over(firm);
    }

    double erosion_of(int firm) const {
        const double rate = of(deal_.erosion, firm, 0);
        return rate == 0 ? 1 : power(1 + rate, exit_.tau - state_.formation);
    }

    // The firm takes up its own plan of this world where the unfinished pool's work leaves it.
    void resume(const ArrangementModel& arrangement, const PoolState& pool, int firm, double done, bool begun, bool very_gate) {
        const auto f = static_cast<std::size_t>(firm);
        const ProgramModel& model = context_.programs[static_cast<std::size_t>(arrangement.program)];
        const Plan& plan = world_.plans.plan(model.solo_work[f], world_.world);
        const double from = std::max(done * of(unwind_.retention, firm, 1), plan.spent);
        const double ready = exit_.tau + (begun ? world_.at(unwind_.restart) : 0);
        const double begin = std::max(ready, earliest_begin(context_, deal_, state_, arrangement.program, firm));
        Part& p = part(arrangement.program, firm);
        p = Part{};
        start_course(p.own, plan, begin, from, erosion_of(firm), very_gate ? pool.course.stop_stage : -1);
        p.provided = p.own.end;
        p.access.first = p.own.end;
    }

    // A firm that may not keep what the pool had completed loses access and does the work again.
    void redo(const ArrangementModel& arrangement, int firm) {
        const auto f = static_cast<std::size_t>(firm);
        if (unwind_.keeps[f]) return;
        const ProgramModel& model = context_.programs[static_cast<std::size_t>(arrangement.program)];
        const Plan& plan = world_.plans.plan(model.solo_work[f], world_.world);
        Part& p = part(arrangement.program, firm);
        start_course(p.own, plan, exit_.tau + world_.at(unwind_.restart), of(unwind_.retention, firm, 1), erosion_of(firm));
        p.access.until = exit_.tau + world_.at(unwind_.runoff);
        p.access.again = p.own.end;
        if (p.access.first >= p.access.until) p.access = {p.own.end, never, never};
    }

    const DealContext& context_;
    const DealModel& deal_;
    const UnwindModel& unwind_;
    const DealWorld& world_;
    DealState& state_;
    const Exit& exit_;
};

}  // namespace

// What an exit leaves as it is need not be scheduled again: programs that it does not cover and that wait for none that it changes.
void schedule(const DealContext& context, const DealModel& deal, const UnwindModel& unwind, const DealWorld& world, DealState& state) {
    Unwinding unwinding(context, deal, unwind, world, state);
    const bool exits = state.exit.happens();
    for (const int program : context.order) {
        const auto p = static_cast<std::size_t>(program);
        const auto& after = context.programs[p].after;
        const bool left = exits && deal.arrangement_of[p] >= 0 && state.exit.covers(program);
        state.changed[p] = left || std::any_of(after.begin(), after.end(),
                                               [&](int before) { return state.changed[static_cast<std::size_t>(before)] != 0; });
        if (exits && state.changed[p] == 0) continue;
        schedule_program(context, deal, world, program, state);
        if (exits) unwinding.program(program);
    }
}

namespace {

// A firm's position in one world and arrangement, given what is the same in all arrangements.
void set_position(Position position, const DealState& state, const ArrangementModel& arrangement, int firm, bool moves, std::size_t lane,
                  PositionLanes& out) {
    const bool left = state.exit.covers(arrangement.program);
    if (position.drift == 0 && !(left && moves)) return;
    if (!left) {
        position.left = never;
        return out.set(lane, position);
    }
    // Access of one's own: what one redoes where one may not keep, else the access one has.
    const Access& access = state.part(arrangement.program, firm).access;
    position.own = std::max(access.until < never ? access.again : access.first, state.exit.tau);
    out.set(lane, position);
}

}  // namespace

void set_positions(const DealModel& deal, const UnwindModel& unwind, const DealPack& pack, std::span<PositionLanes> positions) {
    std::fill(positions.begin(), positions.end(), PositionLanes{});
    pack.each([&](std::size_t lane, const DealState& state) {
        if (!state.formed) return;
        const DealWorld world = pack.world(lane);
        const auto of = [&](const FirmSlots& slots, int firm, double otherwise) {
            const Slot* slot = slots.find(firm);
            return slot != nullptr ? world.at(*slot) : otherwise;
        };
        for (int firm = 0; firm < static_cast<int>(state.firms); ++firm) {
            Position position;
            position.formed = state.formation;
            if (const double rate = of(deal.drift, firm, 0); rate != 0) position.drift = log(1 + rate);
            position.drift_end = state.term;
            const bool moves = unwind.decline.find(firm) != nullptr || unwind.level.find(firm) != nullptr;
            if (state.exit.happens()) {
                position.left = state.exit.tau;
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
