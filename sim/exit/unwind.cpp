// Resuming, redoing, keeping and losing (see unwind.hpp; docs/model.md, section 5).
#include "exit/unwind.hpp"

#include <algorithm>
#include <cassert>

#include "deal/talks.hpp"

namespace entente {

namespace {

// One exit in one world.
class Unwinding {
public:
    Unwinding(const ResolvedAlternative& alternative, const Pack& pack, const Exit& exit, std::size_t lane, Schedule& out)
        : pack_(pack),
          context_(pack.context),
          deal_(alternative.deal),
          unwind_(alternative.exits.unwind),
          world_(pack.world(lane)),
          lane_(lane),
          out_(out),
          exit_(exit) {}

    // Changes one program that has just been scheduled as if nobody left.
    void unwind(ProgramId p) {
        const ArrangementId a = deal_.arrangement_of[p];
        if (!a || !exit_.covers(p)) return;
        const ResolvedArrangement& arrangement = deal_.arrangements[a];
        double &ended = out_.ended[a][lane_], &left = out_.left[a][lane_];
        const bool dissolved = arrangement.pooled() && leave_pool(arrangement, out_.pools[a], ended, left);
        if (dissolved) ended = std::min(ended, exit_.tau);
        if (unwind_.licences_survive) return;
        if (dissolved || arrangement.provider == exit_.leaver) {
            ended = std::min(ended, exit_.tau);
            for (const FirmId user : arrangement.users.firms) lose_access(a, user);
        } else if (contains(arrangement.users.firms, exit_.leaver)) {
            left = exit_.tau;
            lose_access(a, exit_.leaver);
        }
    }

private:
    double of(const ResolvedByFirm& slots, FirmId firm, double otherwise) const {
        const Slot* slot = slots.find(firm);
        return slot != nullptr ? world_.at(*slot) : otherwise;
    }
    Part& part(ProgramId program, FirmId firm) { return out_.part(program, firm); }
    Plan plan(WorkId work) const { return world_.plans.plan(work, world_.world); }
    Plan own_plan(ProgramId program, FirmId firm) const {
        const WorkId work = context_.programs[program].solo_work[firm];
        assert(work);
        return plan(work);
    }
    double earliest(ProgramId program, FirmId firm) const { return free_to_begin(context_, out_, program, firm)[lane_]; }
    // What a firm had completed alone before the deal is its own: no exit takes it away, and there is nothing to resume or to redo.
    bool keeps_own(ArrangementId arrangement, FirmId firm) const { return out_.keeps_own(arrangement, firm, lane_); }

    void set_access(Part& p, double first, double until = never, double again = never) {
        p.access.first[lane_] = first;
        p.access.until[lane_] = until;
        p.access.again[lane_] = again;
    }

    // Access ends at tau. What had not been provided by then is not any more, and no adaptation begins after it.
    void lose_access(ArrangementId arrangement, FirmId firm) {
        if (keeps_own(arrangement, firm)) return;
        Part& p = part(deal_.arrangements[arrangement].program, firm);
        p.access.until[lane_] = exit_.tau;
        if (p.adapt_from[lane_] > exit_.tau) p.adapt_from[lane_] = never;
        if (p.provided[lane_] > exit_.tau) p.provided[lane_] = never;
        if (p.access.first[lane_] >= exit_.tau) set_access(p, never);
    }

    // What the exit finds of a pool.
    struct Found {
        const ResolvedArrangement& arrangement;
        const PoolState& pool;
        bool begun;      // its work had
        bool very_gate;  // the gate that stopped its work is what triggered the exit
        double done;     // share of its work's cost that was spent by tau
    };

    // Takes the leaver out of its pool; true where that dissolves it: of two members none is left to pool with, and after a failed gate
    // there is nothing to go on with.
    bool leave_pool(const ResolvedArrangement& arrangement, PoolState& pool, double& ended, double& left) {
        const auto& members = arrangement.members;
        const auto leaver = std::find(members.begin(), members.end(), exit_.leaver);
        if (leaver == members.end()) return false;
        const bool very_gate = exit_.failed_program == arrangement.program;
        const bool stopped = pool.course.stop[lane_] <= exit_.tau;
        if (stopped && !very_gate) return false;
        const bool all = members.size() == 2 || very_gate;
        if (!all) {
            left = pool.left[lane_] = exit_.tau;
            pool.leaver[lane_] = MemberId(leaver - members.begin());
        }
        const ArrangementId index = deal_.arrangement_of[arrangement.program];
        const auto each_alone = [&](const auto& visit) {
            for (const FirmId firm : members) {
                if ((all || firm == exit_.leaver) && !keeps_own(index, firm)) visit(firm);
            }
        };
        if (pool.course.end[lane_] <= exit_.tau) {
            each_alone([&](FirmId firm) { redo(arrangement, firm); });
            return all;
        }
        const Course course = pool.course.of(lane_, world_.plans, world_.world);
        const Found found{arrangement, pool, pool.course.begin[lane_] <= exit_.tau, very_gate,
                          pool_share_spent(arrangement, pool, course, exit_.tau, lane_)};
        if (all) {
            pool.cut[lane_] = exit_.tau;
            for (const FirmId user : arrangement.users.firms) lose_access(index, user);
        } else if (!found.begun) {
            begin_without_leaver(arrangement, pool, ended);
        }
        each_alone([&](FirmId firm) { resume(found, firm); });
        return all;
    }

    // A pool that goes on without the leaver waits only for those who stay.
    void begin_without_leaver(const ResolvedArrangement& arrangement, PoolState& pool, double& ended) {
        double begin = exit_.tau;
        for (const FirmId member : arrangement.members) {
            if (member == exit_.leaver) continue;
            begin = std::max(begin, earliest(arrangement.program, member));
        }
        Course course;
        const ArrangementId index = deal_.arrangement_of[arrangement.program];
        start_pool(course, world_, {arrangement, index, out_, lane_}, begin);
        pool.course.set(lane_, course);
        if (ClockLanes* clock = out_.clock(context_, arrangement, index)) date_course(pool.course, *clock, lane_, out_.clocks->complete);
        const double completed = pool.course.end[lane_];
        ended = pool.course.stop[lane_];
        const auto hand_over = [&](FirmId firm) {
            const ResolvedAdaptation& adaptation = arrangement.adaptation[firm];
            if (!keeps_own(index, firm)) provide(adaptation, world_, completed, lane_, part(arrangement.program, firm));
        };
        for (const FirmId firm : arrangement.members) {
            if (firm != exit_.leaver) hand_over(firm);
        }
        for (const FirmId firm : arrangement.users.firms) hand_over(firm);
    }

    double erosion_of(FirmId firm) const {
        const double rate = of(deal_.erosion, firm, 0);
        // Nothing is divided by 0 where all is as good as learned.
        return rate == 0 ? 1 : std::max(power(1 + rate, exit_.tau - out_.formation[lane_]), 1e-30);
    }

    // Whether the firm takes a program up at a share of its work, by its `on_exit`. What is decided by what it knows is kept.
    bool goes_on(ProgramId program, FirmId firm, double done) {
        const ResolvedGoingOn& terms = unwind_.going_on[program][firm];
        if (terms.rule != OnExit::best) return terms.rule == OnExit::resume;
        const bool decided = pays_to_go_on(terms, {pack_, lane_, exit_.tau, out_.formation[lane_], done});
        out_.decisions.push_back({lane_, program, firm, done, decided});
        return decided;
    }

    // The firm takes up its own plan of this world where the unfinished pool's work leaves it, or gives the program up.
    void resume(const Found& found, FirmId firm) {
        const ProgramId program = found.arrangement.program;
        const Plan own = own_plan(program, firm);
        const double from = std::max(found.done * of(unwind_.retention, firm, 1), own.spent());
        const double ready = exit_.tau + (found.begun ? world_.at(unwind_.restart) : 0);
        const double begin = std::max(ready, earliest(program, firm));
        Part& p = part(program, firm);
        p.adapt_from[lane_] = never;
        if (!goes_on(program, firm, from)) {
            p.provided[lane_] = never;
            return set_access(p, never);
        }
        Course course;
        start_course(course, own, begin, from, erosion_of(firm), {found.very_gate ? found.pool.course.stop_stage[lane_] : StageId(), {}});
        take_up(p, program, firm, course);
        p.provided[lane_] = p.own.end[lane_];
        set_access(p, p.own.end[lane_]);
    }

    void take_up(Part& p, ProgramId program, FirmId firm, const Course& course) {
        p.own.set(lane_, course);
        if (ClockLanes* clock = out_.clock(context_, program, firm)) date_course(p.own, *clock, lane_, out_.clocks->complete);
    }

    // A firm that may not keep what the pool had completed loses access, and does the work again or does without it.
    void redo(const ResolvedArrangement& arrangement, FirmId firm) {
        if (unwind_.keeps[firm]) return;
        Part& p = part(arrangement.program, firm);
        const double from = of(unwind_.retention, firm, 1);
        p.access.until[lane_] = exit_.tau + world_.at(unwind_.runoff);
        if (goes_on(arrangement.program, firm, from)) {
            Course course;
            start_course(course, own_plan(arrangement.program, firm), exit_.tau + world_.at(unwind_.restart), from, erosion_of(firm));
            take_up(p, arrangement.program, firm, course);
            p.access.again[lane_] = p.own.end[lane_];
        }
        if (p.access.first[lane_] >= p.access.until[lane_]) set_access(p, p.access.again[lane_]);
    }

    const Pack& pack_;
    const DealContext& context_;
    const ResolvedDeal& deal_;
    const ResolvedUnwind& unwind_;
    DealWorld world_;
    std::size_t lane_;
    Schedule& out_;
    const Exit& exit_;
};

}  // namespace

void unwind_program(const ResolvedAlternative& alternative, const Pack& pack, const Exits& exits, ProgramId program, Schedule& memory) {
    // It may be scheduled again as limited funding moves what it waits for.
    std::erase_if(memory.decisions, [&](const Decision& decision) { return decision.program == program; });
    schedule_program(alternative.deal, pack, program, memory);
    pack.each([&](std::size_t lane) {
        if (exits[lane].happens()) Unwinding(alternative, pack, exits[lane], lane, memory).unwind(program);
    });
}

// Exits leave a program as it is that none of them covers and that waits for none that they change: it is copied. The others are scheduled
// again in all worlds of the pack, for a schedule is made for all lanes at once; worlds without an exit get the same dates again.
const Schedule& unwind(const ResolvedAlternative& alternative, const Pack& pack, const Schedule& going_on, const Exits& exits,
                       Schedule& memory) {
    if (!any_happens(exits)) return going_on;
    const ResolvedDeal& deal = alternative.deal;
    const DealContext& context = pack.context;
    memory.resize(context, deal);
    memory.clocks = nullptr;
    memory.formed = going_on.formed;
    memory.formation = going_on.formation;
    memory.decisions.clear();
    auto& changed = memory.changed;
    changed.assign(context.programs.size(), 0);
    for (const ProgramId program : context.order) {
        const bool left =
            deal.arrangement_of[program] && std::any_of(exits.begin(), exits.end(), [&](const Exit& exit) { return exit.covers(program); });
        const auto& after = context.programs[program].after;
        changed[program] = left || std::any_of(after.begin(), after.end(), [&](ProgramId before) { return changed[before] != 0; });
        if (changed[program] == 0) {
            memory.take(going_on, program, deal.arrangement_of[program]);
            continue;
        }
        unwind_program(alternative, pack, exits, program, memory);
    }
    return memory;
}

}  // namespace entente
