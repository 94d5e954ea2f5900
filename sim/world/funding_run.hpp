// One run of an alternative's clocks in a pack, period by period: a part of funding.cpp and leaving_funded.cpp.
#pragma once

#include <vector>

#include "world/funding.hpp"

namespace entente {

// What an exit changes.
struct FundedExit {
    const ResolvedAlternative& alternative;
    const Exits& exits;
    const FundingMemory& stayed;
    const Schedule& going_on;
};

class FundingRun {
public:
    FundingRun(const ResolvedDeal& deal, const Pack& pack, FundingMemory& memory, Schedule& out);

    // As if nobody left.
    void stay();
    void leave(const FundedExit& exit);

private:
    // A course that may wait for money: a pool's, a firm's own work, or such work in talks that cut it where the deal is formed. The latter
    // two have one clock, for a world has one of them until somebody leaves.
    struct Job {
        ProgramId program;
        ArrangementId pool;
        FirmId firm;
        bool in_talks = false;
        // No lane of it steps before this date. Courses are many and mostly over or not begun: without it each would be looked at in every
        // period. It is found when it is needed, and forgotten (as unknown) where a course ends or gets another beginning.
        double next = unknown;
        bool at_once = false;  // found with it: some lane has no work left when it begins
        // Lanes that stood in a period for want of any money, as bits: as long as they have none, nothing of theirs changes.
        std::uint32_t stood = 0;
        Period stood_in = 0;
    };
    static constexpr double unknown = -never;
    using ByMember = std::array<double, CostGame::most_players>;

    void list_jobs(ProgramId program);
    void prepare();
    void complete();
    CourseLanes& courses(const Job& job) const;
    static const ClockLanes& clock(const Job& job, const Clocks& of) {
        return job.pool ? of.pools[job.pool] : of.own[job.program][job.firm];
    }
    ClockLanes& clock(const Job& job) const {
        return job.pool ? memory_.clocks.pools[job.pool] : memory_.clocks.own[job.program][job.firm];
    }
    const ResolvedArrangement& pool(const Job& job) const { return deal_.arrangements[job.pool]; }

    void run(Period k);
    void take_at_once(Period k, const Lanes& lanes);
    void release(Period k, const Lanes& lanes);
    void release_dust(Period k);
    void work_on(Period k, ProgramId program, const Lanes& lanes);
    void take(Job& job, Period k, const Lanes& lanes);
    // A job's courses and clocks, and those lanes of them that step.
    struct Steps {
        const CourseLanes& courses;
        ClockLanes& clocks;
        const Lanes& moves;
        std::uint32_t bits;  // the same lanes
    };
    StepLanes take_alone(Job& job, Period k, const Steps& steps);
    StepLanes take_together(const Job& job, Period k, const Steps& steps);
    static bool stands_again(const Job& job, Period k, const Steps& steps);
    bool is_idle(Job& job, Period k) const;
    bool is_done(const Job& job, Period k, std::size_t lane) const;
    // Whether no course steps any more within the horizon.
    bool is_over();
    void forget_next(ProgramId program) {
        for (Job& job : jobs_[program]) job.next = unknown;
        may_end_at_once_ = true;
    }
    // Sets of lanes are flags, 1 or 0 (Lanes), or bits.
    Lanes cut_in(Period k, const Lanes& lanes) const;
    void cut_step(const Job& job, Period k, std::size_t lane, StepLanes& step) const;
    void bear(const Job& job, Period k, const Steps& steps);
    bool pays_by_base(const Job& job, Period k, std::uint32_t steps) const;
    void bear_alone(FirmId firm, Period k, const Steps& steps);
    void pay_alone(FirmId firm, Period k, const Lanes& paid);
    void pay_together(const Job& job, Period k, const Steps& steps, const StepLanes& step);
    double bearable(const Job& job, Period k, std::size_t lane, double years) const;
    // Calls visit(firm, money a year that it can bear of the whole) for each payer with funding.
    template <class Visit>
    void each_bearing(const Job& job, Period k, std::size_t lane, const Visit& visit) const;
    void bind(const Job& job, Period k, std::size_t lane);
    void pay(const Job& job, Period k, std::size_t lane, double money, MemberId left);
    void take_from(FirmId firm, std::size_t lane, double nominal);
    MemberId leaver(const Job& job, std::size_t lane, double date) const;

    void finish(const Job& job, std::uint32_t over);
    bool is_watched(const Job& job) const;
    void hand_on(const Job& job, std::size_t lane);
    void reschedule(ProgramId program, Period now);
    void note(ProgramId program, Period now);

    // Of an exit.
    void forget(std::size_t lane, Period k);
    void look_into_period(const Job& job, std::size_t lane, Period k);
    void compare_beginnings(std::size_t lane);
    void enter(std::size_t lane, Period k);
    void replay(std::size_t lane, Period k);
    // What talks cut may have been taken up again by another clock.
    const ClockLanes& clock_until_exit(const Job& job) const { return job.in_talks ? clock(job, exit_->stayed.clocks) : clock(job); }
    void stay_until(const Job& job, Period k, std::size_t lane);
    void pay_unwinding(std::size_t lane, Period k);

    const ResolvedDeal& deal_;
    const Pack& pack_;
    const DealContext& context_;
    const Grid& grid_;
    FundingMemory& memory_;
    Schedule& out_;
    ById<ProgramId, std::vector<Job>> jobs_;
    ById<ProgramId, char> dirty_;            // what it waits for has changed
    ById<ProgramId, char> has_talks_;        // some job of it is in talks
    ById<FirmId, Lanes> dust_;               // of the period's release: what rounding leaves
    std::array<Period, pack_size> since_{};  // by lane: from this period on its clocks run
    bool may_end_at_once_ = true;            // some course may, or has not been looked at since it was scheduled
    Period known_from_ = 0;                  // what a course that ends now brings is known from this period on
    const FundedExit* exit_ = nullptr;
};

}  // namespace entente
