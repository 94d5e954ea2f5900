// Clocks after an exit: up to its period as they were, then anew (see funding.hpp; docs/model.md, section 7).
#include <algorithm>

#include "exit/unwind.hpp"
#include "world/funding_run.hpp"

namespace entente {

const Schedule& unwind_funded(const ResolvedAlternative& alternative, const Pack& pack, const FundedExits& exits, FundingMemory& memory,
                              Schedule& out) {
    if (!any_happens(exits.exits)) return exits.going_on;
    FundingRun(alternative.deal, pack, memory, out).leave({alternative, exits.exits, exits.stayed, exits.going_on});
    return out;
}

void FundingRun::leave(const FundedExit& exit) {
    exit_ = &exit;
    prepare();
    memory_.clocks.before_exit = &exit.stayed.clocks;
    memory_.binds = exit.stayed.binds;
    out_.resize(context_, deal_);
    out_.decisions.clear();
    out_.clocks = &memory_.clocks;
    out_.formed = exit.going_on.formed;
    out_.formation = exit.going_on.formation;
    for (const auto& jobs : jobs_) {
        for (const Job& job : jobs) clock(job).take(clock(job, exit.stayed.clocks));
    }
    std::array<Period, pack_size> leaves{};
    leaves.fill(grid_.periods);
    pack_.each([&](std::size_t lane) {
        if (!exit.exits[lane].happens()) return;
        leaves[lane] = grid_.booked(exit.exits[lane].tau);
        forget(lane, leaves[lane]);
    });
    const Period first = *std::min_element(leaves.begin(), leaves.end());
    Period last = first;
    for (const Period k : leaves) last = k < grid_.periods ? std::max(last, k) : last;
    memory_.known.take(exit.stayed.known, context_, first);
    for (const ProgramId p : context_.order) reschedule(p, grid_.periods);
    std::fill(dirty_.begin(), dirty_.end(), 0);
    pack_.each([&](std::size_t lane) {
        if (leaves[lane] < grid_.periods) compare_beginnings(lane);
    });
    for (Period k = first; k < grid_.periods; ++k) {
        if (k > last && is_over()) break;
        run(k);
        if (std::find(leaves.begin(), leaves.end(), k) == leaves.end()) continue;
        release_dust(k);
        for (std::size_t lane = 0; lane < pack_.count; ++lane) {
            if (leaves[lane] == k) enter(lane, k);
        }
    }
    complete();
}

// Nothing is known of what comes after the period of the exit. A pool that the leaver leaves before it has begun begins anew.
void FundingRun::forget(std::size_t lane, Period k) {
    const Exit& exit = exit_->exits[lane];
    for (const auto& jobs : jobs_) {
        for (const Job& job : jobs) {
            clock(job).cut(lane, k + 1);
            if (job.pool) look_into_period(job, lane, k);
            if (!job.pool || !exit.covers(job.program) || !contains(pool(job).members, exit.leaver)) continue;
            if (exit_->going_on.pools[job.pool].course.begin[lane] > exit.tau) clock(job).reset(lane);
        }
    }
}

// Money that comes evenly may be behind when somebody leaves, and not at the period's end.
void FundingRun::look_into_period(const Job& job, std::size_t lane, Period k) {
    ClockLanes& of = clock(job);
    if (!(of.from[lane] <= k && k < of.to[lane]) || of.is_bound(lane)) return;
    const CourseLanes& stayed = exit_->going_on.pools[job.pool].course;
    const ClockStep step = of.step(lane, stayed.begin[lane], k);
    const PlannedWork work(stayed.of(lane, pack_.plans, pack_.world(lane).world), of.length[lane], of.before[lane]);
    const double years = std::clamp(exit_->exits[lane].tau - step.begin, 0.0, of.years(lane, stayed.begin[lane], k));
    if (Stepping(work, step).upto(years).plan_time < std::min(step.plan_time + years, work.length()) - same_date) of.bound[lane] = k;
}

// A course that begins at another date than it would have is another course.
void FundingRun::compare_beginnings(std::size_t lane) {
    for (auto& jobs : jobs_) {
        for (Job& job : jobs) {
            if (job.in_talks) continue;
            const Schedule& stayed = exit_->going_on;
            const double before = job.pool ? stayed.pools[job.pool].course.begin[lane] : stayed.part(job.program, job.firm).own.begin[lane];
            if (before == courses(job).begin[lane] || clock(job).to[lane] == 0) continue;
            clock(job).reset(lane);
            job.next = unknown;
            dirty_[job.program] = 1;
        }
    }
}

// The period of an exit: what goes on pays as if nobody had left; what is taken up in it gets what is really left.
void FundingRun::enter(std::size_t lane, Period k) {
    known_from_ = k + 1;
    for (const FirmId f : context_.firms.ids()) {
        memory_.purse[f][lane] = exit_->stayed.released[f][k][lane];
        for (Period j = k; j < grid_.periods; ++j) memory_.binds[f][j] &= ~(std::uint32_t{1} << lane);
    }
    replay(lane, k);
    const auto goes_on = [&](const Job& job) {
        const ClockLanes& of = clock_until_exit(job);
        return courses(job).begin[lane] < never && of.from[lane] <= k && k < of.to[lane];
    };
    for (const ProgramId p : context_.priority) {
        for (const Job& job : jobs_[p]) {
            if (goes_on(job)) stay_until(job, k, lane);
        }
    }
    pay_unwinding(lane, k);
    since_[lane] = k + 1;
    memory_.known.begin(deal_, pack_, lane, k + 1);
    for (const ProgramId p : context_.programs.ids()) {
        for (const FirmId f : context_.firms.ids()) memory_.known.note(pack_, out_, {p, f, lane}, k + 1);
    }
    Lanes only;
    only[lane] = 1;
    for (const ProgramId p : context_.priority) {
        if (dirty_[p] != 0) reschedule(p, k + 1);
        for (Job& job : jobs_[p]) {
            if (!job.in_talks && !goes_on(job)) take(job, k, only);
        }
    }
}

// What the pools' members have paid before the period of the exit.
void FundingRun::replay(std::size_t lane, Period k) {
    ByMember paid{};
    for (const auto& jobs : jobs_) {
        for (const Job& job : jobs) {
            if (!job.pool) continue;
            memory_.pools[job.pool].open(lane);
            const ClockLanes& of = clock(job);
            for (Period j = of.from[lane]; j < std::min(k, of.to[lane]); ++j)
                memory_.pools[job.pool].pay(lane, {of.money[j + 1][lane] - of.money[j][lane] + of.waited[j][lane], grid_.escalation[j]}, {},
                                            std::span(paid).first(pool(job).members.size()));
        }
    }
}

// A pool is paid for until it is cut, by its leaver until it leaves.
void FundingRun::stay_until(const Job& job, Period k, std::size_t lane) {
    const ClockLanes& of = clock_until_exit(job);
    const double begin = courses(job).begin[lane];
    const ClockStep step = of.step(lane, begin, k);
    Course course = courses(job).of(lane, pack_.plans, pack_.world(lane).world);
    const PlannedWork work(course, of.length[lane]);
    const Stepping stepping(work, step);
    const double end = step.begin + stepping.years();
    const double cut = std::min(end, job.pool ? out_.pools[job.pool].cut[lane] : job.in_talks ? out_.formation[lane] : never);
    if (stepping.held_back(cut - step.begin)) bind(job, k, lane);
    const auto spent = [&](double date) {
        const Reached reached = stepping.upto(std::clamp(date - step.begin, 0.0, stepping.years()));
        return reached.money + reached.waited - step.money;
    };
    if (!job.pool) return pay(job, k, lane, spent(cut), {});
    const PoolState& state = out_.pools[job.pool];
    const double left = std::min(state.left[lane], cut);
    if (left > step.begin) pay(job, k, lane, spent(left), {});
    if (cut > left) pay(job, k, lane, spent(cut) - (left > step.begin ? spent(left) : 0), state.leaver[lane]);
}

void FundingRun::pay_unwinding(std::size_t lane, Period k) {
    const ResolvedUnwind& unwind = exit_->alternative.exits.unwind;
    for (const FirmId f : context_.firms.ids()) {
        const Slot* cost = unwind.cost.find(f);
        if (cost == nullptr) continue;
        double& left = memory_.purse[f][lane];
        left = std::min(left, std::max(left - pack_.world(lane).at(*cost) * (unwind.nominal ? 1 : grid_.escalation[k]), 0.0));
    }
}

}  // namespace entente
