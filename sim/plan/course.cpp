// Courses of work in time (see course.hpp).
#include "plan/course.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/bisection.hpp"
#include "base/kernels.hpp"

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

template <class P>
void all_progress(const P& profile, std::span<double> shares) {
    if constexpr (requires { progress(profile, shares); }) {
        progress(profile, shares);
    } else {
        for (double& x : shares) x = progress(profile, x);
    }
}

// Adds one stage with a duration; [low, high] are the dates between which the course spends on it.
template <class P>
void add_stage(const P& profile, const Course& course, const StagePlan& stage, double low, double high, const Grid& grid,
               std::span<double> out) {
    const double begin = course.begin + (stage.start - course.offset) * course.stretch;
    const double duration = stage.duration * course.stretch, cost = stage.cost * course.stretch;
    const auto reached = [&](double date) { return date >= begin + duration ? 1.0 : progress(profile, unit((date - begin) / duration)); };
    double before = low > begin ? reached(low) : 0.0;
    // What is reached at the ends of the periods, a batch at a time.
    std::array<double, 32> shares;
    auto k = static_cast<std::size_t>(grid.booked(low));
    for (const auto last = static_cast<std::size_t>(grid.booked(high)); k < last;) {
        const std::size_t count = std::min(shares.size(), last - k);
        const auto batch = std::span(shares).first(count);
        shares_passed(std::span(grid.dates).subspan(k + 1, count), begin, 1 / duration, batch);
        all_progress(profile, batch);
        add_differences(batch, before, cost, out.subspan(k, count));
        before = batch.back();
        k += count;
    }
    out[k] += cost * (reached(high) - before);
}

// All of a plan's cost is spent when the last stage that costs anything ends; a profile's flat end must not make that earlier.
double spending_end(const Plan& plan) {
    double end = 0;
    for (std::size_t s = 0; s < plan.stages(); ++s) {
        if (plan.stage[s].cost > 0) end = std::max(end, plan.stage[s].end());
    }
    return end;
}

}  // namespace

double plan_spending(const Plan& plan, double t) {
    double sum = 0;
    for (std::size_t s = 0; s < plan.stages(); ++s) sum += stage_spending(plan.stage[s], plan.work->stages[s].profile, t);
    return sum;
}

double plan_time(const Plan& plan, double share) {
    if (!(plan.cost > 0)) return 0;
    if (share >= 1) return spending_end(plan);
    // Rounding must not make the last cent unreachable.
    const double amount = std::min(share * plan.cost, plan_spending(plan, plan.end));
    const auto reached = [&](double t) { return plan_spending(plan, t) >= amount; };
    if (reached(0)) return 0;
    // In a chain one stage is at work at a time, and its profile inverts in closed form.
    double done = 0;
    for (std::size_t s = 0; plan.work->chain && s < plan.stages(); ++s) {
        const StagePlan& stage = plan.stage[s];
        if (done + stage.cost >= amount && stage.duration > 0) {
            const double part = unit((amount - done) / stage.cost);
            return stage.start +
                   stage.duration * std::visit([&](const auto& p) { return inverse_progress(p, part); }, plan.work->stages[s].profile);
        }
        if (done + stage.cost >= amount) return stage.start;
        done += stage.cost;
    }
    const double time = bisected(0, plan.end, 1e-10, reached).second;
    // Lumps count a little before their date, which is when they are spent.
    for (std::size_t s = 0; s < plan.stages(); ++s) {
        const StagePlan& stage = plan.stage[s];
        if (stage.duration == 0 && std::fabs(stage.start - time) <= 2 * same_date) return stage.start;
    }
    return time;
}

void start_course(Course& course, const Plan& plan, double begin, double done, double stretch, int binding) {
    course.plan = &plan;
    course.begin = begin;
    course.offset = 0;
    course.fresh = !(done > 0);
    course.stretch = stretch;
    course.end = course.stop = never;
    course.stop_stage = -1;
    if (begin == never) return;
    course.offset = course.fresh ? 0 : done == plan.spent ? plan.ahead : plan_time(plan, done);
    double stop = never;
    for (std::size_t s = 0; s < plan.stages(); ++s) {
        const StagePlan& stage = plan.stage[s];
        if (stage.passes || stage.end() >= stop) continue;
        if (course.had_done(stage.end()) && static_cast<int>(s) != binding) continue;
        stop = stage.end();
        course.stop_stage = static_cast<int>(s);
    }
    if (stop < never) {
        course.stop = begin + std::max(stop - course.offset, 0.0) * stretch;
    } else {
        course.end = begin + (plan.end - course.offset) * stretch;
    }
}

double share_spent(const Course& course, double date) {
    if (!(course.plan->cost > 0)) return 0;
    if (date < course.begin) return course.fresh ? 0 : course.plan->spent;
    const double until = std::min(date, course.stop);
    return plan_spending(*course.plan, course.plan_at(until)) / course.plan->cost;
}

double date_of_spending(const Course& course, double amount) {
    if (course.begin == never || !(course.plan->cost > 0)) return never;
    const double before = course.fresh ? 0 : plan_spending(*course.plan, course.offset);
    const double share = (before + amount / course.stretch) / course.plan->cost;
    if (share > 1) return never;
    const double date = course.begin + (plan_time(*course.plan, share) - course.offset) * course.stretch;
    return date <= course.stop ? date : never;
}

bool add_spending(const Course& course, double cut, const Grid& grid, std::span<double> out) {
    if (course.begin == never) return false;
    const double until = std::min(cut, course.stop);
    bool past = false;
    for (std::size_t s = 0; s < course.plan->stages(); ++s) {
        const StagePlan& stage = course.plan->stage[s];
        const double begin = course.begin + (stage.start - course.offset) * course.stretch;
        if (stage.duration == 0) {
            if (course.had_done(stage.start) || begin > until || stage.cost == 0) continue;
            out[static_cast<std::size_t>(grid.booked(begin))] += stage.cost * course.stretch;
            past = past || begin >= grid.end();
            continue;
        }
        const double low = std::max(begin, course.begin);
        const double high = std::min(begin + stage.duration * course.stretch, until);
        if (!(high > low) || stage.cost == 0) continue;
        std::visit([&](const auto& profile) { add_stage(profile, course, stage, low, high, grid, out); },
                   course.plan->work->stages[s].profile);
        past = past || high > grid.end();
    }
    return past;
}

bool add_evenly(double cost, double begin, double duration, const Grid& grid, std::span<double> out) {
    return each_evenly(cost, begin, duration, grid, [&](int k, double amount) { out[static_cast<std::size_t>(k)] += amount; });
}

}  // namespace entente
