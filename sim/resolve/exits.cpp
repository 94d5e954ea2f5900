// Exits of one alternative of the run's model (see model.hpp).
#include <algorithm>
#include <set>

#include "base/problem.hpp"
#include "model/names.hpp"
#include "resolve/resolve.hpp"

namespace entente {

namespace {

// "any" stands for each member of a pool or venture, in the order of the firms.
std::vector<int> leavers_of(const Builder& builder, const Alternative& alternative, const ExitTerms& terms) {
    if (terms.leaver.text != "any") return {builder.firm(terms.leaver)};
    std::set<int> members;
    for (const Arrangement& arrangement : alternative.arrangement) {
        const auto add = [&](const auto& mode) {
            if constexpr (requires { mode.members; }) {
                for (const Name& name : mode.members) members.insert(builder.firm(name));
            }
        };
        std::visit(add, arrangement.mode);
    }
    return {members.begin(), members.end()};
}

class TriggerBuilder {
public:
    TriggerBuilder(Builder& builder, const DealModel& deal, const ExitTerms& terms, const std::vector<int>& leavers)
        : builder_(builder),
          deal_(deal),
          name_(exit_name(terms)),
          any_(terms.leaver.text == "any"),
          program_(terms.program ? builder.program(*terms.program) : -1),
          leavers_(leavers) {}

    TriggerSlots operator()(const DateTrigger& t) const { return DateSlots{builder_.value(t.date)}; }
    TriggerSlots operator()(const HazardTrigger& t) const {
        HazardSlots slots;
        if (t.life) {
            // Each member's own clock: one life for each, drawn under the exit's name and the firm's.
            for (const int firm : leavers_)
                slots.life.push_back(builder_.model.sampler.value(*t.life, {}, true, any_ ? "." + id(firm) : ""));
            return slots;
        }
        for (const int firm : leavers_) slots.clock.push_back(builder_.model.sampler.waiting(score_name(firm)));
        if (t.rate->flat) {
            slots.rate.push_back(builder_.value(*t.rate->flat, true));
            return slots;
        }
        slots.market = builder_.market(*t.market);
        for (const std::string& state : builder_.model.regimes.chain(slots.market).names) {
            const Quantity* rate = find(t.rate->by_regime, state);
            slots.rate.push_back(rate != nullptr ? builder_.value(*rate, true) : Slot{});
        }
        return slots;
    }
    TriggerSlots operator()(const RecoveryTrigger& t) const {
        RecoverySlots slots;
        slots.market = builder_.market(t.market);
        const auto& names = builder_.model.regimes.chain(slots.market).names;
        slots.state = static_cast<int>(std::find(names.begin(), names.end(), t.regime.text) - names.begin());
        slots.taken = chances(t.probability);
        slots.lag = builder_.value(t.lag, true);
        return slots;
    }
    TriggerSlots operator()(const FailureTrigger&) const { return FailureSlots{program_}; }
    TriggerSlots operator()(const EventTrigger& t) const { return EventExitSlots{builder_.event(t.event), chances(t.probability)}; }
    TriggerSlots operator()(const OverrunTrigger& t) const {
        OverrunSlots slots{program_, t.cost.has_value(), t.time.has_value(), {}, {}};
        if (t.cost) slots.cost = builder_.value(*t.cost, true);
        if (t.time) slots.time = builder_.value(*t.time, true);
        return slots;
    }
    TriggerSlots operator()(const DistressTrigger& t) const { return DistressSlots{builder_.value(t.multiple, true)}; }
    TriggerSlots operator()(const PutTrigger& t) const {
        OptionSlots slots = option();
        slots.counterparty = builder_.firm(t.counterparty);
        slots.strike = builder_.value(t.strike, true);
        slots.nominal = t.nominal;
        slots.since = t.since.value_or(-never);
        slots.until = t.until.value_or(never);
        return slots;
    }
    TriggerSlots operator()(const OptimalTrigger&) const { return option(); }

private:
    OptionSlots option() const {
        OptionSlots slots;
        for (const int firm : leavers_) slots.observed.push_back(observed_by(firm));
        slots.policy.resize(leavers_.size());
        return slots;
    }
    // The state that a firm looks at: its pools, and the markets that it sells into.
    Observed observed_by(int firm) const {
        Observed out;
        const Scenario& scenario = builder_.scenario;
        for (std::size_t a = 0; a < deal_.arrangements.size(); ++a) {
            if (!contains(deal_.arrangements[a].members, firm)) continue;
            out.pools.push_back(a);
            const std::string& program = builder_.model.program_ids[static_cast<std::size_t>(deal_.arrangements[a].program)];
            out.names.push_back("spent share of " + program);
            out.names.push_back("stages done of " + program);
        }
        std::set<int> markets;
        std::set<std::pair<int, std::size_t>> curves;
        for (const auto& [id_unused, program] : scenario.program) {
            for (const Benefit& benefit : program.benefit) {
                if (benefit.firm.text != id(firm)) continue;
                const int market = builder_.market(benefit.market);
                markets.insert(market);
                if (!benefit.adoption) continue;
                const auto& written = scenario.market[static_cast<std::size_t>(market)].second.adoption;
                curves.insert({market, static_cast<std::size_t>(place(written, *benefit.adoption))});
            }
        }
        for (const int market : markets) {
            if (builder_.model.regimes.chain(market).demand.size() < 2) continue;
            out.markets.push_back(market);
            out.names.push_back("demand of " + scenario.market[static_cast<std::size_t>(market)].first.text);
        }
        for (const auto& [market, curve] : curves) {
            const auto& slots = builder_.model.markets.markets[static_cast<std::size_t>(market)].adoption[curve];
            out.curves.push_back({slots.ceiling, slots.midpoint, slots.rate});
            const auto& [name, written] = scenario.market[static_cast<std::size_t>(market)];
            out.names.push_back("adoption of " + written.adoption[curve].first.text + " in " + name.text);
        }
        out.names.push_back("years since formation");
        if (out.variables() > Observed::most_variables)
            throw Failure("an exit that is taken when it pays looks at " + std::to_string(out.variables()) + " variables of firm '" +
                          id(firm) + "' (pools, regimes, adoption curves); at most " + std::to_string(Observed::most_variables) +
                          " can be fitted");
        return out;
    }

    const std::string& id(int firm) const { return builder_.model.firm_ids[static_cast<std::size_t>(firm)]; }
    std::string score_name(int firm) const { return "exit." + name_ + "." + id(firm); }
    std::vector<Chance> chances(const Quantity& probability) const {
        std::vector<Chance> out;
        for (const int firm : leavers_) out.push_back(builder_.model.sampler.chance(score_name(firm), {}, probability));
        return out;
    }

    Builder& builder_;
    const DealModel& deal_;
    std::string name_;
    bool any_;
    int program_;
    const std::vector<int>& leavers_;
};

UnwindModel prepare_unwind(Builder& builder, const UnwindTerms& terms) {
    UnwindModel unwind;
    unwind.notice = builder.value(terms.notice, true);
    unwind.fee = builder.value(terms.fee, true);
    unwind.runoff = builder.value(terms.runoff, true);
    unwind.restart = builder.value(terms.restart, true);
    unwind.cost = builder.by_firm(terms.cost, true);
    unwind.retention = builder.by_firm(terms.retention, true);
    unwind.decline = builder.by_firm(terms.decline);
    unwind.level = builder.by_firm(terms.level, true);
    unwind.recover = builder.by_firm(terms.recover, true);
    unwind.keeps.assign(builder.scenario.firm.size(), true);
    for (const auto& [name, keeps] : terms.keeps) unwind.keeps[static_cast<std::size_t>(builder.firm(name))] = keeps;
    unwind.licences_survive = terms.licences_survive;
    unwind.nominal = terms.nominal;
    return unwind;
}

}  // namespace

ExitsModel prepare_exits(Builder& builder, const DealModel& deal, const Alternative& alternative) {
    ExitsModel exits;
    exits.unwind = prepare_unwind(builder, alternative.unwind.value_or(UnwindTerms{}));
    for (const ExitTerms& terms : alternative.exit) {
        ExitModel exit;
        exit.name = exit_name(terms);
        exit.leavers = leavers_of(builder, alternative, terms);
        exit.trigger = std::visit(TriggerBuilder(builder, deal, terms, exit.leavers), terms.trigger);
        const bool failure = std::holds_alternative<FailureTrigger>(terms.trigger);
        exit.alliance = terms.scope.value_or(failure ? Scope::program : Scope::alliance) == Scope::alliance;
        exit.program = terms.program ? builder.program(*terms.program) : -1;
        if (auto* option = std::get_if<OptionSlots>(&exit.trigger)) {
            option->alliance = exit.alliance;
            option->program = exit.program;
        }
        exits.needs_outlay = exits.needs_outlay || std::holds_alternative<DistressTrigger>(terms.trigger);
        exits.exits.push_back(std::move(exit));
    }
    return exits;
}

}  // namespace entente
