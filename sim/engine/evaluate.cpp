// Evaluating a block of worlds (see evaluate.hpp).
#include "engine/evaluate.hpp"

#include <algorithm>
#include <cmath>

#include "base/kernels.hpp"

namespace entente {

Evaluator::Evaluator(const RunModel& model, bool by_program)
    : model_(model),
      context_(model.context()),
      plans_(model.works),
      regimes_(model.regimes),
      markets_(model.markets, model.grid, static_cast<int>(model.firms.size())),
      scratch_(context_, model.works.size()),
      flows_(model.grid, static_cast<int>(model.programs.size()), static_cast<int>(model.firms.size())),
      outlay_(flows_.cost.size()),
      below_zero_(model.sampler.clamped().size(), 0) {
    flows_.by_program = by_program;
    draws_.memory.resize(static_cast<std::size_t>(model.sampler.columns()) * Sampler::block_size);
}

void Evaluator::begin_block(std::int64_t first, int count) {
    draws_.first = static_cast<std::uint64_t>(first);
    draws_.count = count;
    model_.sampler.draw(draws_.first, count, draws_.memory, below_zero_);
    plans_.carry_out(draws_);
    regimes_.draw(draws_.first, count);
}

void Evaluator::begin_world(int index) {
    world_ = index;
    markets_.evaluate(draws_, regimes_, index);
    scratch_.begin_world();
}

void Evaluator::settle(const AlternativeModel& alternative, const DealWorld& world) {
    flows_.clear();
    settle_costs(context_, alternative.deal, world, markets_, state_, scratch_, flows_);
    settle_payments(context_, alternative.deal, world, state_, flows_);
    settle_benefits(context_, alternative.deal, world, markets_, state_, scratch_, flows_);
    settle_unwinding(context_, alternative.deal, alternative.exits, world, state_, flows_);
}

Evaluated Evaluator::evaluate(std::size_t index) {
    const AlternativeModel& alternative = model_.alternatives[index];
    const ExitView view = begin(index);
    if (!state_.formed || alternative.exits.exits.empty()) return finish(index);
    if (alternative.exits.needs_outlay) {
        finish(index);
        for (std::size_t i = 0; i < outlay_.size(); ++i) outlay_[i] = flows_.cost[i] + std::max(0.0, -flows_.transfer[i]);
    }
    const Exit exit = first_exit(alternative.exits, view);
    if (exit.happens()) set_exit(index, exit);
    return finish(index);
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
    const Course& course = state_.pools[arrangement].course;
    return course.begin + course.plan.end - course.offset;
}

OutcomeWriter::OutcomeWriter(const RunModel& model)
    : model_(model), yearly_(4 * static_cast<std::size_t>(model.grid.years)), all_yearly_(static_cast<std::size_t>(model.grid.years)) {}

namespace {

// Present values of the three flows, in four lanes that are always added in the same order.
ENTENTE_KERNEL void discounted(std::span<const double> factor, std::span<const double> cost, std::span<const double> transfer,
                               std::span<const double> benefit, double& cost_npv, double& transfer_npv, double& benefit_npv) {
    double c[4] = {}, t[4] = {}, b[4] = {};
    const std::size_t n = factor.size();
    std::size_t k = 0;
    for (; k + 4 <= n; k += 4) {
        for (std::size_t j = 0; j < 4; ++j) {
            c[j] += cost[k + j] * factor[k + j];
            t[j] += transfer[k + j] * factor[k + j];
            b[j] += benefit[k + j] * factor[k + j];
        }
    }
    for (std::size_t j = 0; k < n; ++k, ++j) {
        c[j] += cost[k] * factor[k];
        t[j] += transfer[k] * factor[k];
        b[j] += benefit[k] * factor[k];
    }
    cost_npv = (c[0] + c[1]) + (c[2] + c[3]);
    transfer_npv = (t[0] + t[1]) + (t[2] + t[3]);
    benefit_npv = (b[0] + b[1]) + (b[2] + b[3]);
}

}  // namespace

double net_present_value(const RunModel& model, const Flows& flows, int firm) {
    double cost = 0, transfer = 0, benefit = 0;
    discounted(model.firms[static_cast<std::size_t>(firm)].discount, flows.row(flows.cost, firm), flows.row(flows.transfer, firm),
               flows.row(flows.benefit, firm), cost, transfer, benefit);
    return benefit + transfer - cost;
}

void OutcomeWriter::write(const Evaluated& evaluated, Columns& columns, std::vector<double>& annual) {
    const Grid& grid = model_.grid;
    const auto w = static_cast<std::size_t>(evaluated.world);
    const Flows& flows = evaluated.flows;
    AlternativeColumns& out = columns.alternatives[evaluated.alternative];
    const std::size_t per_alternative = model_.firms.size() * static_cast<std::size_t>(columns.flows_per_firm);
    double* sums = annual.data() + evaluated.alternative * per_alternative;
    const auto years = static_cast<std::size_t>(grid.years);
    const auto stride = static_cast<std::size_t>(columns.sampled);
    const bool sampled = evaluated.world < columns.sampled;
    std::fill(all_yearly_.begin(), all_yearly_.end(), 0.0);
    for (std::size_t f = 0; f < model_.firms.size(); ++f) {
        const int firm = static_cast<int>(f);
        const FirmModel& terms = model_.firms[f];
        const auto cost = flows.row(flows.cost, firm), transfer = flows.row(flows.transfer, firm), benefit = flows.row(flows.benefit, firm);
        double cost_npv = 0, total = 0, transfer_npv = 0, benefit_npv = 0;
        double* const yearly = yearly_.data();
        discounted(terms.discount, cost, transfer, benefit, cost_npv, transfer_npv, benefit_npv);
        // Yearly sums: outlay, then the three flows in the order of the annual columns.
        for (std::size_t k = 0; k < cost.size();) {
            const int year = grid.year[k];
            double outlay = 0, costs = 0, transfers = 0, benefits = 0;
            for (; k < cost.size() && grid.year[k] == year; ++k) {
                outlay += cost[k] + std::max(0.0, -transfer[k]);
                costs += cost[k];
                transfers += transfer[k];
                benefits += benefit[k];
            }
            double* const sum = yearly + 4 * year;
            sum[0] = outlay;
            sum[1] = costs;
            sum[2] = transfers;
            sum[3] = benefits;
        }
        double peak = 0, worst = 0;
        for (std::size_t y = 0; y < years; ++y) {
            const double* const year = yearly + 4 * y;
            total += year[1];
            all_yearly_[y] += year[1];
            peak = std::max(peak, year[0]);
            if (!terms.budget.empty()) worst = std::max(worst, year[0] - terms.budget[y]);
            const std::size_t base = columns.annual_index(model_, f, 0, y);
            for (std::size_t flow = 0; flow < 3; ++flow) {
                sums[base + flow * years] += year[1 + flow];
                if (sampled) out.annual_sample[(base + flow * years) * stride + w] = static_cast<float>(year[1 + flow]);
            }
        }
        FirmColumns& firm_out = out.firms[f];
        firm_out.cost_npv[w] = cost_npv;
        firm_out.cost[w] = total;
        firm_out.transfer_npv[w] = transfer_npv;
        firm_out.benefit_npv[w] = benefit_npv;
        firm_out.peak[w] = peak;
        firm_out.worst_overrun[w] = worst;
        firm_out.over_budget[w] = worst > 0 ? 1 : 0;
        for (std::size_t p = 0; p < model_.programs.size(); ++p) {
            ProgramColumns& program = out.programs[p][f];
            if (!program.used) continue;
            program.completion[w] = evaluated.state.parts[p][f].access.first;
            program.cost[w] = flows.program_cost[p * model_.firms.size() + f];
        }
    }
    out.all_peak[w] = *std::max_element(all_yearly_.begin(), all_yearly_.end());
    if (out.formed.empty()) return;
    out.formed[w] = evaluated.state.formed ? 1 : 0;
    out.exit[w] = static_cast<std::int16_t>(evaluated.state.exit.terms);
    out.leaver[w] = static_cast<std::int16_t>(evaluated.state.exit.leaver);
    out.tau[w] = evaluated.state.exit.tau;
}

}  // namespace entente
