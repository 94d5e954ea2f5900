// Outcomes of a pack of worlds (see write_outcomes.hpp).
#include "outcome/write_outcomes.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "lanes/kernels.hpp"
#include "lanes/lane_kernels.hpp"
#include "world/outlay.hpp"

namespace entente {

namespace {

// One firm's rows, by period and by year.
struct FirmRows {
    std::span<Lanes> cost, transfer, benefit;
    std::span<const double> discount;
    std::span<const std::size_t> year_begins;
    std::span<Lanes> cost_years, transfer_years, benefit_years, outlay_years;
    std::span<Lanes> cost_totals, transfer_totals, benefit_totals;  // to which the years are added; or empty
};

// Present values, and the sum of costs.
struct FirmSums {
    Lanes cost_npv, transfer_npv, benefit_npv, cost;
};

// The money is left 0, as the next alternative finds it: now it is at hand.
void sum_firm(const FirmRows& rows, FirmSums& out) {
    in_lanes([=, &out]<class V>() ENTENTE_IN_VECTORS {
        Lanes *const cost = rows.cost.data(), *const transfer = rows.transfer.data(), *const benefit = rows.benefit.data();
        const double* const discount = rows.discount.data();
        Wide<V> cost_npv, transfer_npv, benefit_npv, total;
        for (std::size_t y = 0; y < rows.cost_years.size(); ++y) {
            Wide<V> costs, transfers, benefits, outlays;
            for (std::size_t k = rows.year_begins[y]; k < rows.year_begins[y + 1]; ++k) {
                const Wide<V> c = cost[k], t = transfer[k], b = benefit[k], none;
                none.store(cost[k]);
                none.store(transfer[k]);
                none.store(benefit[k]);
                costs += c;
                transfers += t;
                benefits += b;
                outlays += outlay(c, t);
                cost_npv += c * discount[k];
                transfer_npv += t * discount[k];
                benefit_npv += b * discount[k];
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

std::size_t place_in(const Leaf& leaf, std::int64_t world) { return static_cast<std::size_t>(world - leaf.first); }

// Whether a pack's worlds are in the lanes that they have in the leaf's totals; then their years are added as they are summed.
bool is_whole(const Evaluated& evaluated, const Leaf& leaf) {
    return evaluated.pack.count == pack_size && place_in(leaf, evaluated.first) % pack_size == 0;
}

void store(const Lanes& values, const Evaluated& evaluated, int column, Leaf& leaf) {
    double* const out = leaf.column(column).data() + place_in(leaf, evaluated.first);
    // A whole pack, nearly always: a copy of known size.
    if (evaluated.pack.count == pack_size) {
        std::memcpy(out, values.data(), sizeof values);
    } else {
        std::copy_n(values.data(), evaluated.pack.count, out);
    }
}

}  // namespace

OutcomeWriter::OutcomeWriter(const RunModel& model, const Layout& layout)
    : model_(model),
      layout_(layout),
      years_(layout.flows / layout.alternatives.size()),
      outlay_(layout.years),
      all_(layout.years),
      totals_(layout.flows) {
    for (std::size_t k = 0; k < model.grid.year.size(); ++k) {
        if (k == 0 || model.grid.year[k] != model.grid.year[k - 1]) year_begins_.push_back(k);
    }
    year_begins_.push_back(model.grid.year.size());
}

void OutcomeWriter::write_firm(const Evaluated& evaluated, std::size_t f, Leaf& leaf) {
    Flows& flows = evaluated.flows;
    const FirmModel& terms = model_.firms[f];
    const int firm = static_cast<int>(f);
    const auto years = [&](std::size_t flow) { return std::span(years_).subspan(layout_.flow(0, flow, f, 0), layout_.years); };
    const std::size_t added = is_whole(evaluated, leaf) ? layout_.years : 0;
    const auto totals = [&](std::size_t flow) {
        return std::span(totals_).subspan(layout_.flow(evaluated.alternative, flow, f, 0), added);
    };
    FirmSums sums;
    sum_firm({flows.row(flows.cost, firm), flows.row(flows.transfer, firm), flows.row(flows.benefit, firm), terms.discount, year_begins_,
              years(0), years(1), years(2), outlay_, totals(0), totals(1), totals(2)},
             sums);
    Lanes peak, overrun;
    largest(outlay_, peak);
    if (!terms.budget.empty()) largest_excess(outlay_, terms.budget, overrun);
    const FirmColumns& out = layout_.alternatives[evaluated.alternative].firms[f];
    store(sums.cost_npv, evaluated, out.cost_npv, leaf);
    store(sums.transfer_npv, evaluated, out.transfer_npv, leaf);
    store(sums.benefit_npv, evaluated, out.benefit_npv, leaf);
    store(sums.cost, evaluated, out.cost, leaf);
    store(peak, evaluated, out.peak, leaf);
    store(overrun, evaluated, out.worst_overrun, leaf);
    add(years(0), all_);
    for (std::size_t lane = 0; lane < pack_size; ++lane) {
        const double all = sums.cost_npv[lane] + sums.transfer_npv[lane] + sums.benefit_npv[lane];
        not_finite_[lane] = not_finite_[lane] || !std::isfinite(all);
    }
}

void OutcomeWriter::write_programs(const Evaluated& evaluated, Leaf& leaf) {
    const AlternativeColumns& out = layout_.alternatives[evaluated.alternative];
    for (std::size_t p = 0; p < out.programs.size(); ++p) {
        for (std::size_t f = 0; f < layout_.firms; ++f) {
            const ProgramColumns& program = out.programs[p][f];
            if (!program.used()) continue;
            store(evaluated.pack.state.part(p, f).access.first, evaluated, program.completion, leaf);
            store(evaluated.flows.program_cost[p * layout_.firms + f], evaluated, program.cost, leaf);
        }
    }
}

void OutcomeWriter::write_deal(const Evaluated& evaluated, Leaf& leaf) {
    const AlternativeColumns& out = layout_.alternatives[evaluated.alternative];
    if (!out.arranged()) return;
    const std::size_t w = place_in(leaf, evaluated.first);
    store(evaluated.pack.state.formed, evaluated, out.formed, leaf);
    const auto terms = leaf.column(out.exit), leaver = leaf.column(out.leaver), tau = leaf.column(out.tau);
    evaluated.pack.each([&](std::size_t lane) {
        const Exit& exit = evaluated.pack.state.exits[lane];
        terms[w + lane] = exit.terms;
        leaver[w + lane] = exit.leaver;
        tau[w + lane] = exit.tau;
    });
}

// Yearly flows go into the leaf's totals (unless they have gone) and, where it keeps them, its rows.
void OutcomeWriter::write_years(const Evaluated& evaluated, Leaf& leaf) {
    const auto count = static_cast<std::size_t>(evaluated.pack.count), w = place_in(leaf, evaluated.first);
    const std::size_t first = layout_.flow(evaluated.alternative, 0, 0, 0);
    const auto totals = std::span(totals_).subspan(first, years_.size());
    if (!is_whole(evaluated, leaf)) {
        for (std::size_t i = 0; i < years_.size(); ++i) {
            for (std::size_t lane = 0; lane < count; ++lane) totals[i][(w + lane) % pack_size] += years_[i][lane];
        }
    }
    // Lanes past the last world write what the next pack, or nobody, overwrites.
    if (leaf.keeps_flows()) store_floats(years_, leaf.flow(first).data() + w, leaf.flow_stride());
}

void OutcomeWriter::write(const Evaluated& evaluated, Leaf& leaf) {
    clear(all_);
    for (std::size_t f = 0; f < layout_.firms; ++f) write_firm(evaluated, f, leaf);
    Lanes all_peak;
    largest(all_, all_peak);
    store(all_peak, evaluated, layout_.alternatives[evaluated.alternative].all_peak, leaf);
    evaluated.flows.taken = true;
    write_programs(evaluated, leaf);
    write_deal(evaluated, leaf);
    write_years(evaluated, leaf);
    const auto told = [](const LaneFlags& flags) { return std::count(flags.begin(), flags.end(), true); };
    leaf.totals.past_horizon[evaluated.alternative] += told(evaluated.flows.past_horizon);
    leaf.totals.unsettled[evaluated.alternative] += told(evaluated.flows.unsettled);
}

void OutcomeWriter::end_pack(const DealPack& pack, std::int64_t first, Leaf& leaf) {
    for (std::size_t lane = 0; lane < static_cast<std::size_t>(pack.count); ++lane) {
        if (not_finite_[lane] && leaf.totals.non_finite++ == 0) leaf.totals.first_non_finite = first + static_cast<std::int64_t>(lane);
    }
    not_finite_ = {};
}

void OutcomeWriter::end_leaf(Leaf& leaf) {
    for (std::size_t i = 0; i < totals_.size(); ++i) {
        Lanes& x = totals_[i];
        for (std::size_t half = pack_size / 2; half > 0; half /= 2) {
            for (std::size_t lane = 0; lane < half; ++lane) x[lane] += x[lane + half];
        }
        leaf.totals.flows[i] += x[0];
    }
    clear(totals_);
}

Leaf evaluate_leaf(Evaluator& evaluator, OutcomeWriter& writer, const Layout& layout, std::int64_t first, int count, int block,
                   std::span<const std::size_t> alternatives) {
    Leaf leaf(layout, first, count);
    const std::int64_t last = first + count;
    for (std::int64_t at = first; at < last; at += block) {
        const int worlds = static_cast<int>(std::min<std::int64_t>(block, last - at));
        evaluator.begin_block(at, worlds);
        evaluator.each_pack([&] {
            for (const std::size_t a : alternatives) writer.write(evaluator.evaluate(a), leaf);
            writer.end_pack(evaluator.pack(), at + evaluator.pack().first, leaf);
        });
    }
    writer.end_leaf(leaf);
    leaf.totals.below_zero = evaluator.take_below_zero();
    return leaf;
}

}  // namespace entente
