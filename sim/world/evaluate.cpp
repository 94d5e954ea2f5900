// Evaluating an alternative in a pack (see evaluate.hpp).
#include "world/evaluate.hpp"

#include <cmath>

#include "exit/unwind.hpp"
#include "lanes/lane_kernels.hpp"
#include "world/outlay.hpp"

namespace entente {

namespace {

#ifndef NDEBUG
// What one firm pays another receives, so transfers come to 0 but for rounding. Infinite money makes sums that are no number: they pass.
bool transfers_are_even(const Flows& flows, const Pack& pack) {
    const int firms = static_cast<int>(pack.context.firms.size());
    for (std::size_t k = 0; k < pack.context.grid.middle.size(); ++k) {
        for (std::size_t lane = 0; lane < pack_size; ++lane) {
            double sum = 0, size = 0;
            for (int f = 0; f < firms; ++f) {
                sum += flows.row(flows.transfer, f)[k][lane];
                size += std::fabs(flows.row(flows.transfer, f)[k][lane]);
            }
            if (std::fabs(sum) > 1e-6 + 1e-9 * size) return false;
        }
    }
    return true;
}
#endif

// All money of an alternative in a pack, once it is known who leaves.
const Flows& settle(const AlternativeModel& alternative, const DealtPack& dealt, const Lanes& term, Workspace& work) {
    EvaluationMemory& memory = work.evaluation;
    Flows& flows = memory.flows;
    std::span<const PositionLanes> positions;
    if (alternative.deal.has_position) {
        find_positions(alternative.exits.unwind, dealt, term, memory.positions);
        positions = memory.positions;
    }
    flows.clear();
    settle_costs(dealt, work.shared.spending, memory.settle, flows);
    settle_payments(dealt, flows);
    settle_benefits(dealt, positions, memory.settle, flows);
    settle_unwinding(alternative.exits, dealt, flows);
    assert(transfers_are_even(flows, dealt.pack));
    return flows;
}

// From exits to money.
Evaluated finish(const AlternativeModel& alternative, const GoingOn& on, const Exits& exits, Workspace& work) {
    const Schedule& schedule = unwind(alternative, on.pack, on.schedule, exits, work.evaluation.with_exits);
    const Flows& flows = settle(alternative, {alternative.deal, on.pack, schedule, exits}, on.term, work);
    return {on.pack, schedule, on.term, exits, flows};
}

// Outlays by firm and period.
std::span<const Lanes> outlays_of(const Flows& flows, std::span<Lanes> out) {
    in_lanes([cost = std::span<const Lanes>(flows.cost), transfer = std::span<const Lanes>(flows.transfer), out]<class V>()
                 ENTENTE_IN_VECTORS {
                     for (std::size_t k = 0; k < out.size(); ++k) outlay(Wide<V>(cost[k]), Wide<V>(transfer[k])).store(out[k]);
                 });
    return out;
}

}  // namespace

GoingOn going_on(const AlternativeModel& alternative, const Pack& pack, Workspace& work) {
    const Schedule& schedule = work.shared.going_on(alternative, pack);
    return {alternative.deal, pack, schedule, alliance_end(alternative.deal, schedule), alternative.exits};
}

Evaluated evaluate(const AlternativeModel& alternative, const Pack& pack, Workspace& work) {
    GoingOn on = going_on(alternative, pack, work);
    if (alternative.exits.needs_outlay) on.outlay = outlays_of(finish(alternative, on, {}, work).flows, work.evaluation.outlay);
    return finish(alternative, on, first_exits(alternative.exits, on), work);
}

Evaluated evaluate_with(const AlternativeModel& alternative, const Pack& pack, const Exits& exits, Workspace& work) {
    return finish(alternative, going_on(alternative, pack, work), exits, work);
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
