// Clocks of courses whose payers have limited funding: how far the money of each period takes them (docs/model.md, section 7).
//
// A course has plan time - the years that it has worked as planned, from its beginning to its end or to the gate that stops it - and money,
// what of the planned money it has spent. Without funding plan time runs with the calendar; with it, no faster than the payers can bear.
#pragma once

#include <vector>

#include "base/grid.hpp"
#include "plan/course.hpp"

namespace entente {

// What a year of waiting costs at a time in a plan, real money: `standing` and `waiting` of the stages under way.
double idle_cost(const Plan& plan, double time);

// One world's course by plan time.
class PlannedWork {
public:
    // `length`: the plan time at which it ends or stops. The course's own clock is not looked at.
    PlannedWork(const Course& course, double length);
    // The same where it is known what of the plan's money was done before.
    PlannedWork(const Course& course, double length, double before);

    double length() const { return length_; }
    // Real money of the work by plan time x, lumps at it included.
    double worked(double x) const;
    // The plan time by which so much money of the work is spent, where it can be told at once and is strictly within a stage; else below 0.
    double time_of_money(double money) const;
    // Plan times between which the latest one that some money reaches is looked for, `from` first and `to` last: where waiting costs
    // something a later plan time may be reached before an earlier one, unless `from` is reached (`smooth`) and one stage with one peak
    // under way.
    std::vector<double> pieces(double from, double to, bool smooth) const;

private:
    double plan_at(double x) const { return course_.offset + x / course_.stretch; }

    Course course_;
    double length_, before_;
};

// A course in one period, from its beginning in it on: where it stands, and what there is for it.
struct ClockStep {
    double begin = 0, years = 0;        // a date, and years from it to the period's end
    double plan_time = 0, money = 0;    // at the beginning
    double bearable = never, idle = 0;  // money a year that every payer can bear, and that waiting costs; real
};

// Where a course has come to.
struct Reached {
    double plan_time = 0, money = 0;  // of the work; what is kept for a lump that is not paid yet is money too
    double waited = 0;                // paid for waiting
};

// One world's course in one period. Work and waiting together spend what the payers can bear, money comes evenly, and work goes no faster
// than its plan: plan time x is reached max(x - u, (Y(x) - y - v (x - u)) / (a - v)) years from the beginning of the step on.
class Stepping {
public:
    Stepping(const PlannedWork& work, const ClockStep& step);

    // When so many years of the step have gone.
    Reached upto(double years) const;
    // Years from the beginning of the step to plan time x; infinite where the clock stands.
    double time_of(double x) const;
    // Whether plan time x lies behind the course when this step ends, what falls due there paid.
    bool reaches(double x) const;
    // The years that the step takes: those that there are, or those to the end of the course.
    double years() const { return years_; }
    const Reached& end() const { return end_; }
    // Whether money keeps the course behind its plan when so many years of the step have gone.
    bool held_back(double years) const;

private:
    double latest(double top, double years) const;
    // Whether so much money does not pay for the work by plan time x.
    bool is_short(double x, double money) const;

    const PlannedWork& work_;
    ClockStep step_;
    bool planned_, stands_;
    double years_;
    Reached end_;
};

// The clocks of one work's courses in a pack, by lane. Rows tell of a lane from its first step to its last.
struct ClockLanes {
    const Grid* grid = nullptr;
    std::vector<Lanes> plan_time, money;         // by period, at its beginning and past the last one
    std::vector<Lanes> bearable, idle, waited;   // by period
    std::array<Period, pack_size> from{}, to{};  // periods in which it steps
    std::array<Period, pack_size> bound{};       // the first in which money held it back, or one past all
    Lanes before;                                // of the plan's money, what was done before
    Lanes length;                                // plan time at which it ends or stops
    Lanes over = all_lanes(never);               // date at which it came to that, as far as is known

    // As before any step.
    void reset(const Grid& of);
    void reset(std::size_t lane);
    // The same as another of the same grid; only rows in which some lane has stepped are copied.
    void take(const ClockLanes& other);
    // Forgets what a lane did from a period on.
    void cut(std::size_t lane, Period from_period);
    bool is_bound(std::size_t lane) const { return bound[lane] < to[lane]; }
    bool any_bound() const;
    ClockStep step(std::size_t lane, double course_begin, Period k) const;
    // Years of a period that a step took.
    double years(std::size_t lane, double course_begin, Period k) const;
};

// One lane's course by a date, and the date at which it comes to a plan time: by its clock, and with the calendar from its last step on.
Reached reached_by(const Course& course, double date);
double date_of(const Course& course, double plan_time);
// The date at which its work and waiting have cost an amount, or never within the horizon.
double date_of_outlay(const Course& course, double amount);

// What moves a pack's courses of one work.
struct MovingLanes {
    const CourseLanes& courses;
    const Plans& plans;
    int first_world;

    const WorkPlans& work() const { return plans.of(courses.work); }
    Plan plan(std::size_t lane) const { return {work(), first_world + static_cast<int>(lane)}; }
};
// The earliest date at which a course has begun, or will, that is not over; where there is none, never.
double next_begin(const CourseLanes& courses, const ClockLanes& clock);
// Of some lanes, those whose course begins before the end of period k and is not over. Sets of lanes here are flags, 1 or 0.
Lanes stepping(const CourseLanes& courses, const ClockLanes& clock, Period k, const Lanes& among);
// Takes lanes through period k, `bearable` of it set. Tells what they paid, real money.
struct StepLanes {
    // Bits by lane: money held it back; it has come to its end; it had no money at all and did not move.
    std::uint32_t held_back = 0, over = 0, stood = 0;
    Lanes paid;
};
StepLanes take_step(const MovingLanes& moving, Period k, const Lanes& lanes, ClockLanes& clock);
// The same where all of these lanes stood in the period before, and have no money again.
void stand_again(Period k, const Lanes& lanes, ClockLanes& clock);

}  // namespace entente
