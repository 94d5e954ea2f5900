// One world's clock: its step through a period, and its dates (see clock.hpp).
#include "plan/clock.hpp"

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>

#include "base/bisection.hpp"
#include "plan/money_time.hpp"

namespace entente {

namespace {

constexpr double same_time = 1e-12;         // years of plan time
constexpr double same_money = 1e-9;         // relative
constexpr std::size_t pieces_between = 24;  // of a stretch of plan time between two dates of stages

bool has_one_peak(const Profile& profile) {
    return std::visit(
        [](const auto& p) {
            if constexpr (requires { p.has_one_peak(); }) {
                return p.has_one_peak();
            } else {
                return false;
            }
        },
        profile);
}

}  // namespace

PlannedWork::PlannedWork(const Course& course, double length)
    : PlannedWork(course, length, course.fresh ? 0 : plan_spending(course.plan, course.offset)) {}

PlannedWork::PlannedWork(const Course& course, double length, double before) : course_(course), length_(length), before_(before) {}

double time_of_money(const Plan& plan, const Remaining& remaining, double money) {
    if (!plan.work().chain) return -1;
    const double amount = remaining.before + money / remaining.stretch;
    double done = 0;
    for (const StageId s : plan.stages()) {
        const StagePlan stage = plan.stage(s);
        if (!(done + stage.cost > amount)) {
            done += stage.cost;
            continue;
        }
        if (!(amount > done) || !(stage.duration > 0)) return -1;
        const double part = (amount - done) / stage.cost;
        const double time = std::visit([&](const auto& p) { return inverse_progress(p, part); }, plan.work().stages[s].profile);
        return remaining.stretch * (stage.start + stage.duration * time - remaining.offset);
    }
    return -1;
}

double PlannedWork::time_of_money(double money) const {
    return entente::time_of_money(course_.plan, {course_.offset, course_.stretch, before_}, money);
}

double PlannedWork::worked(double x) const { return course_.stretch * (plan_spending(course_.plan, plan_at(x)) - before_); }

double idle_cost(const Plan& plan, double time) {
    double sum = 0;
    for (const StageId s : plan.stages()) {
        const StagePlan stage = plan.stage(s);
        if (stage.start <= time + same_date && time < stage.end() - same_date) sum += plan.idle(s);
    }
    return sum;
}

std::vector<double> PlannedWork::pieces(double from, double to, bool smooth) const {
    std::vector<double> marks{from};
    std::size_t under_way = 0;
    bool one_peak = true;
    for (const StageId s : course_.plan.stages()) {
        const StagePlan stage = course_.plan.stage(s);
        for (const double date : {stage.start, stage.end()}) {
            const double x = course_.stretch * (date - course_.offset);
            if (x > from && x < to) marks.push_back(x);
        }
        if (!(stage.cost > 0) || stage.end() <= plan_at(from) || stage.start >= plan_at(to)) continue;
        ++under_way;
        one_peak = one_peak && has_one_peak(course_.plan.work().stages[s].profile);
    }
    std::sort(marks.begin(), marks.end());
    marks.push_back(to);
    if (smooth && marks.size() == 2 && under_way <= 1 && one_peak) return marks;
    std::vector<double> out;
    for (std::size_t i = 0; i + 1 < marks.size(); ++i) {
        for (std::size_t j = 0; j < pieces_between; ++j)
            out.push_back(marks[i] + (marks[i + 1] - marks[i]) * static_cast<double>(j) / static_cast<double>(pieces_between));
    }
    out.push_back(to);
    return out;
}

Stepping::Stepping(const PlannedWork& work, const ClockStep& step) : work_(work), step_(step), years_(step.years) {
    const double a = step.bearable, v = step.idle;
    const double top = std::min(step.plan_time + step.years, work.length());
    planned_ = a == never || (a <= v && work.worked(top) - step.money <= a * step.years);
    stands_ = !planned_ && a <= v;
    end_ = upto(years_);
    if (!reaches(work.length())) return;
    // The course is over: nobody waits after that.
    years_ = std::min(years_, time_of(work.length()));
    end_.waited = upto(years_).waited;
}

double Stepping::time_of(double x) const {
    if (planned_) return x - step_.plan_time;
    if (stands_) return never;
    const double ahead = x - step_.plan_time;
    return std::max({ahead, (work_.worked(x) - step_.money - step_.idle * ahead) / (step_.bearable - step_.idle), 0.0});
}

Reached Stepping::upto(double years) const {
    if (stands_) return {step_.plan_time, step_.money, step_.idle * years};
    const double u = step_.plan_time, top = std::min(u + years, work_.length());
    if (planned_) return {top, std::max(step_.money, work_.worked(top)), 0};
    const double time = time_of(top);
    if (time <= years + same_time) {
        const double until = top == work_.length() ? std::min(years, time) : years;
        return {top, std::max(step_.money, work_.worked(top)), step_.idle * std::max(until - (top - u), 0.0)};
    }
    const double x = latest(top, years), waited = step_.idle * (years - (x - u));
    return {x, step_.money + step_.bearable * years - waited, waited};
}

// The latest plan time that the money of some years reaches, where it does not reach `top`. A lump beyond it waits there.
double Stepping::latest(double top, double years) const {
    const double u = step_.plan_time, v = step_.idle, money = (step_.bearable - v) * years;
    if (v == 0) {
        const double x = work_.time_of_money(step_.money + money);
        if (x > u && x < top) return x;
    }
    const auto missing = [&](double x) { return work_.worked(x) - step_.money - v * (x - u) - money; };
    const std::vector<double> pieces = v > 0 ? work_.pieces(u, top, missing(u) <= 0) : std::vector{u, top};
    std::size_t low = pieces.size() - 1;
    double at_low = 0;
    do {
        if (low == 0) return u;
        at_low = missing(pieces[--low]);
    } while (at_low > 0);
    double high = pieces[low + 1];
    const double at_high = missing(high);
    if (!(at_high > 0)) return high;
    std::uintmax_t rounds = 200;
    const auto close = [](double a, double b) { return b - a <= 1e-13 * std::max(1.0, b); };
    return boost::math::tools::toms748_solve(missing, pieces[low], high, at_low, at_high, close, rounds).second;
}

bool Stepping::reaches(double x) const {
    if (stands_ || x > end_.plan_time + same_time) return false;
    return x < end_.plan_time - same_time || !is_short(x, end_.money);
}

bool Stepping::held_back(double years) const {
    const double time = std::min(years, step_.years), top = std::min(step_.plan_time + time, work_.length());
    if (reaches(work_.length())) return years_ > work_.length() - step_.plan_time + same_date;
    // Just before a lump it may be only the money that is behind.
    const Reached reached = time == step_.years ? end_ : upto(time);
    return reached.plan_time < top - same_date || is_short(top, reached.money);
}

bool Stepping::is_short(double x, double money) const { return work_.worked(x) > money + same_money * std::max(1.0, std::fabs(money)); }

namespace {

// Plan time and money of one lane's course after its last step, and since when it runs with the calendar.
struct Rest {
    double since;
    Reached reached;
};
Rest rest_of(const Course& course) {
    const ClockLanes& clock = *course.clock;
    const std::size_t lane = course.lane;
    if (!(clock.from[lane] < clock.to[lane])) return {course.begin, {}};
    const Period last = clock.to[lane] - 1;
    const double since = clock.step(lane, course.begin, last).begin + clock.years(lane, course.begin, last);
    return {since, {clock.plan_time[last + 1][lane], clock.money[last + 1][lane], 0}};
}

PlannedWork work_of(const Course& course) { return {course, course.clock->length[course.lane]}; }

}  // namespace

Reached reached_by(const Course& course, double date) {
    if (!(date >= course.begin)) return {};
    const ClockLanes& clock = *course.clock;
    const std::size_t lane = course.lane;
    const PlannedWork work = work_of(course);
    double waited = 0;
    for (Period k = clock.from[lane]; k < clock.to[lane]; ++k) {
        const ClockStep step = clock.step(lane, course.begin, k);
        if (date < step.begin + clock.years(lane, course.begin, k)) {
            Reached out = Stepping(work, step).upto(std::max(date - step.begin, 0.0));
            out.waited += waited;
            return out;
        }
        waited += clock.waited[k][lane];
    }
    const Rest rest = rest_of(course);
    const double x = std::min(rest.reached.plan_time + (date - rest.since), work.length());
    return {x, std::max(rest.reached.money, work.worked(x)), waited};
}

double date_of(const Course& course, double plan_time) {
    const ClockLanes& clock = *course.clock;
    const std::size_t lane = course.lane;
    const PlannedWork work = work_of(course);
    const double x = std::clamp(plan_time, 0.0, work.length());
    for (Period k = clock.from[lane]; k < clock.to[lane]; ++k) {
        if (clock.plan_time[k + 1][lane] < x - same_time) continue;
        const ClockStep step = clock.step(lane, course.begin, k);
        const Stepping stepping(work, step);
        if (stepping.reaches(x)) return step.begin + std::min(stepping.years(), stepping.time_of(x));
    }
    const Rest rest = rest_of(course);
    return rest.since + std::max(x - rest.reached.plan_time, 0.0);
}

double date_of_outlay(const Course& course, double amount) {
    const ClockLanes& clock = *course.clock;
    const std::size_t lane = course.lane;
    const PlannedWork work = work_of(course);
    double waited = 0;
    for (Period k = clock.from[lane]; k < clock.to[lane]; ++k) {
        const double before = waited;
        waited += clock.waited[k][lane];
        if (!(clock.money[k + 1][lane] + waited > amount)) continue;
        const ClockStep step = clock.step(lane, course.begin, k);
        const Stepping stepping(work, step);
        const auto passed = [&](double years) {
            const Reached at = stepping.upto(years);
            return at.money + at.waited + before > amount;
        };
        return step.begin + (passed(0) ? 0.0 : bisected(0, stepping.years(), 1e-10, passed).second);
    }
    return never;
}

}  // namespace entente
