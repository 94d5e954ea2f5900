// Evaluating a pack of worlds (see evaluate.hpp).
#include "world/evaluate.hpp"

#include <algorithm>
#include <utility>

#include "lanes/lane_kernels.hpp"
#include "world/outlay.hpp"

namespace entente {

Evaluator::Evaluator(const RunModel& model, bool by_program)
    : model_(model),
      context_(model.context()),
      plans_(model.works),
      regimes_(model.regimes),
      markets_(model.markets, model.grid, static_cast<int>(model.firms.size())),
      scratch_(context_),
      flows_(model.grid, model.firms.size(), model.programs.size()),
      benefits_(model.programs.size()),
      positions_(model.programs.size() * model.firms.size()),
      outlay_(flows_.transfer.size()),
      below_zero_(model.sampler.clamped().size(), 0) {
    for (std::size_t p = 0; p < benefits_.size(); ++p) benefits_[p].resize(model.programs[p].benefits.size());
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

void Evaluator::begin_pack(int index) {
    first_ = index;
    count_ = std::min(static_cast<int>(pack_size), draws_.count - index);
    markets_.evaluate(draws_, regimes_, first_, count_);
    read_benefits();
    scratch_.begin_pack();
    scheduled_.reset();
}

void Evaluator::read_benefits() {
    const DealPack worlds = pack();
    for (std::size_t p = 0; p < benefits_.size(); ++p) {
        for (std::size_t b = 0; b < benefits_[p].size(); ++b) {
            const BenefitSlots& slots = model_.programs[p].benefits[b];
            BenefitLanes& terms = benefits_[p][b];
            terms.share = worlds.at(slots.share);
            terms.life = worlds.at(slots.life);
            terms.ramp = worlds.at(slots.ramp);
            terms.margin = worlds.at(slots.margin);
            terms.late = worlds.at(slots.late);
            terms.rivalry = worlds.at(slots.rivalry);
            terms.prepare();
        }
    }
}

ExitView Evaluator::view(std::size_t index, std::size_t lane) const {
    const AlternativeModel& alternative = model_.alternatives[index];
    return {context_, alternative.deal, going_on_, pack().world(lane), markets_, regimes_, lane, outlay_};
}

void Evaluator::begin(std::size_t index) {
    const AlternativeModel& alternative = model_.alternatives[index];
    if (scheduled_ != alternative.scheduled_as) {
        form(context_, alternative.deal, pack(), going_on_);
        schedule(context_, alternative.deal, pack(), going_on_);
        scheduled_ = alternative.scheduled_as;
    }
    going_on_.term = alliance_end(alternative.deal, going_on_);
    state_ = &going_on_;
}

void Evaluator::set_exits(const AlternativeModel& alternative, const Exits& exits) {
    if (std::none_of(exits.begin(), exits.end(), [](const Exit& exit) { return exit.happens(); })) return;
    schedule_exits(context_, alternative.deal, alternative.exits.unwind, pack(), going_on_, exits, left_);
    state_ = &left_;
}

Evaluated Evaluator::evaluate(std::size_t index) {
    const AlternativeModel& alternative = model_.alternatives[index];
    begin(index);
    if (alternative.exits.needs_outlay) {
        finish(index);
        in_lanes([cost = std::span<const Lanes>(flows_.cost), transfer = std::span<const Lanes>(flows_.transfer),
                  out = std::span(outlay_)]<class V>() ENTENTE_IN_VECTORS {
            for (std::size_t k = 0; k < out.size(); ++k) outlay(Wide<V>(cost[k]), Wide<V>(transfer[k])).store(out[k]);
        });
    }
    Exits exits;
    pack().each([&](std::size_t lane) { exits[lane] = first_exit(alternative.exits, view(index, lane)); });
    set_exits(alternative, exits);
    return finish(index);
}

Evaluated Evaluator::leave(std::size_t index, const Exits& exits) {
    begin(index);
    set_exits(model_.alternatives[index], exits);
    return finish(index);
}

// The money of the pack's worlds as they are scheduled.
Evaluated Evaluator::finish(std::size_t index) {
    const AlternativeModel& alternative = model_.alternatives[index];
    DealtPack worlds{pack(), *state_, benefits_, {}};
    if (alternative.deal.has_position) {
        set_positions(alternative.deal, alternative.exits.unwind, worlds, positions_);
        worlds.positions = positions_;
    }
    flows_.clear();
    settle_costs(context_, alternative.deal, worlds, markets_, scratch_, flows_);
    settle_payments(context_, alternative.deal, worlds, flows_);
    settle_benefits(context_, alternative.deal, worlds, markets_, scratch_, flows_);
    settle_unwinding(context_, alternative.deal, alternative.exits, worlds, flows_);
    return {index, static_cast<std::int64_t>(draws_.first) + first_, worlds, flows_};
}

Lanes Evaluator::planned_end(std::size_t index, std::size_t arrangement) {
    const AlternativeModel& alternative = model_.alternatives[index];
    form(context_, alternative.deal, pack(), left_);
    left_.formed = all_lanes(1);
    schedule(context_, alternative.deal, pack(), left_);
    return planned_ends(left_.pools[arrangement].course, plans_, first_);
}

Lanes net_present_value(const RunModel& model, const Flows& flows, int firm) {
    const std::vector<double>& discount = model.firms[static_cast<std::size_t>(firm)].discount;
    const auto present = [&](const std::vector<Lanes>& rows) {
        Lanes out;
        inner_product(flows.row(rows, firm), discount, out);
        return out;
    };
    const Lanes benefit = present(flows.benefit), cost = present(flows.cost), transfer = present(flows.transfer);
    Lanes out;
    for (std::size_t lane = 0; lane < pack_size; ++lane) out[lane] = benefit[lane] - cost[lane] + transfer[lane];
    return out;
}

}  // namespace entente
