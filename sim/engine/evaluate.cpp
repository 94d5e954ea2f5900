// Evaluating a block of worlds (see evaluate.hpp).
#include "engine/evaluate.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/kernels.hpp"

namespace entente {

Evaluator::Evaluator(const RunModel& model, bool by_program)
    : model_(model),
      context_(model.context()),
      plans_(model.works),
      regimes_(model.regimes),
      markets_(model.markets, model.grid, static_cast<int>(model.firms.size())),
      scratch_(context_, model.works.size()),
      flows_(model.grid, model.firms.size(), model.programs.size()),
      outlay_(flows_.transfer.size()),
      fates_(model.alternatives.size()),
      below_zero_(model.sampler.clamped().size(), 0) {
    flows_.by_program = by_program;
    draws_.memory.resize(model.sampler.memory_size());
}

void Evaluator::begin_block(std::int64_t first, int count) {
    draws_.first = static_cast<std::uint64_t>(first);
    draws_.count = count;
    model_.sampler.draw(model_.design, draws_.first, count, draws_.memory, below_zero_);
    plans_.carry_out(draws_);
    regimes_.draw(model_.design, draws_.first, count);
}

std::vector<std::int64_t> Evaluator::take_below_zero() {
    return std::exchange(below_zero_, std::vector<std::int64_t>(below_zero_.size(), 0));
}

void Evaluator::begin_world(int index) {
    world_ = index;
    markets_.evaluate(draws_, regimes_, index);
    scratch_.begin_world();
    std::fill(fates_.begin(), fates_.end(), Fate::unknown);
}

void Evaluator::settle(const AlternativeModel& alternative, const DealWorld& world) {
    flows_.clear();
    settle_costs(context_, alternative.deal, world, markets_, state_, scratch_, flows_);
    settle_payments(context_, alternative.deal, world, state_, flows_);
    settle_benefits(context_, alternative.deal, world, markets_, state_, scratch_, flows_);
    settle_unwinding(context_, alternative.deal, alternative.exits, world, state_, flows_);
}

Evaluated Evaluator::evaluate(std::size_t index) { return evaluate(index, false); }

Evaluated Evaluator::evaluate_once(std::size_t index) { return evaluate(index, true); }

Evaluated Evaluator::evaluate(std::size_t index, bool once) {
    const AlternativeModel& alternative = model_.alternatives[index];
    const auto as = [&](std::size_t other) {
        return Evaluated{index, static_cast<std::int64_t>(draws_.first) + world_, state_, flows_, other};
    };
    const ExitView view = begin(index);
    Fate& fate = fates_[index];
    fate = Fate::unknown;  // it is not to be found below
    if (!state_.formed) {
        const bool known = once && fates_[alternative.unformed_as] == Fate::unformed;
        fate = Fate::unformed;
        return known ? as(alternative.unformed_as) : finish(index);
    }
    if (alternative.exits.needs_outlay) {
        finish(index);
        outlays(flows_.cost, flows_.transfer, outlay_);
    }
    const Exit exit = first_exit(alternative.exits, view);
    if (exit.happens()) {
        fate = Fate::left;
        set_exit(index, exit);
        return finish(index);
    }
    const bool known = once && fates_[alternative.stays_as] == Fate::stays;
    fate = Fate::stays;
    return known ? as(alternative.stays_as) : finish(index);
}

ExitView Evaluator::begin(std::size_t index) {
    const AlternativeModel& alternative = model_.alternatives[index];
    form(context_, alternative.deal, world(), state_);
    schedule(context_, alternative.deal, alternative.exits.unwind, world(), state_);
    if (state_.formed) state_.term = alliance_end(alternative.deal, state_);
    return {context_, alternative.deal, state_, world(), markets_, regimes_, outlay_};
}

Evaluated Evaluator::leave(std::size_t index, const Exit& exit) {
    begin(index);
    set_exit(index, exit);
    return finish(index);
}

void Evaluator::set_exit(std::size_t index, const Exit& exit) {
    const AlternativeModel& alternative = model_.alternatives[index];
    state_.exit = exit;
    schedule(context_, alternative.deal, alternative.exits.unwind, world(), state_);
}

Evaluated Evaluator::finish(std::size_t index) {
    const AlternativeModel& alternative = model_.alternatives[index];
    set_positions(alternative.deal, alternative.exits.unwind, world(), state_);
    settle(alternative, world());
    return {index, static_cast<std::int64_t>(draws_.first) + world_, state_, flows_};
}

double Evaluator::planned_end(std::size_t index, std::size_t arrangement) {
    const AlternativeModel& alternative = model_.alternatives[index];
    form(context_, alternative.deal, world(), state_);
    state_.formed = true;
    schedule(context_, alternative.deal, alternative.exits.unwind, world(), state_);
    return state_.pools[arrangement].course.planned_end();
}

double net_present_value(const RunModel& model, const Flows& flows, int firm) {
    const std::vector<double>& discount = model.firms[static_cast<std::size_t>(firm)].discount;
    return inner_product(flows.row(flows.benefit, firm), discount) - inner_product(flows.row(flows.cost, firm), discount) +
           inner_product(flows.row(flows.transfer, firm), discount);
}

OutcomeWriter::OutcomeWriter(const RunModel& model, const Layout& layout)
    : model_(model),
      layout_(layout),
      outlay_(layout.firms * static_cast<std::size_t>(model.grid.periods)),
      outlay_years_(layout.firms * layout.years),
      all_years_(layout.years),
      flow_years_(layout.flows),
      past_horizon_(layout.alternatives.size()),
      unsettled_(layout.alternatives.size()),
      rows_(layout.flows * Sampler::block_size) {}

// All flows of all firms by year.
void OutcomeWriter::write_years(const Evaluated& evaluated) {
    const Flows& flows = evaluated.flows;
    const std::size_t each = outlay_years_.size();
    const auto years = std::span(flow_years_).subspan(layout_.flow(evaluated.alternative, 0, 0, 0), 3 * each);
    model_.grid.by_year(flows.cost, years.first(each));
    model_.grid.by_year(flows.transfer, years.subspan(each, each));
    model_.grid.by_year(flows.benefit, years.last(each));
    outlays(flows.cost, flows.transfer, outlay_);
    model_.grid.by_year(outlay_, outlay_years_);
}

void OutcomeWriter::write_firm(const Evaluated& evaluated, std::size_t f, Leaf& leaf) {
    const auto w = static_cast<std::size_t>(evaluated.world - leaf.first);
    const Flows& flows = evaluated.flows;
    const FirmModel& terms = model_.firms[f];
    const auto present = [&](const std::vector<double>& rows) {
        return inner_product(flows.row(rows, static_cast<int>(f)), terms.discount);
    };
    const auto cost_years = std::span(flow_years_).subspan(layout_.flow(evaluated.alternative, 0, f, 0), layout_.years);
    const auto outlay_years = std::span(outlay_years_).subspan(f * layout_.years, layout_.years);
    const double values[] = {present(flows.cost), present(flows.transfer), present(flows.benefit)};
    const FirmColumns& out = layout_.alternatives[evaluated.alternative].firms[f];
    leaf.column(out.cost_npv)[w] = values[0];
    leaf.column(out.transfer_npv)[w] = values[1];
    leaf.column(out.benefit_npv)[w] = values[2];
    leaf.column(out.cost)[w] = sum(cost_years);
    leaf.column(out.peak)[w] = largest(outlay_years);
    leaf.column(out.worst_overrun)[w] = terms.budget.empty() ? 0.0 : largest_excess(outlay_years, terms.budget);
    add_scaled(cost_years, 1, all_years_);
    finite_ = finite_ && std::isfinite(values[0] + values[1] + values[2]);
}

void OutcomeWriter::write_money(const Evaluated& evaluated, Leaf& leaf) {
    const auto w = static_cast<std::size_t>(evaluated.world - leaf.first);
    const AlternativeColumns& out = layout_.alternatives[evaluated.alternative];
    const std::size_t firms = layout_.firms;
    write_years(evaluated);
    std::fill(all_years_.begin(), all_years_.end(), 0.0);
    for (std::size_t f = 0; f < firms; ++f) write_firm(evaluated, f, leaf);
    for (std::size_t p = 0; p < out.programs.size(); ++p) {
        for (std::size_t f = 0; f < firms; ++f) {
            const ProgramColumns& program = out.programs[p][f];
            if (!program.used()) continue;
            leaf.column(program.completion)[w] = evaluated.state.parts[p][f].access.first;
            leaf.column(program.cost)[w] = evaluated.flows.program_cost[p * firms + f];
        }
    }
    leaf.column(out.all_peak)[w] = largest(all_years_);
    past_horizon_[evaluated.alternative] = evaluated.flows.past_horizon ? 1 : 0;
    unsettled_[evaluated.alternative] = evaluated.flows.unsettled ? 1 : 0;
}

// What one alternative's evaluation has written, for another one.
void OutcomeWriter::copy_money(std::size_t from, std::size_t to, std::size_t w, Leaf& leaf) {
    const auto copy = [&](const int source, const int target) { leaf.column(target)[w] = leaf.column(source)[w]; };
    const AlternativeColumns &a = layout_.alternatives[from], &b = layout_.alternatives[to];
    for (std::size_t f = 0; f < layout_.firms; ++f) {
        const FirmColumns &x = a.firms[f], &y = b.firms[f];
        for (const auto member : {&FirmColumns::cost_npv, &FirmColumns::cost, &FirmColumns::transfer_npv, &FirmColumns::benefit_npv,
                                  &FirmColumns::peak, &FirmColumns::worst_overrun})
            copy(x.*member, y.*member);
    }
    copy(a.all_peak, b.all_peak);
    for (std::size_t p = 0; p < a.programs.size(); ++p) {
        for (std::size_t f = 0; f < layout_.firms; ++f) {
            if (!a.programs[p][f].used()) continue;
            copy(a.programs[p][f].completion, b.programs[p][f].completion);
            copy(a.programs[p][f].cost, b.programs[p][f].cost);
        }
    }
    const auto years = [&](std::size_t alternative) {
        return flow_years_.begin() + static_cast<std::ptrdiff_t>(layout_.flow(alternative, 0, 0, 0));
    };
    std::copy_n(years(from), 3 * outlay_years_.size(), years(to));
    past_horizon_[to] = past_horizon_[from];
    unsettled_[to] = unsettled_[from];
}

void OutcomeWriter::write(const Evaluated& evaluated, Leaf& leaf) {
    const auto w = static_cast<std::size_t>(evaluated.world - leaf.first);
    if (evaluated.as) {
        copy_money(*evaluated.as, evaluated.alternative, w, leaf);
    } else {
        write_money(evaluated, leaf);
    }
    const AlternativeColumns& out = layout_.alternatives[evaluated.alternative];
    if (!out.arranged()) return;
    leaf.column(out.formed)[w] = evaluated.state.formed ? 1 : 0;
    leaf.column(out.exit)[w] = evaluated.state.exit.terms;
    leaf.column(out.leaver)[w] = evaluated.state.exit.leaver;
    leaf.column(out.tau)[w] = evaluated.state.exit.tau;
}

// The world's yearly flows go into the leaf's totals and, where it keeps them, its rows.
void OutcomeWriter::end_world(std::int64_t world, Leaf& leaf) {
    add_scaled(flow_years_, 1, leaf.totals.flows);
    for (std::size_t a = 0; a < past_horizon_.size(); ++a) {
        leaf.totals.past_horizon[a] += past_horizon_[a];
        leaf.totals.unsettled[a] += unsettled_[a];
    }
    if (leaf.keeps_flows())
        std::copy(flow_years_.begin(), flow_years_.end(), rows_.begin() + static_cast<std::ptrdiff_t>(block_row_ * layout_.flows));
    ++block_row_;
    if (!finite_ && leaf.totals.non_finite++ == 0) leaf.totals.first_non_finite = world;
    finite_ = true;
}

// The block's rows become columns, a tile at a time so that both sides stay in the first-level cache.
void OutcomeWriter::end_block(std::int64_t first, int count, Leaf& leaf) {
    block_row_ = 0;
    if (!leaf.keeps_flows()) return;
    constexpr std::size_t tile = 16;
    const auto worlds = static_cast<std::size_t>(count);
    for (std::size_t c = 0; c < layout_.flows; c += tile) {
        const std::size_t last = std::min(c + tile, layout_.flows);
        for (std::size_t w = 0; w < worlds; w += tile) {
            const std::size_t last_world = std::min(w + tile, worlds);
            for (std::size_t column = c; column < last; ++column) {
                float* const to = leaf.flow(column).data() + (first - leaf.first);
                for (std::size_t i = w; i < last_world; ++i) to[i] = rows_[i * layout_.flows + column];
            }
        }
    }
}

Leaf evaluate_leaf(Evaluator& evaluator, OutcomeWriter& writer, const Layout& layout, std::int64_t first, int count, int block,
                   std::span<const std::size_t> alternatives) {
    Leaf leaf(layout, first, count);
    const std::int64_t last = first + count;
    for (std::int64_t at = first; at < last; at += block) {
        const int worlds = static_cast<int>(std::min<std::int64_t>(block, last - at));
        evaluator.begin_block(at, worlds);
        for (int w = 0; w < worlds; ++w) {
            evaluator.begin_world(w);
            for (const std::size_t a : alternatives) writer.write(evaluator.evaluate_once(a), leaf);
            writer.end_world(at + w, leaf);
        }
        writer.end_block(at, worlds, leaf);
    }
    leaf.totals.below_zero = evaluator.take_below_zero();
    return leaf;
}

}  // namespace entente
