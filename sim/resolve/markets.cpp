// Markets, events and benefits of the run's model (see resolve.hpp).
#include <algorithm>

#include "model/scenario.hpp"
#include "resolve/resolve.hpp"

namespace entente {

namespace {

SegmentId segment_of(Builder& builder, const Benefit& benefit) {
    Segment wanted{builder.market(benefit.market), {}};
    const Market& written = builder.scenario.market[wanted.market.place()].second;
    if (benefit.adoption) wanted.adoption = place<CurveId>(written.adoption, *benefit.adoption);
    auto& segments = builder.model.markets.segments;
    const auto known = std::find(segments.begin(), segments.end(), wanted);
    return known != segments.end() ? segments.id_of(*known) : segments.push_back(wanted);
}

ResolvedEvent prepare_event(Builder& builder, const Event& event) {
    ResolvedEvent slots;
    slots.arrives = event.rate.has_value();
    const std::string name = "event." + event.name.text;
    if (event.rate) {
        slots.waiting = builder.model.sampler.waiting(name);
        slots.rate = builder.value(*event.rate, Sign::not_negative);
    } else {
        slots.happens = builder.model.sampler.chance(name, {}, event.probability);
        slots.date = builder.value(*event.date);
    }
    slots.duration = builder.value(event.duration, Sign::not_negative);
    for (const auto& [market, factor] : event.demand)
        slots.demand.push_back({builder.market(market), builder.value(factor, Sign::not_negative)});
    for (const auto& [market, change] : event.margin) slots.margin.push_back({builder.market(market), builder.value(change)});
    for (const auto& [firm, amount] : event.outlay) slots.outlay.push_back({builder.firm(firm), builder.value(amount, Sign::not_negative)});
    return slots;
}

ResolvedBenefit prepare_benefit(Builder& builder, const Benefit& benefit) {
    ResolvedBenefit slots;
    slots.firm = builder.firm(benefit.firm);
    slots.market = builder.market(benefit.market);
    slots.segment = segment_of(builder, benefit);
    slots.share = builder.value(benefit.share, Sign::not_negative);
    slots.margin = builder.value(benefit.margin);
    slots.life = builder.value(benefit.life, Sign::not_negative);
    slots.until = builder.value(benefit.until);
    slots.ramp = builder.value(benefit.ramp, Sign::not_negative);
    slots.late = builder.value(benefit.late, Sign::not_negative);
    slots.rivalry = builder.value(benefit.rivalry, Sign::not_negative);
    slots.due = benefit.due.value_or(never);
    if (benefit.refresh)
        slots.refresh = {true, builder.value(benefit.refresh->every, Sign::not_negative),
                         builder.value(benefit.refresh->cost, Sign::not_negative)};
    slots.goes_on = constant(benefit.terminal.law) != 0.0;
    if (slots.goes_on) {
        slots.terminal = builder.value(benefit.terminal, Sign::not_negative);
        slots.terminal_growth = builder.value(benefit.terminal_growth);
    }
    return slots;
}

void note_what_goes_on(ResolvedProgram& program) {
    for (const ResolvedBenefit& benefit : program.benefits) {
        if (!benefit.goes_on) continue;
        program.goes_on[benefit.firm] = true;
        for (ResolvedPenalty& penalty : program.penalties) {
            if (penalty.firm == benefit.firm) penalty.terminals.push_back(benefit.terminal);
        }
    }
}

}  // namespace

std::string regime_path(const std::string& market) { return "market." + market + ".regime"; }

void prepare_markets(Builder& builder, const std::vector<CorrelatedGroup>& groups) {
    RunModel& model = builder.model;
    ById<MarketId, RegimeChain> chains;
    std::vector<std::string> regime_paths;
    for (const auto& [id, market] : builder.scenario.market) {
        const std::string path = regime_path(id.text);
        ResolvedMarket slots{builder.value(market.size, Sign::not_negative), builder.value(market.growth), {}, !market.regime.empty()};
        for (const auto& [name, curve] : market.adoption) {
            slots.adoption.push_back(
                {builder.value(curve.ceiling, Sign::not_negative), builder.value(curve.midpoint), builder.value(curve.rate)});
        }
        model.markets.markets.push_back(std::move(slots));
        chains.push_back(make_chain(market, model.grid.step(), Stream(model.seed, path)));
        regime_paths.push_back(path);
    }
    std::vector<Regimes::Group> regime_groups;
    for (const CorrelatedGroup& group : groups) {
        Regimes::Group out;
        for (const std::string& name : group.names) {
            const auto found = std::find(regime_paths.begin(), regime_paths.end(), name);
            if (found != regime_paths.end()) out.markets.emplace_back(found - regime_paths.begin());
        }
        if (out.markets.empty()) continue;
        CorrelatedGroup whole = group;
        write_out(whole);
        out.root = symmetric_root(whole.matrix);
        regime_groups.push_back(std::move(out));
    }
    model.regimes = Regimes(std::move(chains), std::move(regime_groups), model.grid.periods);
    for (const Event& event : builder.scenario.event) model.markets.events.push_back(prepare_event(builder, event));
    for (const ProgramId p : model.programs.ids()) {
        for (const Benefit& benefit : builder.scenario.program[p.place()].second.benefit) {
            model.programs[p].benefits.push_back(prepare_benefit(builder, benefit));
        }
        note_what_goes_on(model.programs[p]);
    }
}

}  // namespace entente
