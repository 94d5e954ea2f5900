// Courses of work in time (see course.hpp).
#include "plan/course.hpp"

#include <algorithm>
#include <cmath>

#include "base/bisection.hpp"
#include "lanes/wide.hpp"
#include "plan/clock.hpp"

namespace entente {

namespace {

double unit(double x) { return std::clamp(x, 0.0, 1.0); }

// Spending of one stage when t years of the plan have passed.
double stage_spending(const StagePlan& stage, const Profile& profile, double t) {
    if (stage.duration == 0) return t >= stage.start - same_date ? stage.cost : 0;
    if (t < stage.start) return 0;
    if (t >= stage.end()) return stage.cost;
    return stage.cost * std::visit([&](const auto& p) { return progress(p, (t - stage.start) / stage.duration); }, profile);
}

// All of a plan's cost is spent when the last stage that costs anything ends; a profile's flat end must not make that earlier.
double spending_end(const Plan& plan) {
    double end = 0;
    for (const StageId s : plan.stages()) {
        if (plan.stage(s).cost > 0) end = std::max(end, plan.stage(s).end());
    }
    return end;
}

}  // namespace

double plan_spending(const Plan& plan, double t) {
    double sum = 0;
    for (const StageId s : plan.stages()) sum += stage_spending(plan.stage(s), plan.work().stages[s].profile, t);
    return sum;
}

double plan_time(const Plan& plan, double share) {
    if (!(plan.cost() > 0)) return 0;
    if (share >= 1) return spending_end(plan);
    const double amount = share * plan.cost();
    if (!(amount > 0)) return 0;
    // In a chain one stage is at work at a time, and its profile inverts in closed form.
    double done = 0;
    for (const StageId s : plan.stages()) {
        if (!plan.work().chain) break;
        const StagePlan stage = plan.stage(s);
        if (done + stage.cost >= amount && stage.duration > 0) {
            const double part = unit((amount - done) / stage.cost);
            return stage.start +
                   stage.duration * std::visit([&](const auto& p) { return inverse_progress(p, part); }, plan.work().stages[s].profile);
        }
        if (done + stage.cost >= amount) return stage.start;
        done += stage.cost;
    }
    // Rounding must not make the last cent unreachable.
    const double least = std::min(amount, plan_spending(plan, plan.end()));
    const auto reached = [&](double t) { return plan_spending(plan, t) >= least; };
    if (reached(0)) return 0;
    const double time = bisected(0, plan.end(), 1e-10, reached).second;
    // Lumps count a little before their date, which is when they are spent.
    for (const StageId s : plan.stages()) {
        const StagePlan stage = plan.stage(s);
        if (stage.duration == 0 && std::fabs(stage.start - time) <= 2 * same_date) return stage.start;
    }
    return time;
}

void start_course(Course& course, const Plan& plan, double begin, double done, double stretch, const Gates& gates) {
    course.plan = plan;
    course.begin = begin;
    course.offset = 0;
    course.fresh = !(done > 0);
    course.stretch = stretch;
    course.end = course.stop = never;
    course.stop_stage = {};
    if (begin == never) return;
    course.offset = course.fresh ? 0 : done == plan.spent() ? plan.ahead() : plan_time(plan, done);
    double stop = never;
    for (const StageId s : plan.stages()) {
        const StagePlan stage = plan.stage(s);
        if (stage.passes || stage.end() >= stop) continue;
        const bool passed = gates.passed.empty() ? course.had_done(stage.end()) && s != gates.binding : gates.passed[s.place()] != 0;
        if (passed) continue;
        stop = stage.end();
        course.stop_stage = s;
    }
    if (stop < never) {
        course.stop = begin + std::max(stop - course.offset, 0.0) * stretch;
    } else {
        course.end = begin + (plan.end() - course.offset) * stretch;
    }
}

double Course::clocked_plan_at(double date) const { return offset + reached_by(*this, date).plan_time / stretch; }
double Course::clocked_date_of(double time) const {
    const double plan_time = (time - offset) * stretch;
    return plan_time <= clock->length[lane] + same_date ? entente::date_of(*this, plan_time) : never;
}

const ClockLanes* CourseLanes::bound_clock_of(std::size_t lane) const { return clock->is_bound(lane) ? clock : nullptr; }

namespace {

// The date at which one is over: its end, or its stop.
double& over_of(CourseLanes& courses, std::size_t lane) { return courses.end[lane] < never ? courses.end[lane] : courses.stop[lane]; }

void date_one(CourseLanes& courses, const ClockLanes& clock, std::size_t lane, bool complete) {
    courses.clock = &clock;
    if (courses.begin[lane] == never) return;
    double& end = over_of(courses, lane);
    if (clock.over[lane] < never) {
        if (clock.is_bound(lane)) end = clock.over[lane];
    } else if (!complete) {
        end = never;
    } else if (clock.is_bound(lane)) {
        end = clock.grid->end() + clock.length[lane] - clock.plan_time[clock.to[lane]][lane];
    }
}

}  // namespace

void date_courses(CourseLanes& courses, ClockLanes& clock, bool complete) {
    for (std::size_t lane = 0; lane < pack_size; ++lane) date_course(courses, clock, lane, complete);
}
void date_courses(CourseLanes& courses, const ClockLanes& clock, bool complete) {
    for (std::size_t lane = 0; lane < pack_size; ++lane) date_one(courses, clock, lane, complete);
}

void date_course(CourseLanes& courses, ClockLanes& clock, std::size_t lane, bool complete) {
    if (courses.begin[lane] < never) clock.length[lane] = std::max(over_of(courses, lane) - courses.begin[lane], 0.0);
    date_one(courses, clock, lane, complete);
}

void CourseLanes::set(std::size_t lane, const Course& course) {
    work = course.plan.id();
    begin[lane] = course.begin;
    offset[lane] = course.offset;
    stretch[lane] = course.stretch;
    end[lane] = course.end;
    stop[lane] = course.stop;
    fresh[lane] = course.fresh;
    stop_stage[lane] = course.stop_stage;
}

void start_courses(CourseLanes& courses, const Plans& plans, WorkId work, int first_world, const Lanes& begin) {
    const WorkPlans& of = plans.of(work);
    courses.work = work;
    courses.clock = nullptr;
    courses.begin = begin;
    courses.offset = of.lanes(plan_ahead, first_world);
    courses.stretch = all_lanes(1);
    in_place([&]<class V>() ENTENTE_IN_VECTORS {
        (Wide<V>(begin) + Wide<V>(of.lanes(years_to_end, first_world))).store(courses.end);
        (Wide<V>(begin) + Wide<V>(of.lanes(years_to_stop, first_world))).store(courses.stop);
    });
    std::copy_n(of.fresh(first_world), pack_size, courses.fresh.begin());
    std::copy_n(of.stop_stage(first_world), pack_size, courses.stop_stage.begin());
}

Lanes planned_ends(const CourseLanes& courses, const Plans& plans, int first_world) {
    Lanes out = plans.of(courses.work).lanes(plan_end, first_world);
    for (std::size_t lane = 0; lane < pack_size; ++lane) out[lane] = courses.begin[lane] + out[lane] - courses.offset[lane];
    return out;
}

double share_spent(const Course& course, double date) {
    if (!(course.plan.cost() > 0)) return 0;
    if (date < course.begin) return course.fresh ? 0 : course.plan.spent();
    if (course.clock != nullptr) {
        const double before = course.fresh ? 0 : plan_spending(course.plan, course.offset);
        return (before + reached_by(course, date).money / course.stretch) / course.plan.cost();
    }
    const double until = std::min(date, course.stop);
    return plan_spending(course.plan, course.plan_at(until)) / course.plan.cost();
}

double date_of_spending(const Course& course, double amount) {
    if (course.begin == never || !(course.plan.cost() > 0)) return never;
    if (course.clock != nullptr) return date_of_outlay(course, amount);
    const double before = course.fresh ? 0 : plan_spending(course.plan, course.offset);
    const double share = (before + amount / course.stretch) / course.plan.cost();
    if (share > 1) return never;
    const double date = course.begin + (plan_time(course.plan, share) - course.offset) * course.stretch;
    return date <= course.stop ? date : never;
}

}  // namespace entente
