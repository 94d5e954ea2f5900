// Exits of one alternative of the run's model (see resolve.hpp).
#include <algorithm>
#include <set>

#include "base/problem.hpp"
#include "model/names.hpp"
#include "resolve/resolve.hpp"

namespace entente {

namespace {

// "any" stands for each member of a pool or venture, in the order of the firms.
std::vector<FirmId> leavers_of(const Builder& builder, const Alternative& alternative, const ExitTerms& terms) {
    if (terms.leaver.text != "any") return {builder.firm(terms.leaver)};
    std::set<FirmId> members;
    for (const Arrangement& arrangement : alternative.arrangement) {
        for (const Name& name : parties_of(arrangement.mode).members) members.insert(builder.firm(name));
    }
    return {members.begin(), members.end()};
}

void add_benefits(const Program& program, const std::string& firm, std::vector<const Benefit*>& out) {
    for (const Benefit& benefit : program.benefit) {
        if (benefit.firm.text == firm) out.push_back(&benefit);
    }
}

// The regimes and adoption curves of the markets that some benefits are earned in, and the years since formation.
void add_markets(const Builder& builder, const std::vector<const Benefit*>& benefits, Observed& out) {
    const Scenario& scenario = builder.scenario;
    std::set<MarketId> markets;
    std::set<std::pair<MarketId, CurveId>> curves;
    for (const Benefit* benefit : benefits) {
        const MarketId market = builder.market(benefit->market);
        markets.insert(market);
        if (!benefit->adoption) continue;
        const auto& written = scenario.market[market.place()].second.adoption;
        curves.insert({market, place<CurveId>(written, *benefit->adoption)});
    }
    for (const MarketId market : markets) {
        if (builder.model.regimes.chain(market).demand.size() < 2) continue;
        out.markets.push_back(market);
        out.names.push_back("demand of " + scenario.market[market.place()].first.text);
    }
    for (const auto& [market, curve] : curves) {
        const auto& slots = builder.model.markets.markets[market].adoption[curve];
        out.curves.push_back({slots.ceiling, slots.midpoint, slots.rate});
        const auto& [name, written] = scenario.market[market.place()];
        out.names.push_back("adoption of " + written.adoption[curve.place()].first.text + " in " + name.text);
    }
    out.names.emplace_back("years since formation");
}

// The state that a firm looks at: its pools, and the markets that it sells into.
Observed observed_by(const Builder& builder, const ResolvedDeal& deal, FirmId firm) {
    Observed out;
    const Scenario& scenario = builder.scenario;
    const std::string& firm_id = builder.model.firm_names[firm];
    for (const ArrangementId a : deal.arrangements.ids()) {
        if (!contains(deal.arrangements[a].members, firm)) continue;
        out.pools.push_back(a);
        const std::string& program = builder.model.program_names[deal.arrangements[a].program];
        out.names.push_back("spent share of " + program);
        out.names.push_back("stages done of " + program);
    }
    std::vector<const Benefit*> benefits;
    for (const auto& [id_unused, program] : scenario.program) add_benefits(program, firm_id, benefits);
    add_markets(builder, benefits, out);
    if (out.variables() > Observed::most_variables)
        throw Failure("an exit that is taken when it pays looks at " + std::to_string(out.variables()) + " variables of firm '" + firm_id +
                      "' (pools, regimes, adoption curves); at most " + std::to_string(Observed::most_variables) + " can be fitted");
    return out;
}

class ExitResolver final : public ExitBuilder {
public:
    ExitResolver(Builder& builder, const ResolvedDeal& deal, const ExitTerms& terms, std::vector<FirmId> may_leave)
        : builder_(builder), deal_(deal), name_(exit_name(terms)), any_(terms.leaver.text == "any") {
        leavers = std::move(may_leave);
        alliance = scope_of(terms) == Scope::alliance;
        program = terms.program ? builder.program(*terms.program) : ProgramId();
    }

    FirmId firm(const Name& name) override { return builder_.firm(name); }
    MarketId market(const Name& name) override { return builder_.market(name); }
    EventId event(const Name& name) override { return builder_.event(name); }
    const std::vector<std::string>& regimes(MarketId market) override { return builder_.model.regimes.chain(market).names; }
    Slot value(const Quantity& quantity, Sign sign) override { return builder_.value(quantity, sign); }
    // Drawn under the exit's name, and under the firm's where any may leave.
    std::vector<Slot> values(const Quantity& quantity) override {
        return by_leaver<Slot>(
            [&](FirmId firm) { return builder_.model.sampler.value(quantity, {}, Sign::not_negative, any_ ? "." + id(firm) : ""); });
    }
    std::vector<Slot> clocks() override {
        return by_leaver<Slot>([&](FirmId firm) { return builder_.model.sampler.waiting(score_name(firm)); });
    }
    std::vector<Chance> chances(const Quantity& probability) override {
        return by_leaver<Chance>([&](FirmId firm) { return builder_.model.sampler.chance(score_name(firm), {}, probability); });
    }
    Observed observed(FirmId firm) override { return observed_by(builder_, deal_, firm); }

private:
    const std::string& id(FirmId firm) const { return builder_.model.firm_names[firm]; }
    std::string score_name(FirmId firm) const { return "exit." + name_ + "." + id(firm); }
    template <class T, class Of>
    std::vector<T> by_leaver(const Of& of) const {
        std::vector<T> out;
        for (const FirmId firm : leavers) out.push_back(of(firm));
        return out;
    }

    Builder& builder_;
    const ResolvedDeal& deal_;
    std::string name_;
    bool any_;
};

// Who goes on alone after an exit, by program: as written, or as firms do alone.
ById<ProgramId, ById<FirmId, ResolvedGoingOn>> going_on(const Builder& builder, const Alternative& alternative) {
    const Scenario& scenario = builder.scenario;
    const bool best = alternative.alone.value_or(scenario.scenario.alone) == Alone::best;
    const UnwindTerms terms = alternative.unwind.value_or(UnwindTerms{});
    ById<ProgramId, ById<FirmId, ResolvedGoingOn>> out(scenario.program.size());
    for (const ProgramId p : out.ids()) {
        out[p].resize(scenario.firm.size());
        for (const FirmId f : out[p].ids()) {
            const std::string& firm = builder.model.firm_names[f];
            ResolvedGoingOn& rule = out[p][f];
            const OnExit* written = find(terms.on_exit, firm);
            rule.rule = written != nullptr ? *written : best ? OnExit::best : OnExit::resume;
            if (rule.rule != OnExit::best) continue;
            std::vector<const Benefit*> benefits;
            add_benefits(scenario.program[p.place()].second, firm, benefits);
            add_markets(builder, benefits, rule.markets);
            if (rule.markets.variables() > Observed::most_variables)
                throw Failure("going on alone after an exit rests on " + std::to_string(rule.variables()) + " variables of firm '" + firm +
                              "' (regimes, adoption curves); at most " + std::to_string(Observed::most_variables) + " can be fitted");
        }
    }
    return out;
}

ResolvedUnwind prepare_unwind(Builder& builder, const UnwindTerms& terms) {
    ResolvedUnwind unwind;
    unwind.notice = builder.value(terms.notice, Sign::not_negative);
    unwind.fee = builder.value(terms.fee, Sign::not_negative);
    unwind.runoff = builder.value(terms.runoff, Sign::not_negative);
    unwind.restart = builder.value(terms.restart, Sign::not_negative);
    unwind.cost = builder.by_firm(terms.cost, Sign::not_negative);
    unwind.retention = builder.by_firm(terms.retention, Sign::not_negative);
    unwind.decline = builder.by_firm(terms.decline);
    unwind.level = builder.by_firm(terms.level, Sign::not_negative);
    unwind.recover = builder.by_firm(terms.recover, Sign::not_negative);
    unwind.keeps.assign(builder.scenario.firm.size(), true);
    for (const auto& [name, keeps] : terms.keeps) unwind.keeps[builder.firm(name)] = keeps;
    unwind.licences_survive = terms.licences_survive;
    unwind.nominal = terms.nominal;
    return unwind;
}

}  // namespace

ResolvedExits prepare_exits(Builder& builder, const ResolvedDeal& deal, const Alternative& alternative) {
    ResolvedExits exits;
    exits.unwind = prepare_unwind(builder, alternative.unwind.value_or(UnwindTerms{}));
    exits.unwind.going_on = going_on(builder, alternative);
    for (const ExitTerms& terms : alternative.exit) {
        ExitResolver resolved(builder, deal, terms, leavers_of(builder, alternative, terms));
        ResolvedExit exit{exit_name(terms),
                          std::visit([&](const auto& trigger) -> ResolvedTrigger { return resolve(trigger, resolved); }, terms.trigger),
                          resolved.leavers,
                          resolved.alliance,
                          resolved.program,
                          leaves_failed_program(terms),
                          is_by_choice(terms)};
        exits.needs_outlay = exits.needs_outlay || needs_of(exit.trigger).outlay;
        exits.exits.push_back(std::move(exit));
    }
    return exits;
}

}  // namespace entente
