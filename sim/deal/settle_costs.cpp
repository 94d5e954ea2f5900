// Costs of work (see settle.hpp).
#include <algorithm>
#include <array>

#include "base/kernels.hpp"
#include "deal/settle.hpp"

namespace entente {

SettleScratch::SettleScratch(const DealContext& context, std::size_t works) {
    const auto periods = static_cast<std::size_t>(context.grid.periods);
    for (auto* row : {&work, &later, &vehicles, &paid, &position}) row->resize(periods);
    courses.resize(works);
    for (SpentCourses& course : courses) {
        for (SpentCourse& kept : course.kept) {
            kept.real.resize(periods);
            kept.nominal.resize(periods);
        }
    }
    for (const ProgramModel& program : context.programs) {
        sold.emplace_back(program.benefits.size());
        for (SoldBlock& block : sold.back()) {
            for (Sales* sales : {&block.kept[0], &block.kept[1], &block.moving}) {
                sales->units.resize(periods);
                sales->earned.resize(periods);
                sales->rivals.resize(context.firms.size());
            }
        }
    }
}

void SettleScratch::begin_world() {
    for (SpentCourses& course : courses) course.kept[0].valid = course.kept[1].valid = false;
    for (auto& program : sold) {
        for (SoldBlock& block : program) block.kept[0].valid = block.kept[1].valid = false;
    }
}

namespace {

class CostSettler {
public:
    CostSettler(const DealContext& context, const DealWorld& world, const DealState& state, SettleScratch& scratch, Flows& flows)
        : context_(context), grid_(context.grid), world_(world), state_(state), scratch_(scratch), flows_(flows) {}

    void own_work(int program, int firm) {
        const Part& part = state_.parts[static_cast<std::size_t>(program)][static_cast<std::size_t>(firm)];
        if (part.own.begin < never) {
            const SpentCourse& spent = spending(part.own);
            book(program, firm, spent.periods, spent.nominal, spent.total, 1);
            flows_.past_horizon = flows_.past_horizon || spent.past_horizon;
        }
        if (part.adapt_from < never) {
            const auto charge = [&](int k, double amount) { spend(program, firm, amount, static_cast<std::size_t>(k)); };
            const bool past = each_evenly(part.adapt_cost, part.adapt_from, part.adapt_years, grid_, charge);
            flows_.past_horizon = flows_.past_horizon || past;
        }
    }

    void pool(const ArrangementModel& arrangement, const PoolState& pool) {
        if (pool.course.begin == never) return;
        if (pool.cut == never && pool.leaver < 0) {
            const SpentCourse& spent = spending(pool.course);
            flows_.past_horizon = flows_.past_horizon || spent.past_horizon;
            return share(arrangement, pool, spent.periods.first, spent.periods.end(), spent.real, {});
        }
        auto& work = scratch_.work;
        auto& later = scratch_.later;
        std::fill(work.begin(), work.end(), 0.0);
        const auto first = static_cast<std::size_t>(grid_.booked(pool.course.begin));
        const bool past = add_spending(pool.course, pool.cut, grid_, work);
        flows_.past_horizon = flows_.past_horizon || past;
        if (pool.leaver < 0) return share(arrangement, pool, first, work.size(), work, {});
        // Before and after the leaver's date apart: `work` holds what all pay, `later` what the others pay.
        later.swap(work);
        std::fill(work.begin(), work.end(), 0.0);
        add_spending(pool.course, pool.left, grid_, work);
        for (std::size_t k = 0; k < later.size(); ++k) later[k] = std::max(later[k] - work[k], 0.0);
        share(arrangement, pool, first, work.size(), work, later);
    }

private:
    const SpentCourse& spending(const Course& course) {
        SpentCourses& recent = scratch_.courses[static_cast<std::size_t>(course.plan->index)];
        for (const SpentCourse& known : recent.kept) {
            if (known.is(course)) return known;
        }
        SpentCourse& kept = recent.kept[recent.oldest];
        recent.oldest = 1 - recent.oldest;
        const auto before = kept.periods.part(kept.real);
        std::fill(before.begin(), before.end(), 0.0);
        kept.periods.first = static_cast<std::size_t>(grid_.booked(course.begin));
        kept.periods.count = static_cast<std::size_t>(grid_.booked(std::min(course.end, course.stop))) + 1 - kept.periods.first;
        kept.past_horizon = add_spending(course, never, grid_, kept.real);
        kept.total = escalate(kept.periods, kept.real, kept.nominal);
        kept.valid = true;
        kept.begin = course.begin;
        kept.fresh = course.fresh;
        kept.offset = course.offset;
        kept.stretch = course.stretch;
        kept.stop = course.stop;
        return kept;
    }

    // Real money of some periods as nominal money; returns its sum.
    double escalate(const Periods& periods, std::span<const double> real, std::span<double> nominal) const {
        scaled_products(periods.part(real), periods.part(grid_.escalation), 1, periods.part(nominal));
        return sum(periods.part(nominal));
    }

    // Books nominal money of some periods as a firm's cost of a program, times a weight; `total` is its sum.
    void book(int program, int firm, const Periods& periods, std::span<const double> nominal, double total, double weight) {
        add_scaled(periods.part(nominal), weight, periods.part(flows_.row(flows_.cost, firm)));
        flows_.program_cost[flows_.index(program, firm)] += weight * total;
    }

    // Real money of one period as a firm's cost of a program.
    void spend(int program, int firm, double real, std::size_t period) {
        flows_.program_cost[flows_.index(program, firm)] += flows_.spend(firm, real, static_cast<int>(period), false);
    }

    // The periods from `first` on in which all pay by the base weights, for no band is passed and no commitment used up: booked at
    // once. `spent` becomes what the pool has spent in them.
    std::size_t share_plainly(const ArrangementModel& arrangement, const Bands& bands, std::span<const double> limits, std::size_t first,
                              std::size_t last, std::span<const double> work, double& spent) {
        const ShareTerms& terms = arrangement.share;
        double most = terms.banded ? bands.target : never;
        for (std::size_t m = 0; m < limits.size(); ++m) {
            if (terms.base[m] > 0) most = std::min(most, limits[m] / terms.base[m]);
        }
        std::size_t end = first;
        while (end < last && spent + work[end] <= most) spent += work[end++];
        if (end == first) return end;
        const Periods plain{first, end - first};
        const double total = escalate(plain, work, scratch_.paid);
        for (std::size_t m = 0; m < terms.base.size(); ++m)
            book(arrangement.program, arrangement.members[m], plain, scratch_.paid, total, terms.base[m]);
        return end;
    }

    // Splits what all members pay by period, and what those pay who stay when one has left (or nothing).
    void share(const ArrangementModel& arrangement, const PoolState& pool, std::size_t first, std::size_t last,
               std::span<const double> work, std::span<const double> later) {
        const ShareTerms& terms = arrangement.share;
        const std::size_t n = arrangement.members.size();
        const Bands bands{terms, terms.base, level_of(terms.target, world_), terms.capped ? level_of(terms.cap, world_) : never};
        std::vector<double> settled;
        if (arrangement.ex_post) settled = ex_post_weights(context_, arrangement, world_, scratch_.coalitions);
        flows_.unsettled = flows_.unsettled || (arrangement.ex_post && settled.empty());
        std::array<double, CostGame::most_players> limits{}, funded{}, split{}, owed{};
        // What each member should have paid more than it has: while all paid, and after one had left.
        std::array<std::array<double, CostGame::most_players>, 2> missing{};
        for (std::size_t m = 0; m < n; ++m) {
            const auto& limit = terms.committed ? terms.commitment[m] : std::nullopt;
            limits[m] = limit ? world_.at(*limit) : never;
        }
        double spent = 0;
        if (settled.empty() && later.empty()) {
            first = share_plainly(arrangement, bands, std::span(limits).first(n), first, last, work, spent);
            for (std::size_t m = 0; m < n; ++m) funded[m] = terms.base[m] * spent;
        }
        const auto charge = [&](double amount, std::size_t k, int left) {
            if (!(amount > 0)) return;
            std::fill_n(split.begin(), n, 0.0);
            const auto out = std::span(split).first(n);
            split_cost(bands, spent, amount, left, out);
            if (terms.committed) apply_commitments(std::span(limits).first(n), terms.base, left, std::span(funded).first(n), out);
            if (!settled.empty()) {
                std::fill_n(owed.begin(), n, 0.0);
                split_cost({terms, settled, bands.target, bands.cap}, spent, amount, left, std::span(owed).first(n));
                for (std::size_t m = 0; m < n; ++m) missing[left < 0 ? 0 : 1][m] += owed[m] - out[m];
            }
            spent += amount;
            for (std::size_t m = 0; m < n; ++m) spend(arrangement.program, arrangement.members[m], out[m], k);
        };
        for (std::size_t k = first; k < last; ++k) {
            charge(work[k], k, -1);
            if (!later.empty()) charge(later[k], k, pool.leaver);
        }
        if (settled.empty()) return;
        const double end = std::min(pool.course.end, pool.course.stop);
        true_up(arrangement, missing[0], std::min({end, pool.cut, pool.left}));
        true_up(arrangement, missing[1], end);
    }

    void true_up(const ArrangementModel& arrangement, std::span<const double> missing, double date) {
        for (std::size_t m = 0; m < arrangement.members.size(); ++m) {
            if (missing[m] != 0)
                spend(arrangement.program, arrangement.members[m], missing[m], static_cast<std::size_t>(grid_.booked(date)));
        }
    }

    const DealContext& context_;
    const Grid& grid_;
    const DealWorld& world_;
    const DealState& state_;
    SettleScratch& scratch_;
    Flows& flows_;
};

}  // namespace

void settle_costs(const DealContext& context, const DealModel& deal, const DealWorld& world, const MarketWorld& markets,
                  const DealState& state, SettleScratch& scratch, Flows& flows) {
    CostSettler settler(context, world, state, scratch, flows);
    const int firms = static_cast<int>(context.firms.size());
    for (int p = 0; p < static_cast<int>(context.programs.size()); ++p) {
        for (int f = 0; f < firms; ++f) settler.own_work(p, f);
    }
    for (std::size_t a = 0; a < deal.arrangements.size(); ++a) {
        if (state.formed && deal.arrangements[a].mode == ModeKind::pool) settler.pool(deal.arrangements[a], state.pools[a]);
    }
    for (int f = 0; f < firms; ++f) {
        if (!deal.arrangements.empty()) {
            if (const Slot* cost = deal.formation_cost.find(f)) flows.spend(f, world.at(*cost), 0, deal.formation_nominal);
        }
        const auto outlay = markets.outlay(f);
        if (!outlay.empty()) add_products(outlay, context.grid.escalation, flows.row(flows.cost, f));
    }
}

}  // namespace entente
