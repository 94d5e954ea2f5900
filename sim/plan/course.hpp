// A course: a plan set to work from a date, perhaps part-way through, until it ends, stops at a gate or is cut off.
#pragma once

#include <array>
#include <span>

#include "base/grid.hpp"
#include "plan/plans.hpp"

namespace entente {

// Money spent by a plan when `t` years of it have passed: Y(t) = sum of C_s F((t - start_s) / D_s).
double plan_spending(const Plan& plan, double t);

// The earliest time at which a plan has spent this share of its cost, 0 < share <= 1, to 1e-9 years.
double plan_time(const Plan& plan, double share);

// Years. Dates less than this apart count as the same, for plan_time dates a share of the work no better: without it a course that
// resumes just after a gate could meet that gate again.
constexpr double same_date = 1e-9;

struct ClockLanes;

struct Course {
    Plan plan;
    double begin = never;  // date; never: it is not begun
    double offset = 0;     // years of the plan already done when it begins
    bool fresh = true;     // nothing done before
    double stretch = 1;    // factor on the remaining time and money (erosion)
    double end = never;    // date of completion
    double stop = never;   // date of the failing gate that ends it
    StageId stop_stage;    // whose gate that is
    // Where money held it back: the clocks of its pack, and its lane (docs/model.md, section 7). By plan time it is as if nothing had.
    const ClockLanes* clock = nullptr;
    std::size_t lane = 0;

    // Whether what the plan has at this time was over when the course began.
    bool had_done(double time) const { return !fresh && time <= offset + same_date; }
    // Time in the plan at a date.
    double plan_at(double date) const { return clock == nullptr ? offset + (date - begin) / stretch : clocked_plan_at(date); }
    // The date of a time in the plan.
    double date_of(double time) const { return clock == nullptr ? begin + (time - offset) * stretch : clocked_date_of(time); }

private:
    double clocked_plan_at(double date) const;
    double clocked_date_of(double time) const;
};

// Which gates of a plan bind where a course begins part-way: those behind the point at which it begins, and that of stage `binding`
// wherever it lies. Where `passed` is given, by stage, those named count as passed and all others bind, wherever they lie.
struct Gates {
    StageId binding;
    std::span<const char> passed;
};

// Sets a plan to work at `begin` with the share `done` of its work done. A gate that binds does so by the plan's own outcome. The course
// is made in place: a copy that is read right after it was written field by field would have to wait for the stores.
void start_course(Course& course, const Plan& plan, double begin, double done, double stretch = 1, const Gates& gates = {});

// Worlds of a pack, by lane.
using LaneFlags = std::array<bool, pack_size>;

// One work's courses in a pack of worlds, by lane.
struct CourseLanes {
    WorkId work;
    Lanes begin = all_lanes(never), offset, stretch = all_lanes(1), end = all_lanes(never), stop = all_lanes(never);
    LaneFlags fresh{};
    std::array<StageId, pack_size> stop_stage{};
    const ClockLanes* clock = nullptr;  // where a payer has limited funding

    bool any_begun() const {
        return any_lane(begin, [](double date) { return date < never; });
    }
    // One of them, by its world in the block.
    Course of(std::size_t lane, const Plans& plans, int world) const {
        return {plans.plan(work, world), begin[lane],    offset[lane], fresh[lane], stretch[lane], end[lane], stop[lane],
                stop_stage[lane],        clock_of(lane), lane};
    }
    // The clock of one that money held back; none of others, for they go on as planned.
    const ClockLanes* clock_of(std::size_t lane) const { return clock == nullptr ? nullptr : bound_clock_of(lane); }
    // Of the same work.
    void set(std::size_t lane, const Course& course);

private:
    const ClockLanes* bound_clock_of(std::size_t lane) const;
};

// Dates courses by their clocks: the end, or the gate that stops it, of one that money held back. As long as these are not `complete`,
// what has not come to its end yet is not known to come to one; once they are, it goes on with the calendar past the horizon.
void date_courses(CourseLanes& courses, ClockLanes& clock, bool complete);
void date_courses(CourseLanes& courses, const ClockLanes& clock, bool complete);
// The same of one lane.
void date_course(CourseLanes& courses, ClockLanes& clock, std::size_t lane, bool complete);

// Sets the plans of a pack to work at `begin` with what is done of each before it starts; infinite where it never does.
void start_courses(CourseLanes& courses, const Plans& plans, WorkId work, int first_world, const Lanes& begin);

// The dates at which the plans would end if every gate passed, for courses that nothing stretches.
Lanes planned_ends(const CourseLanes& courses, const Plans& plans, int first_world);

// Share of its plan's cost that a course had spent by a date, what was done before it included.
double share_spent(const Course& course, double date);

// The date at which its own spending reaches an amount of real money, or never.
double date_of_spending(const Course& course, double amount);

}  // namespace entente
