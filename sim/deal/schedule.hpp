// Who begins and completes what, and when, in a pack of worlds (docs/model.md, sections 3 and 4).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "deal/access.hpp"
#include "deal/clocks.hpp"
#include "deal/pack.hpp"

namespace entente {

// One firm's part in one program.
struct Part {
    CourseLanes own;                      // its own work: solo, licensor's, resumed or redone
    Lanes provided = all_lanes(never);    // date at which whoever provides the program to the firm has completed it
    Lanes adapt_from = all_lanes(never);  // its adaptation begins
    Lanes adapt_cost, adapt_years;        // of an adaptation that begins
    Access access;

    // As before anything is scheduled. Only dates are set, for the rest of a course or an adaptation that never begins is never read, and a
    // whole Part assigned would be 1.7 kB written for each firm, program and alternative.
    void reset() {
        own.begin = own.end = own.stop = provided = adapt_from = all_lanes(never);
        own.clock = nullptr;
        access = {};
    }
};

// One program's pool.
struct PoolState {
    CourseLanes course;
    Lanes cut = all_lanes(never);              // all members pay for it until then
    Lanes left = all_lanes(never);             // the leaver pays until then, the others go on
    std::array<MemberId, pack_size> leaver{};  // who left; mostly none
    Lanes done;                                // share of its work before it begins; where ResolvedContribution::given

    void reset() {
        course.begin = course.end = course.stop = cut = left = all_lanes(never);
        course.clock = nullptr;
        leaver.fill({});
    }
};

// The own work on a program of a firm that works on while talks last. Where the deal is formed it is cut then, or kept where it has been
// completed; where it is not, it is the firm's Part::own.
struct WorkInTalks {
    FirmId firm;
    CourseLanes course;  // that is cut at formation; elsewhere never begun
    LaneFlags kept{};    // its Part::own has been completed by formation
};

// Whether a firm that an exit has left without the pool's work goes on alone, in one world in which it decides that.
struct Decision {
    std::size_t lane;
    ProgramId program;
    FirmId firm;
    double done;  // share of the work that it would begin with
    bool goes_on;
};

// The dates of one alternative: as it would go on if nobody left, or as it goes with its exits.
struct Schedule {
    Lanes formed;     // 1 or 0
    Lanes formation;  // date
    Table<ProgramId, FirmId, Part> parts;
    ById<ArrangementId, PoolState> pools;
    ById<ArrangementId, Lanes> ended;  // no payments after this date
    ById<ArrangementId, Lanes> left;   // none from or to the leaver after this date
    ById<ArrangementId, std::vector<WorkInTalks>> in_talks;
    ById<ProgramId, char> changed;    // whether exits have changed it; only where somebody leaves
    std::vector<Decision> decisions;  // where somebody leaves
    Clocks* clocks = nullptr;         // where limited funding is followed

    Part& part(ProgramId program, FirmId firm) { return parts[program][firm]; }
    const Part& part(ProgramId program, FirmId firm) const { return parts[program][firm]; }
    bool is_formed(std::size_t lane) const { return formed[lane] != 0; }
    // The clock of a firm's own work, or of a pool's; none where all who pay for it have enough.
    ClockLanes* clock(const DealContext& context, ProgramId program, FirmId firm) const {
        return clocks == nullptr || !is_funded(context.firms, firm) ? nullptr : &clocks->own[program][firm];
    }
    ClockLanes* clock(const DealContext& context, const ResolvedArrangement& pool, ArrangementId index) const {
        return clocks == nullptr || !is_funded(context.firms, pool) ? nullptr : &clocks->pools[index];
    }
    // Whether a firm keeps what it had completed alone before the deal.
    bool keeps_own(ArrangementId arrangement, FirmId firm, std::size_t lane) const {
        return std::any_of(in_talks[arrangement].begin(), in_talks[arrangement].end(),
                           [&](const WorkInTalks& own) { return own.firm == firm && own.kept[lane]; });
    }

    // Room for an alternative's programs and arrangements. What it holds of each is set when the program is scheduled.
    void resize(const DealContext& context, const ResolvedDeal& deal);
    // Copies one program, and its arrangement where it has one, from another schedule.
    void take(const Schedule& other, ProgramId program, ArrangementId arrangement);
};

// Whether and when a deal is formed, by lane.
struct FormationLanes {
    Lanes formed;  // 1 or 0
    Lanes date;    // of formation, or where it would have been
};
FormationLanes form(const ResolvedDeal& deal, const Pack& pack);

// Schedules every program as if nobody left: courses, access, adaptation.
void schedule(const ResolvedDeal& deal, const Pack& pack, const FormationLanes& formation, Schedule& out);

// Schedules one program of it. The programs before it in DealContext::order have been scheduled, for it may wait for them.
void schedule_program(const ResolvedDeal& deal, const Pack& pack, ProgramId program, Schedule& out);

// In one world: a firm's access to what another has completed at `date`, after its own adaptation.
void provide(const ResolvedAdaptation& adaptation, const DealWorld& world, double date, std::size_t lane, Part& part);

// The alliance's own end where it is formed: `term`, or the end of the last pool with its adaptations; elsewhere never.
Lanes alliance_end(const ResolvedDeal& deal, const Schedule& schedule);

// The earliest date at which a firm can begin a program, talks or no talks: start, and `after`.
Lanes free_to_begin(const DealContext& context, const Schedule& schedule, ProgramId program, FirmId firm);

// The later of two dates, by lane.
Lanes later(const Lanes& a, const Lanes& b);

// The course of a pool's work in each world if the deal were formed. It schedules the alternative in `memory` to find out.
const CourseLanes& certain_course(const ResolvedDeal& deal, ArrangementId arrangement, const Pack& pack, Schedule& memory);

}  // namespace entente
