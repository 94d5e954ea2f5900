// Exits of one alternative of the run's model (see model.hpp).
#include <algorithm>
#include <set>

#include "engine/prepare.hpp"
#include "model/names.hpp"

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
    TriggerBuilder(Builder& builder, const ExitTerms& terms, const std::vector<int>& leavers)
        : builder_(builder), name_(exit_name(terms)), any_(terms.leaver.text == "any"), leavers_(leavers) {}

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
    TriggerSlots operator()(const FailureTrigger&) const { return FailureSlots{}; }
    TriggerSlots operator()(const EventTrigger& t) const { return EventExitSlots{builder_.event(t.event), chances(t.probability)}; }
    TriggerSlots operator()(const OverrunTrigger& t) const {
        OverrunSlots slots{t.cost.has_value(), t.time.has_value(), {}, {}};
        if (t.cost) slots.cost = builder_.value(*t.cost, true);
        if (t.time) slots.time = builder_.value(*t.time, true);
        return slots;
    }
    TriggerSlots operator()(const DistressTrigger& t) const { return DistressSlots{builder_.value(t.multiple, true)}; }

private:
    const std::string& id(int firm) const { return builder_.model.firm_ids[static_cast<std::size_t>(firm)]; }
    std::string score_name(int firm) const { return "exit." + name_ + "." + id(firm); }
    std::vector<Chance> chances(const Quantity& probability) const {
        std::vector<Chance> out;
        for (const int firm : leavers_) out.push_back(builder_.model.sampler.chance(score_name(firm), {}, probability));
        return out;
    }

    Builder& builder_;
    std::string name_;
    bool any_;
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

ExitsModel prepare_exits(Builder& builder, const Alternative& alternative) {
    ExitsModel exits;
    exits.unwind = prepare_unwind(builder, alternative.unwind.value_or(UnwindTerms{}));
    for (const ExitTerms& terms : alternative.exit) {
        ExitModel exit;
        exit.name = exit_name(terms);
        exit.leavers = leavers_of(builder, alternative, terms);
        exit.trigger = std::visit(TriggerBuilder(builder, terms, exit.leavers), terms.trigger);
        const bool failure = std::holds_alternative<FailureTrigger>(terms.trigger);
        exit.alliance = terms.scope.value_or(failure ? Scope::program : Scope::alliance) == Scope::alliance;
        exit.program = terms.program ? builder.program(*terms.program) : -1;
        exits.needs_outlay = exits.needs_outlay || std::holds_alternative<DistressTrigger>(terms.trigger);
        exits.exits.push_back(std::move(exit));
    }
    return exits;
}

}  // namespace entente
