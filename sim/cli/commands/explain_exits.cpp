// How an alliance may end early, in words (see explain.hpp).
#include <algorithm>
#include <cmath>
#include <set>

#include "cli/commands/explain.hpp"
#include "model/check.hpp"
#include "model/names.hpp"

namespace entente {

namespace {

bool is(const Quantity& q, double value) { return constant(q.law) == value; }

// Whoever may leave by one exit, and the scenario in whose words that is told.
struct Leavers {
    const Scenario& scenario;
    std::vector<std::string> firms;  // as people call them

    // As the subject of "leaves".
    std::string subject() const { return firms.size() == 1 ? firms.front() : "each of " + enumerated(firms); }
    // How likely it is that one of them leaves if each does with this chance.
    std::string chance(double each) const {
        const double any = 1 - std::pow(1 - each, static_cast<double>(firms.size()));
        const double percent = 100 * any;
        return fmt::format("{}{:.{}f}%", firms.size() > 1 ? "together " : "", percent, percent >= 9.95 ? 0 : 1);
    }
};

// Who may leave: the firm, or each member of a pool or venture, in the firms' order.
Leavers leavers_of(const Scenario& s, const Alternative& alternative, const ExitTerms& exit) {
    if (exit.leaver.text != "any") return {s, {title_of(s.firm, exit.leaver.text)}};
    std::set<std::string> members;
    for (const Arrangement& arrangement : alternative.arrangement) {
        std::visit(
            [&](const auto& mode) {
                if constexpr (requires { mode.members; }) {
                    for (const Name& name : mode.members) members.insert(name.text);
                }
            },
            arrangement.mode);
    }
    Leavers out{s, {}};
    for (const auto& [id, firm] : s.firm) {
        if (members.contains(id.text)) out.firms.push_back(title_of(s.firm, id.text));
    }
    return out;
}

// The chance that something at an uncertain rate happens within a year is told at its mean.
std::string in_a_year(const Quantity& rate, const Leavers& who) {
    return (constant(rate.law) ? "" : "at its mean ") + who.chance(1 - std::exp(-mean(rate.law))) + " in a year";
}
std::string with_chance(const Quantity& probability) { return is(probability, 1) ? "" : ", with a chance of " + percent(probability); }
std::string after_horizon(const Scenario& s, const Quantity& date) {
    const double first = quantile(date.law, {1e-12, 1 - 1e-12});
    return first > s.scenario.start + s.scenario.horizon ? ", past the horizon: not counted" : "";
}

std::string told(const DateTrigger& trigger, const Leavers& who) {
    return "in " + number(trigger.date) + ", or at formation if that is later" + after_horizon(who.scenario, trigger.date);
}

std::string told(const HazardTrigger& trigger, const Leavers& who) {
    if (trigger.life) {
        std::string out =
            "at the end of a life of " + years(*trigger.life) + " since formation" + (who.firms.size() > 1 ? ", each of its own" : "");
        if (constant(trigger.life->law)) return out;
        for (const double years : {1.0, 5.0, 10.0})
            out += fmt::format("{}{} within {:.0f} {}", years == 1 ? ": " : ", ", who.chance(cdf(trigger.life->law, years).below), years,
                               years == 1 ? "year" : "years");
        return out;
    }
    if (trigger.rate->flat) return "with a rate of " + number(*trigger.rate->flat) + " a year: " + in_a_year(*trigger.rate->flat, who);
    std::string out;
    for (const auto& [regime, rate] : trigger.rate->by_regime)
        out += (out.empty() ? "" : ", ") + number(rate) + " in '" + regime.text + "' (" + in_a_year(rate, who) + ")";
    return "with a rate a year that hangs on the regime of market '" + trigger.market->text + "': " + out + ", 0 in others";
}

std::string told(const RecoveryTrigger& trigger, const Leavers&) {
    return "when market '" + trigger.market.text + "' enters regime '" + trigger.regime.text + "' from another for the first time" +
           with_chance(trigger.probability) + (is(trigger.lag, 0) ? "" : ", " + years(trigger.lag) + " later");
}

std::string told(const FailureTrigger&, const Leavers&) { return "when a pool that it is in stops at a gate"; }

std::string told(const EventTrigger& trigger, const Leavers&) {
    return "when event '" + trigger.event.text + "' arrives" + with_chance(trigger.probability);
}

std::string told(const OverrunTrigger& trigger, const Leavers&) {
    std::string out;
    if (trigger.cost) out = "has spent more than " + number(*trigger.cost) + " x its cost target";
    if (trigger.time) out += (out.empty() ? "" : ", or ") + std::string("is ") + years(*trigger.time) + " past the p50 of its planned end";
    return "when a pool that it is in, not yet completed, " + out + (trigger.cost && trigger.time ? ", whichever comes first" : "");
}

std::string told(const DistressTrigger& trigger, const Leavers&) {
    return "when its outlay over a year passes " + number(trigger.multiple) + " x that year's budget";
}

std::string told(const PutTrigger& trigger, const Leavers& who) {
    return "at the first year boundary " + (trigger.since ? "from " + shortest(*trigger.since) : "from formation") +
           (trigger.until ? " to " + shortest(*trigger.until) : " to the end") +
           " at which, by what it then knows, leaving for the strike is worth more than staying: " +
           title_of(who.scenario.firm, trigger.counterparty.text) + " then pays it " + number(trigger.strike) + " (" +
           (trigger.nominal ? "nominal" : "real") + ") instead of a fee";
}

std::string told(const OptimalTrigger&, const Leavers&) {
    return "at the first year boundary at which, by what it then knows, leaving is worth more than staying and leaving later if ever";
}

// When a trigger fires; one without words of its own here is told by its name.
template <class T>
std::string when(const T& trigger, const Leavers& who) {
    if constexpr (requires { told(trigger, who); }) {
        return told(trigger, who);
    } else {
        return "by trigger '" + std::string(T::name) + "'";
    }
}

std::string scope_told(const Scenario& s, const ExitTerms& exit) {
    if (scope_of(exit) == Scope::alliance) return "the whole alliance";
    return exit.program ? "'" + title_of(s.program, exit.program->text) + "'" : "the program that failed";
}

void explain_unwinding(const Scenario& s, const UnwindTerms& unwind) {
    const char* const money = unwind.nominal ? "nominal" : "real";
    fmt::print("  Then: notice {}, fee {} ({}) from the leaver, costs of unwinding {} ({}); own work restarts after {};\n",
               years(unwind.notice), number(unwind.fee), money, unwind.cost.empty() ? "none" : by_firm(s, unwind.cost, number), money,
               years(unwind.restart));
    fmt::print("    usable work: {} (others 100%); keeps what is complete: {} (others true), else access ends after {}; licences {}.\n",
               unwind.retention.empty() ? "all" : by_firm(s, unwind.retention, percent),
               unwind.keeps.empty() ? "all" : by_firm(s, unwind.keeps, [](bool k) { return std::string(k ? "true" : "false"); }),
               years(unwind.runoff), unwind.licences_survive ? "survive" : "of the leaver end");
    if (!unwind.on_exit.empty())
        fmt::print("    Whether a firm goes on alone: {}.\n", by_firm(s, unwind.on_exit, [](OnExit rule) { return word_of(rule); }));
    if (!unwind.decline.empty())
        fmt::print("    Without own access market position falls a year by: {}.\n", by_firm(s, unwind.decline, percent));
    if (!unwind.level.empty())
        fmt::print("    With access it goes to: {} (others stay where they are).\n", by_firm(s, unwind.level, number));
    if (!unwind.level.empty() || !unwind.recover.empty())
        fmt::print("    Speed a year at which it goes there: {} (others at once).\n",
                   unwind.recover.empty() ? "-" : by_firm(s, unwind.recover, number));
}

}  // namespace

void explain_exits(const Scenario& s, const Alternative& alternative) {
    for (const ExitTerms& exit : alternative.exit) {
        const Leavers who = leavers_of(s, alternative, exit);
        fmt::print("  Exit '{}': {} leaves {} {}.\n", exit_name(exit), who.subject(), scope_told(s, exit),
                   std::visit([&](const auto& trigger) { return when(trigger, who); }, exit.trigger));
    }
    if (!alternative.exit.empty()) explain_unwinding(s, alternative.unwind.value_or(UnwindTerms{}));
}

}  // namespace entente
