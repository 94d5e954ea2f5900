// Drawing blocks and beginning packs (see workspace.hpp).
#include "world/workspace.hpp"

namespace entente {

Block::Block(const RunModel& model) : plans(model.works), regimes(model.regimes), below_zero(model.sampler.clamped().size(), 0) {
    draws.memory.resize(model.sampler.memory_size());
}

void draw_block(const RunModel& model, std::int64_t first, int count, Block& out) {
    assert(first >= 0 && count >= 0 && count <= Sampler::block_size);
    out.draws.first = static_cast<std::uint64_t>(first);
    out.draws.count = count;
    std::fill(out.below_zero.begin(), out.below_zero.end(), 0);
    model.sampler.draw(model.design, out.draws.first, count, out.draws.memory, out.below_zero);
    out.plans.carry_out(out.draws);
    out.regimes.draw(model.design, out.draws.first, count);
}

void Shared::begin_pack() {
    spending.begin_pack();
    going_on_.as = unfunded_.as = {};
}

bool Shared::Scheduled::is_of(const ResolvedAlternative& alternative) {
    const bool known = as == alternative.scheduled_as;
    as = alternative.scheduled_as;
    return known;
}

const Schedule& Shared::going_on(const ResolvedAlternative& alternative, const Pack& pack) {
    if (!pack.context.funded) return going_on_unfunded(alternative, pack);
    if (!going_on_.is_of(alternative)) schedule_funded(alternative.deal, pack, funding_, going_on_.schedule);
    return going_on_.schedule;
}

const Schedule& Shared::going_on_unfunded(const ResolvedAlternative& alternative, const Pack& pack) {
    if (!unfunded_.is_of(alternative)) schedule(alternative.deal, pack, form(alternative.deal, pack), unfunded_.schedule);
    return unfunded_.schedule;
}

EvaluationMemory::EvaluationMemory(const RunModel& model, FlowDetail detail)
    : positions(model.programs.size(), model.firms.size()),
      settle(model.context()),
      flows(model.grid, model.firms.size(), model.programs.size(), detail) {
    outlay.resize(model.firms.size(), model.grid.periods);
    if (model.funded) flows.waiting.resize(model.programs.size(), model.firms.size());
    for (const ResolvedProgram& program : model.programs) {
        const auto& goes_on = program.goes_on;
        if (std::find(goes_on.begin(), goes_on.end(), true) != goes_on.end()) flows.past.resize(model.firms.size());
    }
}

Workspace::Workspace(const RunModel& model, FlowDetail detail)
    : context(model.context()),
      block(model),
      markets(model.markets, model.grid, model.firms.size()),
      benefits(model.programs.size()),
      shared(context),
      stays(model.alternatives.size()),
      evaluation(model, detail) {
    for (const ProgramId p : benefits.ids()) benefits[p].resize(model.programs[p].benefits.size());
    for (const AlternativeId a : model.alternatives.ids()) {
        stays[a].firms.resize(model.firms.size());
        const auto& exits = model.alternatives[a].exits.exits;
        const bool asks = std::any_of(exits.begin(), exits.end(), [](const ResolvedExit& exit) { return exit.could_stay(); });
        for (const AlternativeId first : {model.alternatives[a].stays_as, model.alternatives[a].costs_as})
            stays[first].shared = stays[first].shared || (first != a && asks);
    }
}

namespace {

void read_benefit(const ResolvedBenefit& slots, const Draws& draws, int first, BenefitLanes& out) {
    out.share = draws.lanes(slots.share, first);
    out.life = draws.lanes(slots.life, first);
    out.until = draws.lanes(slots.until, first);
    out.ramp = draws.lanes(slots.ramp, first);
    out.margin = draws.lanes(slots.margin, first);
    out.late = draws.lanes(slots.late, first);
    out.rivalry = draws.lanes(slots.rivalry, first);
    out.prepare();
}

}  // namespace

Pack begin_pack(const RunModel& model, int first, Workspace& work) {
    const Block& block = work.block;
    assert(first % static_cast<int>(pack_size) == 0 && first < block.draws.count);
    const std::size_t count = std::min(pack_size, static_cast<std::size_t>(block.draws.count - first));
    work.markets.evaluate(block.draws, block.regimes, first, count);
    for (const ProgramId p : work.benefits.ids()) {
        for (std::size_t b = 0; b < work.benefits[p].size(); ++b)
            read_benefit(model.programs[p].benefits[b], block.draws, first, work.benefits[p][b]);
    }
    work.shared.begin_pack();
    for (Stay& stay : work.stays) stay.known = false;
    return {work.context, block.draws, block.plans, block.regimes, work.markets, work.benefits, first, count};
}

}  // namespace entente
