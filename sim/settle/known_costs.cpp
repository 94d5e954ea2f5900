// Adding up what is paid in any case (see known_costs.hpp).
#include "settle/known_costs.hpp"

#include <algorithm>

#include "lanes/lane_kernels.hpp"

namespace entente {

namespace {

double overlap(double low, double high, double from, double to) { return std::max(std::min(high, to) - std::max(low, from), 0.0); }

// The first period that begins at a date or later.
Period begun_by(const Grid& grid, double date) {
    const Period k = grid.period(date);
    return k < grid.periods && grid.date(k) < date - same_date ? k + 1 : k;
}

bool brings_costs(const ResolvedDeal& deal, const DealContext& context, ProgramId program, FirmId firm) {
    if (!is_funded(context.firms, firm)) return false;
    const ResolvedProgram& model = context.programs[program];
    const ArrangementId a = deal.arrangement_of[program];
    return (a && deal.arrangements[a].adaptation[firm].given) ||
           std::any_of(model.penalties.begin(), model.penalties.end(), [&](const auto& penalty) { return penalty.firm == firm; }) ||
           std::any_of(model.benefits.begin(), model.benefits.end(),
                       [&](const auto& benefit) { return benefit.firm == firm && benefit.refresh.given; });
}

}  // namespace

void KnownCosts::begin(const ResolvedDeal& deal, const Pack& pack) {
    const DealContext& context = pack.context;
    const Grid& grid = context.grid;
    rows_.resize(context.firms.size(), grid.periods);
    known_.resize(context.programs.size(), context.firms.size());
    provided_.resize(context.programs.size(), context.firms.size());
    may_cost_.resize(context.programs.size(), context.firms.size());
    for (const ProgramId p : context.programs.ids()) {
        for (const FirmId f : context.firms.ids()) may_cost_[p][f] = brings_costs(deal, context, p, f) ? 1 : 0;
    }
    for (const FirmId f : context.firms.ids()) {
        if (!is_funded(context.firms, f)) continue;
        const auto row = rows_[f];
        std::fill(row.begin(), row.end(), Lanes{});
        const auto outlay = pack.markets.known_outlay(f);
        if (!outlay.empty()) add_products(outlay, grid.escalation, row);
    }
    pack.each([&](std::size_t lane) { begin_lane(deal, pack, lane, 0); });
}

void KnownCosts::begin(const ResolvedDeal& deal, const Pack& pack, std::size_t lane, Period from) {
    const Grid& grid = pack.context.grid;
    for (const FirmId f : pack.context.firms.ids()) {
        if (!is_funded(pack.context.firms, f)) continue;
        const auto row = rows_[f];
        const auto outlay = pack.markets.known_outlay(f);
        for (Period k = from; k < grid.periods; ++k) row[k][lane] = outlay.empty() ? 0 : outlay[k][lane] * grid.escalation[k];
    }
    begin_lane(deal, pack, lane, from);
}

void KnownCosts::begin_lane(const ResolvedDeal& deal, const Pack& pack, std::size_t lane, Period from) {
    const DealContext& context = pack.context;
    const Grid& grid = context.grid;
    for (const FirmId f : context.firms.ids()) {
        if (!is_funded(context.firms, f)) continue;
        const auto row = rows_[f];
        const Slot* formation = deal.arrangements.empty() ? nullptr : deal.formation_cost.find(f);
        if (formation != nullptr && from == 0)
            row[0][lane] += pack.world(lane).at(*formation) * (deal.formation_nominal ? 1 : grid.escalation[0]);
        for (const ProgramId p : context.programs.ids()) {
            Access& known = known_[p][f];
            known.first[lane] = known.until[lane] = known.again[lane] = provided_[p][f][lane] = never;
            for (const ResolvedPenalty& penalty : context.programs[p].penalties) {
                const double due = pack.world(lane).at(penalty.from);
                if (penalty.firm != f || !(due < grid.end())) continue;
                for (Period k = std::max(from, grid.period(due)); k < grid.periods; ++k)
                    add(pack, {{p, f, lane}, from}, k,
                        pack.world(lane).at(penalty.amount) * overlap(due, never, grid.date(k), grid.date(k + 1)));
            }
        }
    }
}

void KnownCosts::take(const KnownCosts& other, const DealContext& context, Period from) {
    rows_.resize(context.firms.size(), context.grid.periods);
    for (const FirmId f : context.firms.ids()) {
        if (!is_funded(context.firms, f)) continue;
        const auto row = other.rows_[f];
        std::copy(row.begin() + static_cast<std::ptrdiff_t>(from), row.end(), rows_[f].begin() + static_cast<std::ptrdiff_t>(from));
    }
    known_ = other.known_;
    provided_ = other.provided_;
    may_cost_ = other.may_cost_;
}

void KnownCosts::note(const Pack& pack, const Schedule& schedule, const Place& place, Period now) {
    const auto [program, firm, lane] = place;
    if (!may_cost(program, firm)) return;
    const Part& part = schedule.part(program, firm);
    const double provided = part.provided[lane];
    if (provided == provided_[program][firm][lane] && part.access.first[lane] == known_[program][firm].first[lane] &&
        part.access.until[lane] == known_[program][firm].until[lane] && part.access.again[lane] == known_[program][firm].again[lane])
        return;
    const Period since = provided < never ? std::max(now, begun_by(pack.context.grid, provided)) : now;
    if (provided < never && provided_[program][firm][lane] == never) {
        provided_[program][firm][lane] = provided;
        add_adaptation(pack, part, {place, since});
    }
    Access& known = known_[program][firm];
    const Access& access = part.access;
    if (access.first[lane] == known.first[lane] && access.until[lane] == known.until[lane] && access.again[lane] == known.again[lane])
        return;
    add_penalties(pack, access, {place, since});
    add_refreshes(pack, access, {place, since});
    known.first[lane] = access.first[lane];
    known.until[lane] = access.until[lane];
    known.again[lane] = access.again[lane];
}

void KnownCosts::add_adaptation(const Pack& pack, const Part& part, const Noted& noted) {
    const Grid& grid = pack.context.grid;
    const std::size_t lane = noted.lane;
    const double begin = part.adapt_from[lane];
    if (begin == never || begin >= grid.end()) {
        if (begin < never) add(pack, noted, grid.periods - 1, part.adapt_cost[lane]);
        return;
    }
    const double years = part.adapt_years[lane], cost = part.adapt_cost[lane];
    if (!(years > same_date)) return add(pack, noted, grid.booked(begin), cost);
    for (Period k = grid.period(begin); k < grid.periods && grid.date(k) < begin + years; ++k) {
        const double end = k + 1 == grid.periods ? never : grid.date(k + 1);
        add(pack, noted, k, cost * overlap(begin, begin + years, grid.date(k), end) / years);
    }
}

// Years of penalty that access saves, less those that what was known saved.
void KnownCosts::add_penalties(const Pack& pack, const Access& access, const Noted& noted) {
    const Grid& grid = pack.context.grid;
    const Access& known = known_[noted.program][noted.firm];
    for (const ResolvedPenalty& penalty : pack.context.programs[noted.program].penalties) {
        if (penalty.firm != noted.firm) continue;
        const double due = pack.world(noted.lane).at(penalty.from), amount = pack.world(noted.lane).at(penalty.amount);
        for (Period k = noted.from; k < grid.periods; ++k) {
            const double from = std::max(due, grid.date(k)), to = grid.date(k + 1);
            if (to > from) add(pack, noted, k, amount * (known.years(from, to, noted.lane) - access.years(from, to, noted.lane)));
        }
    }
}

void KnownCosts::add_refreshes(const Pack& pack, const Access& access, const Noted& noted) {
    const Grid& grid = pack.context.grid;
    const auto& benefits = pack.context.programs[noted.program].benefits;
    for (std::size_t b = 0; b < benefits.size(); ++b) {
        if (!benefits[b].refresh.given || benefits[b].firm != noted.firm) continue;
        const BenefitLanes& terms = pack.benefits[noted.program][b];
        const double cost = pack.world(noted.lane).at(benefits[b].refresh.cost);
        const double step = std::max(pack.world(noted.lane).at(benefits[b].refresh.every), least_refresh_years);
        const auto add_all = [&](const Access& with, double sign) {
            const double first = with.first[noted.lane];
            const double last = std::min({first + terms.life[noted.lane], terms.until[noted.lane], grid.end()}) - 1e-9;
            for (double j = 1; first + j * step < last; ++j) {
                const double date = first + j * step;
                if (with.at(date, noted.lane)) add(pack, noted, grid.booked(date), sign * cost);
            }
        };
        add_all(access, 1);
        add_all(known_[noted.program][noted.firm], -1);
    }
}

}  // namespace entente
