// Evaluating an alternative in a pack (see evaluate.hpp).
#include "world/evaluate.hpp"

#include <algorithm>
#include <cmath>

#include "exit/unwind.hpp"
#include "lanes/lane_kernels.hpp"
#include "world/outlay.hpp"

namespace entente {

namespace {

#ifndef NDEBUG
// What one firm pays another receives, so transfers come to 0 but for rounding. Infinite money makes sums that are no number: they pass.
bool transfers_are_even(const Flows& flows, const Pack& pack) {
    for (Period k = 0; k < pack.context.grid.periods; ++k) {
        for (std::size_t lane = 0; lane < pack_size; ++lane) {
            double sum = 0, size = 0;
            for (const FirmId f : pack.context.firms.ids()) {
                sum += flows.transfer[f][k][lane];
                size += std::fabs(flows.transfer[f][k][lane]);
            }
            if (std::fabs(sum) > 1e-6 + 1e-9 * size) return false;
        }
    }
    return true;
}
#endif

enum class Costs { settled, left_out };

// All money of an alternative in a pack, once it is known who leaves; or all but what firms spend, which is then 0.
const Flows& settle(const ResolvedAlternative& alternative, const DealtPack& dealt, const Lanes& term, Costs costs, Workspace& work) {
    EvaluationMemory& memory = work.evaluation;
    Flows& flows = memory.flows;
    const PositionTable* positions = nullptr;
    if (alternative.deal.has_position) {
        find_positions(alternative.exits.unwind, dealt, term, memory.positions);
        positions = &memory.positions;
    }
    flows.clear();
    if (costs == Costs::settled) {
        settle_costs(dealt, work.shared.spending, memory.settle, flows);
        settle_penalties(dealt, flows);
        settle_refreshes(dealt, flows);
    }
    settle_payments(dealt, flows);
    settle_benefits(dealt, positions, memory.settle, flows);
    settle_unwinding(alternative.exits, dealt, flows);
    assert(transfers_are_even(flows, dealt.pack));
    return flows;
}

// From exits to money.
Evaluated finish(const ResolvedAlternative& alternative, const GoingOn& on, const Exits& exits, Workspace& work,
                 Costs costs = Costs::settled) {
    EvaluationMemory& memory = work.evaluation;
    const bool funded = on.schedule.clocks != nullptr;
    const Schedule& schedule =
        funded ? unwind_funded(alternative, on.pack, {exits, work.shared.funding(), on.schedule}, memory.funding, memory.with_exits)
               : unwind(alternative, on.pack, on.schedule, exits, memory.with_exits);
    const Flows& flows = settle(alternative, {alternative.deal, on.pack, schedule, exits}, on.term, costs, work);
    const FundingMemory* funding = !funded ? nullptr : any_happens(exits) ? &memory.funding : &work.shared.funding();
    return {on.pack, schedule, on.term, exits, flows, funding};
}

// Outlays by firm and period.
void find_outlays(const Flows& flows, Table<FirmId, Period, Lanes>& outlays) {
    in_lanes([cost = flows.cost.all(), transfer = flows.transfer.all(), out = outlays.all()]<class V>() ENTENTE_IN_VECTORS {
        for (std::size_t i = 0; i < out.size(); ++i) outlay(Wide<V>(cost[i]), Wide<V>(transfer[i])).store(out[i]);
    });
}

}  // namespace

GoingOn going_on(const ResolvedAlternative& alternative, const Pack& pack, Workspace& work) {
    const Schedule& schedule = work.shared.going_on(alternative, pack);
    return {alternative.deal, pack, schedule, alliance_end(alternative.deal, schedule), alternative.exits};
}

GoingOn going_on_unfunded(const ResolvedAlternative& alternative, const Pack& pack, Workspace& work) {
    const Schedule& schedule = work.shared.going_on_unfunded(alternative, pack);
    return {alternative.deal, pack, schedule, alliance_end(alternative.deal, schedule), alternative.exits};
}

Exits find_exits(const ResolvedAlternative& alternative, GoingOn on, Workspace& work) {
    if (alternative.exits.needs_outlay) {
        find_outlays(finish(alternative, on, {}, work).flows, work.evaluation.outlay);
        on.outlay = &work.evaluation.outlay;
    }
    return first_exits(alternative.exits, on);
}

Evaluated evaluate(const ResolvedAlternative& alternative, const Pack& pack, Workspace& work) {
    const GoingOn on = going_on(alternative, pack, work);
    return finish(alternative, on, find_exits(alternative, on, work), work);
}

Evaluated evaluate_unfunded(const ResolvedAlternative& alternative, const Pack& pack, Workspace& work) {
    const GoingOn on = going_on_unfunded(alternative, pack, work);
    return finish(alternative, on, find_exits(alternative, on, work), work);
}

UnfundedDates date_unfunded(const ResolvedAlternative& alternative, const Pack& pack, Workspace& work) {
    const GoingOn on = going_on_unfunded(alternative, pack, work);
    const Exits exits = find_exits(alternative, on, work);
    return {unwind(alternative, pack, on.schedule, exits, work.evaluation.with_exits), exits};
}

Evaluated evaluate_with_stay(const RunModel& model, const ResolvedAlternative& alternative, const Pack& pack, Workspace& work) {
    Stay& stay = work.stays[alternative.stays_as];
    const auto keep = [&](const Flows& flows) {
        for (const FirmId f : model.firms.ids()) stay.firms[f] = present_values(model, flows, f);
        stay.known = true;
    };
    GoingOn on = going_on(alternative, pack, work);
    if (alternative.exits.needs_outlay) {
        const Flows& flows = finish(alternative, on, {}, work).flows;
        if (!stay.known) keep(flows);
        find_outlays(flows, work.evaluation.outlay);
        on.outlay = &work.evaluation.outlay;
    }
    const Exits exits = first_exits(alternative.exits, on);
    const bool asked = std::any_of(exits.begin(), exits.end(), [&](const Exit& exit) { return could_stay(alternative, exit); });
    if (asked && !stay.known) {
        // A third of settling is costs, and another alternative often has them already.
        const Stay& other = work.stays[alternative.costs_as];
        const bool has_costs = other.known;
        keep(finish(alternative, on, {}, work, has_costs ? Costs::left_out : Costs::settled).flows);
        for (const FirmId f : model.firms.ids()) {
            if (has_costs) stay.firms[f].cost = other.firms[f].cost;
        }
    }
    const Evaluated out = finish(alternative, on, exits, work);
    if (stay.shared && !stay.known && !any_happens(exits)) keep(out.flows);
    return out;
}

Evaluated evaluate_with(const ResolvedAlternative& alternative, const Pack& pack, const Exits& exits, Workspace& work) {
    return finish(alternative, going_on(alternative, pack, work), exits, work);
}

void first_accesses(const Schedule& schedule, Table<ProgramId, FirmId, Lanes>& out) {
    const auto parts = schedule.parts.all();
    for (std::size_t i = 0; i < out.all().size(); ++i) out.all()[i] = parts[i].access.first;
}

FirmValues present_values(const RunModel& model, const Flows& flows, FirmId firm) {
    const std::vector<double>& discount = model.firms[firm].discount;
    FirmValues out;
    inner_product(flows.cost[firm], discount, out.cost);
    inner_product(flows.transfer[firm], discount, out.transfer);
    inner_product(flows.benefit[firm], discount, out.benefit);
    if (flows.past.empty()) return out;
    for (std::size_t lane = 0; lane < pack_size; ++lane) {
        out.cost[lane] += flows.past.cost[firm][lane];
        out.transfer[lane] += flows.past.transfer[firm][lane];
        out.benefit[lane] += flows.past.benefit[firm][lane];
    }
    return out;
}

Lanes net_present_value(const RunModel& model, const Flows& flows, FirmId firm) {
    const std::vector<double>& discount = model.firms[firm].discount;
    const auto present = [&](const Table<FirmId, Period, Lanes>& money) {
        Lanes out;
        inner_product(money[firm], discount, out);
        return out;
    };
    const Lanes benefit = present(flows.benefit), cost = present(flows.cost), transfer = present(flows.transfer);
    Lanes out;
    for (std::size_t lane = 0; lane < pack_size; ++lane) out[lane] = benefit[lane] - cost[lane] + transfer[lane];
    if (flows.past.empty()) return out;
    const PastFlows& past = flows.past;
    for (std::size_t lane = 0; lane < pack_size; ++lane)
        out[lane] += past.benefit[firm][lane] - past.cost[firm][lane] + past.transfer[firm][lane];
    return out;
}

}  // namespace entente
