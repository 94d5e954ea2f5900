// Outcomes of a pack of worlds (see write_outcomes.hpp).
#include "outcome/write_outcomes.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>

#include "lanes/kernels.hpp"
#include "lanes/lane_kernels.hpp"
#include "outcome/yearly.hpp"
#include "world/outlay.hpp"

namespace entente {

namespace {

constexpr double most_money = 1e100;  // sums of cubes of a billion worlds are still numbers

// One firm's rows, by period and by year.
struct FirmRows {
    std::span<const Lanes> cost, transfer, benefit;
    std::span<const double> discount;
    std::span<const Period> year_begins;
    std::span<Lanes> cost_years, transfer_years, benefit_years, outlay_years;
    std::span<Lanes> cost_totals, transfer_totals, benefit_totals;  // to which the years are added; or empty
    std::span<Lanes> net;                                           // to which each period's net flow is added
};

// Present values, and the sum of costs.
struct FirmSums {
    Lanes cost_npv, transfer_npv, benefit_npv, cost;

    // What is past the horizon has present values only.
    void add(const PastFlows& past, FirmId firm) {
        for (std::size_t lane = 0; lane < pack_size; ++lane) {
            cost_npv[lane] += past.cost[firm][lane];
            transfer_npv[lane] += past.transfer[firm][lane];
            benefit_npv[lane] += past.benefit[firm][lane];
        }
    }
};

// Sums a firm's money by year, for good and for the leaf, in the one pass that reads every period.
void sum_firm(const FirmRows& rows, FirmSums& out) {
    in_lanes([=, &out]<class V>() ENTENTE_IN_VECTORS {
        const Lanes *const cost = rows.cost.data(), *const transfer = rows.transfer.data(), *const benefit = rows.benefit.data();
        const double* const discount = rows.discount.data();
        Lanes* const net = rows.net.data();
        Wide<V> cost_npv, transfer_npv, benefit_npv, total;
        for (std::size_t y = 0; y < rows.cost_years.size(); ++y) {
            Wide<V> costs, transfers, benefits, outlays;
            for (std::size_t k = rows.year_begins[y]; k < rows.year_begins[y + 1]; ++k) {
                const Wide<V> c = cost[k], t = transfer[k], b = benefit[k];
                costs += c;
                transfers += t;
                benefits += b;
                outlays += outlay(c, t);
                cost_npv += c * discount[k];
                transfer_npv += t * discount[k];
                benefit_npv += b * discount[k];
                (Wide<V>(net[k]) + (b + t - c)).store(net[k]);
            }
            costs.store(rows.cost_years[y]);
            transfers.store(rows.transfer_years[y]);
            benefits.store(rows.benefit_years[y]);
            outlays.store(rows.outlay_years[y]);
            total += costs;
            if (rows.cost_totals.empty()) continue;
            (Wide<V>(rows.cost_totals[y]) + costs).store(rows.cost_totals[y]);
            (Wide<V>(rows.transfer_totals[y]) + transfers).store(rows.transfer_totals[y]);
            (Wide<V>(rows.benefit_totals[y]) + benefits).store(rows.benefit_totals[y]);
        }
        cost_npv.store(out.cost_npv);
        transfer_npv.store(out.transfer_npv);
        benefit_npv.store(out.benefit_npv);
        total.store(out.cost);
    });
}

void largest(std::span<const Lanes> x, Lanes& out) {
    in_lanes([=, &out]<class V>() ENTENTE_IN_VECTORS {
        Wide<V> most = x[0];
        for (const Lanes& value : x) most = greater(Wide<V>(value), most);
        most.store(out);
    });
}

// The largest of x[y] - most[y], or 0 where none is above.
void largest_excess(std::span<const Lanes> x, std::span<const double> most, Lanes& out) {
    in_lanes([=, &out]<class V>() ENTENTE_IN_VECTORS {
        Wide<V> excess;
        for (std::size_t y = 0; y < x.size(); ++y) excess = greater(Wide<V>(x[y]) - most[y], excess);
        excess.store(out);
    });
}

// Each row of lanes as floats, one row a stride after the other.
ENTENTE_KERNEL void store_floats(std::span<const Lanes> rows, float* out, std::size_t stride) {
    for (const Lanes& row : rows) {
        for (std::size_t lane = 0; lane < pack_size; ++lane) out[lane] = static_cast<float>(row[lane]);
        out += stride;
    }
}

// Whether a float can hold the size of every lane.
bool fit_floats(std::span<const Lanes> rows) {
    Lanes most, least;
    in_lanes([=, &most, &least]<class V>() ENTENTE_IN_VECTORS {
        Wide<V> largest, smallest = largest + smallest_float;
        for (const Lanes& row : rows) {
            const Wide<V> x = row, size = greater(x, 0.0 - x);
            largest = greater(size, largest);
            smallest = if_less(0.0, size, lesser(size, smallest), smallest);
        }
        largest.store(most);
        smallest.store(least);
    });
    return !any_lane(most, [](double x) { return x > largest_float; }) && !any_lane(least, [](double x) { return x < smallest_float; });
}

void store_yearly(std::span<const Lanes> rows, float* out, std::size_t stride) {
    if (fit_floats(rows)) return store_floats(rows, out, stride);
    for (const Lanes& row : rows) {
        for (std::size_t lane = 0; lane < pack_size; ++lane) out[lane] = yearly(row[lane]);
        out += stride;
    }
}

// World w of a leaf stands in lane w % pack_size of its totals, whose halves are added up.
void add_up(std::span<Lanes> rows, std::span<double> sums) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        Lanes& x = rows[i];
        for (std::size_t half = pack_size / 2; half > 0; half /= 2) {
            for (std::size_t lane = 0; lane < half; ++lane) x[lane] += x[lane + half];
        }
        sums[i] += x[0];
    }
}

}  // namespace

struct OutcomeWriter::Place {
    AlternativeId alternative;
    std::size_t world, count;  // in the leaf: the pack's first, and how many

    // Whether the pack's worlds are in the lanes that they have in the leaf's totals: then years are added as they are summed.
    bool is_whole() const { return count == pack_size && world % pack_size == 0; }

    // Adds rows to the leaf's totals, each world in the lane that it has there.
    void add_by_lane(std::span<const Lanes> rows, std::span<Lanes> totals) const {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            for (std::size_t lane = 0; lane < count; ++lane) totals[i][(world + lane) % pack_size] += rows[i][lane];
        }
    }

    void store(const Lanes& values, int column, Leaf& leaf) const {
        double* const out = leaf.column(column).data() + world;
        // Nearly every pack is whole, and a copy of known size takes two instructions.
        if (count == pack_size) {
            std::memcpy(out, values.data(), sizeof values);
        } else {
            std::copy_n(values.data(), count, out);
        }
    }
};

OutcomeWriter::OutcomeWriter(const RunModel& model, const Layout& layout, Leaf& leaf)
    : model_(model),
      layout_(layout),
      leaf_(leaf),
      years_(layout.flows_of_one()),
      outlay_(layout.years),
      all_(layout.years),
      totals_(layout.flows),
      net_(layout.periods),
      net_totals_(layout.alternatives.size() * layout.firms * layout.periods) {
    uncountable_.fill(-1);
    for (std::size_t k = 0; k < model.grid.year.size(); ++k) {
        if (k == 0 || model.grid.year[k] != model.grid.year[k - 1]) year_begins_.push_back(k);
    }
    year_begins_.push_back(model.grid.year.size());
}

void OutcomeWriter::write(AlternativeId alternative, const Evaluated& evaluated, const Stay& stay) {
    const Pack& pack = evaluated.pack;
    const Place place{alternative, static_cast<std::size_t>(pack.first_world() - leaf_.first), pack.count};
    assert(pack.first_world() >= leaf_.first && place.world + place.count <= static_cast<std::size_t>(leaf_.count));
    clear(all_);
    for (const FirmId f : model_.firms.ids()) write_firm(place, evaluated.flows, f);
    Lanes all_peak;
    largest(all_, all_peak);
    place.store(all_peak, layout_.alternatives[alternative].all_peak, leaf_);
    write_programs(place, evaluated);
    write_deal(place, evaluated);
    write_stay(place, evaluated, stay);
    write_years(place);
    const auto told = [](const LaneFlags& flags) { return std::count(flags.begin(), flags.end(), true); };
    leaf_.totals.past_horizon[alternative.place()] += told(evaluated.flows.past_horizon);
    leaf_.totals.unsettled[alternative.place()] += told(evaluated.flows.unsettled);
}

void OutcomeWriter::write_firm(const Place& place, const Flows& flows, FirmId firm) {
    const ResolvedFirm& terms = model_.firms[firm];
    const auto years = [&](Money kind) { return std::span(years_).subspan(layout_.flow(kind, firm), layout_.years); };
    const std::size_t added = place.is_whole() ? layout_.years : 0;
    const auto totals = [&](Money kind) { return std::span(totals_).subspan(layout_.flow(place.alternative, kind, firm), added); };
    const auto net_totals = std::span(net_totals_).subspan(layout_.net(place.alternative, firm, 0), layout_.periods);
    if (added == 0) clear(net_);
    FirmSums sums;
    sum_firm({flows.cost[firm], flows.transfer[firm], flows.benefit[firm], terms.discount, year_begins_, years(Money::cost),
              years(Money::transfer), years(Money::benefit), outlay_, totals(Money::cost), totals(Money::transfer), totals(Money::benefit),
              added > 0 ? net_totals : std::span(net_)},
             sums);
    if (added == 0) place.add_by_lane(net_, net_totals);
    if (!flows.past.empty()) sums.add(flows.past, firm);
    Lanes peak, overrun;
    largest(outlay_, peak);
    if (!terms.budget.empty()) largest_excess(outlay_, terms.budget, overrun);
    const FirmColumns& out = layout_.alternatives[place.alternative].firms[firm];
    place.store(sums.cost_npv, out.cost_npv, leaf_);
    place.store(sums.transfer_npv, out.transfer_npv, leaf_);
    place.store(sums.benefit_npv, out.benefit_npv, leaf_);
    place.store(sums.cost, out.cost, leaf_);
    place.store(peak, out.peak, leaf_);
    place.store(overrun, out.worst_overrun, leaf_);
    add(years(Money::cost), all_);
    for (std::size_t lane = 0; lane < place.count; ++lane) {
        const double all = std::fabs(sums.cost_npv[lane]) + std::fabs(sums.transfer_npv[lane]) + std::fabs(sums.benefit_npv[lane]);
        int& at = uncountable_[place.world + lane];
        if (!(all + std::fabs(sums.cost[lane]) <= most_money) && at < 0)
            at = static_cast<int>(place.alternative.place() * layout_.firms + firm.place());
    }
}

void OutcomeWriter::write_programs(const Place& place, const Evaluated& evaluated) {
    const AlternativeColumns& out = layout_.alternatives[place.alternative];
    for (const ProgramId p : out.programs.ids()) {
        for (const FirmId f : out.programs[p].ids()) {
            const ProgramColumns& program = out.programs[p][f];
            if (!program.used()) continue;
            place.store(evaluated.schedule.part(p, f).access.first, program.completion, leaf_);
            place.store(evaluated.flows.program_cost[p][f], program.cost, leaf_);
        }
    }
}

void OutcomeWriter::write_deal(const Place& place, const Evaluated& evaluated) {
    const AlternativeColumns& out = layout_.alternatives[place.alternative];
    if (!out.arranged()) return;
    place.store(evaluated.schedule.formed, out.formed, leaf_);
    const auto terms = leaf_.column(out.exit), leaver = leaf_.column(out.leaver), tau = leaf_.column(out.tau);
    for (std::size_t lane = 0; lane < place.count; ++lane) {
        const Exit& exit = evaluated.exits[lane];
        terms[place.world + lane] = exit.terms.number();
        leaver[place.world + lane] = exit.leaver.number();
        tau[place.world + lane] = exit.tau;
    }
}

// What is within rounding of nothing is nothing, so that whoever loses and gains nothing by an exit is not counted as better off.
void OutcomeWriter::write_stay(const Place& place, const Evaluated& evaluated, const Stay& stay) {
    const AlternativeColumns& out = layout_.alternatives[place.alternative];
    if (!out.tells_stay()) return;
    constexpr double rounding = 1e-9;  // of the money compared
    const auto leaver = leaf_.column(out.leaver_gain), others = leaf_.column(out.others_gain);
    for (std::size_t lane = 0; lane < place.count; ++lane) {
        const std::size_t world = place.world + lane;
        const Exit& exit = evaluated.exits[lane];
        leaver[world] = others[world] = never;
        if (!could_stay(model_.alternatives[place.alternative], exit)) continue;
        double own = 0, rest = 0, own_size = 0, rest_size = 0;
        for (const FirmId f : model_.firms.ids()) {
            const FirmColumns& columns = out.firms[f];
            const auto at = [&](int column) { return leaf_.column(column)[world]; };
            const FirmValues& stayed = stay.firms[f];
            const double cost = at(columns.cost_npv), transfer = at(columns.transfer_npv), benefit = at(columns.benefit_npv);
            const bool leaves = f == exit.leaver;
            (leaves ? own : rest) += (benefit - stayed.benefit[lane]) + (transfer - stayed.transfer[lane]) - (cost - stayed.cost[lane]);
            (leaves ? own_size : rest_size) += std::fabs(benefit) + std::fabs(transfer) + std::fabs(cost);
        }
        leaver[world] = std::fabs(own) > rounding * own_size ? own : 0;
        others[world] = std::fabs(rest) > rounding * rest_size ? rest : 0;
    }
}

// Yearly flows go into the leaf's rows, where it keeps them, and into its totals, unless they have been added there as they were summed.
void OutcomeWriter::write_years(const Place& place) {
    const std::size_t first = place.alternative.place() * layout_.flows_of_one();
    if (!place.is_whole()) place.add_by_lane(years_, std::span(totals_).subspan(first, years_.size()));
    // All lanes are stored, for that is quicker: those past the pack's last world land on the next pack's, which is written later, or
    // past the leaf's end, where there is room for them.
    if (leaf_.keeps_flows()) store_yearly(years_, leaf_.flow(first).data() + place.world, leaf_.flow_stride());
}

void OutcomeWriter::finish() {
    add_up(totals_, leaf_.totals.flows);
    add_up(net_totals_, leaf_.totals.net);
    for (std::size_t w = 0; w < uncountable_.size(); ++w) {
        if (uncountable_[w] < 0) continue;
        leaf_.totals.uncountable = leaf_.first + static_cast<std::int64_t>(w);
        leaf_.totals.uncountable_at = uncountable_[w];
        break;
    }
}

}  // namespace entente
