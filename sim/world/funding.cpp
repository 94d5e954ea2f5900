// Running clocks period by period (see funding.hpp).
#include "world/funding.hpp"

#include <algorithm>

#include "deal/talks.hpp"
#include "exit/unwind.hpp"
#include "lanes/flags.hpp"
#include "world/funding_run.hpp"

namespace entente {

namespace {

constexpr double rounding = 1e-9;  // of what a period releases

}  // namespace

void FundingMemory::binding_years(const Grid& grid, FirmId firm, std::span<Lanes> out) const {
    std::fill(out.begin(), out.end(), Lanes{});
    for (Period k = 0; k < grid.periods; ++k) {
        const std::uint32_t bits = binds[firm][k];
        for (std::size_t lane = 0; bits != 0 && lane < pack_size; ++lane) {
            if ((bits >> lane & 1U) != 0) out[grid.year[k]][lane] = 1;
        }
    }
}

void schedule_funded(const ResolvedDeal& deal, const Pack& pack, FundingMemory& memory, Schedule& out) {
    FundingRun(deal, pack, memory, out).stay();
}

FundingRun::FundingRun(const ResolvedDeal& deal, const Pack& pack, FundingMemory& memory, Schedule& out)
    : deal_(deal),
      pack_(pack),
      context_(pack.context),
      grid_(pack.context.grid),
      memory_(memory),
      out_(out),
      jobs_(context_.programs.size()),
      dirty_(context_.programs.size(), 0),
      has_talks_(context_.programs.size(), 0),
      dust_(context_.firms.size()) {
    for (const ProgramId p : context_.programs.ids()) list_jobs(p);
    since_.fill(grid_.periods);
}

// Of a program first the pool, then own courses in the order of the firms.
void FundingRun::list_jobs(ProgramId program) {
    const ArrangementId a = deal_.arrangement_of[program];
    if (a && is_funded(context_.firms, deal_.arrangements[a])) jobs_[program].push_back({program, a, {}});
    for (const FirmId f : context_.firms.ids()) {
        if (!is_funded(context_.firms, f) || !context_.programs[program].solo_work[f]) continue;
        jobs_[program].push_back({program, {}, f});
        if (a && works_on(deal_, context_, deal_.arrangements[a], f)) {
            jobs_[program].push_back({program, {}, f, true});
            has_talks_[program] = 1;
        }
    }
}

CourseLanes& FundingRun::courses(const Job& job) const {
    if (job.pool) return out_.pools[job.pool].course;
    if (!job.in_talks) return out_.part(job.program, job.firm).own;
    auto& all = out_.in_talks[deal_.arrangement_of[job.program]];
    return std::find_if(all.begin(), all.end(), [&](const WorkInTalks& own) { return own.firm == job.firm; })->course;
}

void FundingRun::prepare() {
    const std::size_t firms = context_.firms.size();
    memory_.clocks.own.resize(context_.programs.size(), firms);
    memory_.clocks.pools.resize(deal_.arrangements.size());
    memory_.clocks.complete = false;
    memory_.clocks.before_exit = nullptr;
    memory_.released.resize(firms, grid_.periods);
    memory_.binds.resize(firms, grid_.periods);
    memory_.purse.resize(firms);
    memory_.pools.resize(deal_.arrangements.size());
    for (const ArrangementId a : deal_.arrangements.ids()) {
        if (is_funded(context_.firms, deal_.arrangements[a])) memory_.pools[a].open(deal_.arrangements[a], pack_);
    }
}

void FundingRun::stay() {
    prepare();
    for (const auto& jobs : jobs_) {
        for (const Job& job : jobs) clock(job).reset(grid_);
    }
    std::fill(memory_.binds.all().begin(), memory_.binds.all().end(), 0);
    std::fill(memory_.purse.begin(), memory_.purse.end(), Lanes{});
    memory_.known.begin(deal_, pack_);
    pack_.each([&](std::size_t lane) { since_[lane] = 0; });
    out_.clocks = &memory_.clocks;
    schedule(deal_, pack_, form(deal_, pack_), out_);
    for (const ProgramId p : context_.programs.ids()) note(p, 0);
    for (Period k = 0; k < grid_.periods; ++k) run(k);
    complete();
}

// Past the horizon clocks run with the calendar.
void FundingRun::complete() {
    memory_.clocks.complete = true;
    for (const ProgramId p : context_.order) reschedule(p, grid_.periods);
}

void FundingRun::run(Period k) {
    Lanes lanes;
    for (std::size_t lane = 0; lane < pack_size; ++lane) lanes[lane] = since_[lane] <= k ? 1 : 0;
    if (bits_of(lanes) == 0) return;
    take_at_once(k, lanes);
    release(k, lanes);
    known_from_ = k + 1;
    for (const ProgramId p : context_.priority) work_on(k, p, lanes);
}

// What begins with the period and has nothing left to do or to pay is completed as the period begins, and known then.
void FundingRun::take_at_once(Period k, const Lanes& lanes) {
    if (!may_end_at_once_) return;
    known_from_ = k;
    may_end_at_once_ = false;
    for (const ProgramId p : context_.priority) {
        if (dirty_[p] != 0) reschedule(p, k);
        for (Job& job : jobs_[p]) {
            const bool idle = is_idle(job, k);
            may_end_at_once_ = may_end_at_once_ || job.at_once;
            if (idle || !job.at_once) continue;
            Lanes done;
            for (std::size_t lane = 0; lane < pack_size; ++lane) done[lane] = lanes[lane] != 0 && is_done(job, k, lane) ? 1 : 0;
            if (bits_of(done) != 0) take(job, k, done);
        }
    }
}

// A year's funding is released in equal parts; what is unspent lapses at New Year, what is owed stays owed.
void FundingRun::release(Period k, const Lanes& lanes) {
    const bool new_year = k == 0 || grid_.year[k] != grid_.year[k - 1];
    for (const FirmId f : context_.firms.ids()) {
        if (!is_funded(context_.firms, f)) continue;
        const Lanes yearly = pack_.at(context_.firms[f].funding[grid_.year[k]]);
        Lanes& purse = memory_.purse[f];
        // What is there in lanes whose clocks do not run yet is taken from where nobody left.
        in_place([&, n = static_cast<double>(grid_.steps_per_year), carried = new_year ? 0.0 : never]<class V>() ENTENTE_IN_VECTORS {
            const Wide<V> release = Wide<V>(yearly) / n, before = purse, all = lesser(before, carried) + release;
            const Wide<V> left = lesser(all, greater(all - Wide<V>(memory_.known.at(f, k)), 0.0));
            if_less(0.0, Wide<V>(lanes), left, before).store(purse);
            left.store(memory_.released[f][k]);
            (release * rounding).store(dust_[f]);
        });
    }
}

// What rounding leaves of a period's release, in lanes that have not begun to run too.
void FundingRun::release_dust(Period k) {
    for (const FirmId f : context_.firms.ids()) {
        if (!is_funded(context_.firms, f)) continue;
        const Lanes yearly = pack_.at(context_.firms[f].funding[grid_.year[k]]);
        for (std::size_t lane = 0; lane < pack_size; ++lane) dust_[f][lane] = rounding * (yearly[lane] / grid_.steps_per_year);
    }
}

void FundingRun::work_on(Period k, ProgramId program, const Lanes& lanes) {
    if (dirty_[program] != 0) reschedule(program, k + 1);
    auto& jobs = jobs_[program];
    if (has_talks_[program] == 0) {
        const double end = grid_.date(k + 1) - same_date;
        for (Job& job : jobs) {
            if (job.next < end) take(job, k, lanes);
        }
        return;
    }
    // What talks cut in this period comes first, and tells with what the pool begins.
    const Lanes cut = cut_in(k, lanes);
    if (bits_of(cut) != 0) {
        for (Job& job : jobs) {
            if (job.in_talks) take(job, k, cut);
        }
        reschedule(program, k + 1);
    }
    Lanes rest;
    for (std::size_t lane = 0; lane < pack_size; ++lane) rest[lane] = lanes[lane] - cut[lane];
    for (Job& job : jobs) take(job, k, job.in_talks ? rest : lanes);
}

void FundingRun::finish(const Job& job, std::uint32_t over) {
    if (exit_ != nullptr) {
        if (is_watched(job)) reschedule(job.program, known_from_);
        return;
    }
    // Who has completed its own while talks last may keep it.
    if (job.in_talks) return reschedule(job.program, known_from_);
    each_bit(over, [&](std::size_t lane) {
        hand_on(job, lane);
        for (const FirmId f : context_.firms.ids()) memory_.known.note(pack_, out_, {job.program, f, lane}, known_from_);
    });
    for (const ProgramId q : context_.programs.ids()) {
        const auto& after = context_.programs[q].after;
        if (std::find(after.begin(), after.end(), job.program) != after.end()) dirty_[q] = 1;
    }
}

// Whether anything rests on the date at which a course is over, before all are: what waits for it, and costs that are known then.
bool FundingRun::is_watched(const Job& job) const {
    const ResolvedProgram& program = context_.programs[job.program];
    const ArrangementId a = deal_.arrangement_of[job.program];
    const bool serves = job.pool || (a && deal_.arrangements[a].provider == job.firm);
    const auto refreshed = [](const ResolvedBenefit& benefit) { return benefit.refresh.given; };
    const auto waits = [&](const ResolvedProgram& other) {
        return std::find(other.after.begin(), other.after.end(), job.program) != other.after.end();
    };
    return serves || !program.penalties.empty() || std::any_of(program.benefits.begin(), program.benefits.end(), refreshed) ||
           std::any_of(context_.programs.begin(), context_.programs.end(), waits);
}

// What schedule_program() would find of a course that is over, in one lane.
void FundingRun::hand_on(const Job& job, std::size_t lane) {
    if (courses(job).stop_stage[lane]) return;
    const double date = clock(job).over[lane];
    const ArrangementId a = deal_.arrangement_of[job.program];
    const auto provide_to = [&](const auto& firms, double from) {
        for (const FirmId firm : firms) {
            if (!out_.keeps_own(a, firm, lane))
                provide(deal_.arrangements[a].adaptation[firm], pack_.world(lane), from, lane, out_.part(job.program, firm));
        }
    };
    if (!job.pool) {
        Part& part = out_.part(job.program, job.firm);
        part.provided[lane] = part.access.first[lane] = date;
        if (!a || deal_.arrangements[a].provider != job.firm || !out_.is_formed(lane)) return;
    } else {
        provide_to(pool(job).members, date);
    }
    provide_to(deal_.arrangements[a].users.firms, std::max(date, out_.formation[lane]));
}

void FundingRun::reschedule(ProgramId program, Period now) {
    if (exit_ != nullptr) {
        unwind_program(exit_->alternative, pack_, exit_->exits, program, out_);
    } else {
        schedule_program(deal_, pack_, program, out_);
    }
    dirty_[program] = 0;
    forget_next(program);
    for (const ProgramId q : context_.programs.ids()) {
        const auto& after = context_.programs[q].after;
        if (std::find(after.begin(), after.end(), program) != after.end()) dirty_[q] = 1;
    }
    if (now < grid_.periods) note(program, now);
}

void FundingRun::note(ProgramId program, Period now) {
    for (const FirmId f : context_.firms.ids()) {
        if (!memory_.known.may_cost(program, f)) continue;
        for (std::size_t lane = 0; lane < pack_.count; ++lane) {
            if (since_[lane] <= now) memory_.known.note(pack_, out_, {program, f, lane}, now);
        }
    }
}

}  // namespace entente
