// Working on alone, and what a pool begins with (see talks.hpp).
#include "deal/talks.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace entente {

bool some_member_works_on(const ResolvedDeal& deal, const DealContext& context, const ResolvedArrangement& arrangement) {
    return std::any_of(arrangement.members.begin(), arrangement.members.end(),
                       [&](FirmId firm) { return works_on(deal, context, arrangement, firm); });
}

double joined(const ResolvedContribution& terms, std::uint32_t members, std::span<const double> parts) {
    const auto in = [&](std::size_t m) { return (members >> m & 1U) != 0; };
    double most = 0, sum = 0, left = 1, count = 0, first = -1;
    for (std::size_t m = 0; m < parts.size(); ++m) {
        if (!in(m)) continue;
        most = std::max(most, parts[m]);
        sum += parts[m];
        left *= 1 - parts[m];
        count += 1;
        if (first < 0) first = parts[m];
    }
    if (terms.joins) return 1 - left;
    switch (terms.choice) {
        case FactorChoice::best: return most;
        case FactorChoice::mean: return sum / count;
        case FactorChoice::lead: break;
    }
    return in(terms.lead.place()) ? parts[terms.lead.place()] : first;
}

double share_brought(const ResolvedArrangement& arrangement, std::uint32_t members, const DealWorld& world, std::span<const double> done) {
    const ResolvedContribution& terms = arrangement.contribution;
    std::array<double, CostGame::most_players> parts{};
    const std::size_t n = arrangement.members.size();
    for (std::size_t m = 0; m < n; ++m)
        parts[m] = std::clamp(world.at(terms.usable[m]), 0.0, 1.0) * std::max(world.at(terms.spent[m]), done[m]);
    return std::clamp(joined(terms, members, std::span(parts).first(n)), 0.0, 1.0);
}

void work_in_talks(const ResolvedDeal& deal, ArrangementId index, const Pack& pack, Schedule& out) {
    const ResolvedArrangement& arrangement = deal.arrangements[index];
    const ProgramId program = arrangement.program;
    auto& all = out.in_talks[index];
    all.clear();
    for (const FirmId firm : arrangement.work_on) {
        if (!works_on(deal, pack.context, arrangement, firm)) continue;
        Part& part = out.part(program, firm);
        pack.start(part.own, pack.context.programs[program].solo_work[firm], free_to_begin(pack.context, out, program, firm));
        if (ClockLanes* clock = out.clock(pack.context, program, firm)) {
            const Clocks* before = out.clocks->before_exit;
            if (before != nullptr) {
                date_courses(part.own, std::as_const(before->own[program][firm]), true);
            } else {
                date_courses(part.own, *clock, out.clocks->complete);
            }
        }
        WorkInTalks& own = all.emplace_back();
        own.firm = firm;
        own.course = part.own;
        const auto never_begins = [](CourseLanes& course, std::size_t lane) {
            course.begin[lane] = course.end[lane] = course.stop[lane] = never;
        };
        for (std::size_t lane = 0; lane < pack_size; ++lane) {
            const bool formed = out.is_formed(lane);
            own.kept[lane] = formed && part.own.end[lane] <= out.formation[lane] + same_date;
            const bool is_cut = formed && !own.kept[lane] && part.own.begin[lane] < out.formation[lane] - same_date;
            if (!is_cut) never_begins(own.course, lane);
            if (formed && !own.kept[lane]) never_begins(part.own, lane);
        }
        part.provided = part.access.first = part.own.end;
    }
}

namespace {

// What a member had done alone of its own course by formation, in one world.
class Brought {
public:
    Brought(const Course& course, double formation) : course_(course), formation_(formation) {}

    double share() const { return share_spent(course_, formation_); }
    // Gates of its course that it has behind it: those before its own beginning, and those that it passed.
    void add_passed(std::span<char> passed) const {
        const Plan& plan = course_.plan;
        const double last = has_gate() ? std::max(plan.stage(course_.stop_stage).end(), course_.offset) : plan.end();
        for (const StageId s : plan.stages()) {
            const double end = plan.stage(s).end();
            if ((has_gate() && s == course_.stop_stage) || end > last + same_date) continue;
            const double date = course_.date_of(std::max(end, course_.offset));
            if (course_.had_done(end) || date <= formation_ + same_date) passed[s.place()] = 1;
        }
    }
    // The gate at which it has stopped, or none.
    StageId stopped_at() const { return has_gate() && course_.stop <= formation_ + same_date ? course_.stop_stage : StageId(); }

private:
    bool has_gate() const { return course_.stop < never; }

    const Course& course_;
    double formation_;
};

}  // namespace

double start_pool(Course& course, const DealWorld& world, const PoolInTalks& pool, double begin) {
    const ResolvedArrangement& arrangement = pool.arrangement;
    const Plan plan = world.plans.plan(arrangement.work, world.world);
    if (!arrangement.contribution.given) {
        start_course(course, plan, begin, plan.spent());
        return plan.spent();
    }
    // What counts as passed by `spent` alone is told by where it lies.
    Course by_spent;
    std::array<double, CostGame::most_players> done{};
    const std::uint32_t all = all_members(arrangement);
    start_course(by_spent, plan, pool.schedule.formation[pool.lane], share_brought(arrangement, all, world, done));
    std::vector<char> passed(plan.work().stages.size(), 0), stopped(passed);
    for (const StageId s : plan.stages()) passed[s.place()] = by_spent.had_done(plan.stage(s).end()) ? 1 : 0;
    for (const WorkInTalks& own : pool.schedule.in_talks[pool.index]) {
        const auto member = std::find(arrangement.members.begin(), arrangement.members.end(), own.firm);
        if (member == arrangement.members.end()) continue;
        const CourseLanes& lanes = own.kept[pool.lane] ? pool.schedule.part(arrangement.program, own.firm).own : own.course;
        if (lanes.begin[pool.lane] == never) continue;
        const Course alone = lanes.of(pool.lane, world.plans, world.world);
        const Brought brought(alone, pool.schedule.formation[pool.lane]);
        done[static_cast<std::size_t>(member - arrangement.members.begin())] = brought.share();
        brought.add_passed(passed);
        if (const StageId gate = brought.stopped_at()) stopped[gate.place()] = 1;
    }
    for (std::size_t s = 0; s < passed.size(); ++s) passed[s] = passed[s] != 0 && stopped[s] == 0 ? 1 : 0;
    const double share = share_brought(arrangement, all, world, done);
    start_course(course, plan, begin, share, 1, {{}, passed});
    return share;
}

double pool_share_spent(const ResolvedArrangement& arrangement, const PoolState& pool, const Course& course, double date,
                        std::size_t lane) {
    const bool before = date < course.begin && arrangement.contribution.given && course.plan.cost() > 0;
    return before ? pool.done[lane] : share_spent(course, date);
}

}  // namespace entente
