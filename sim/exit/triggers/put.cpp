// A put: what it needs and how it becomes an option (see put.hpp).
#include "exit/triggers/put.hpp"

#include "base/text.hpp"
#include "chance/words.hpp"
#include "exit/option.hpp"
#include "exit/sayings.hpp"

namespace entente {

void check(const PutTrigger& trigger, const ExitCheck& exit) {
    exit.firm(trigger.counterparty, ".counterparty");
    if (exit.leaver == "any") exit.problem(" is a put of any firm", "the firm that holds it");
    if (exit.leaver == trigger.counterparty.text) exit.problem(".counterparty is the leaver", "another firm");
    exit.not_before_start(trigger.since, ".since");
    if (trigger.since && trigger.until && *trigger.since > *trigger.until) exit.problem(" ends before it begins", "since before until");
}

void check_horizon(const PutTrigger& trigger, const ExitHorizon& horizon) {
    if (trigger.since && horizon.past(*trigger.since)) horizon.late(".since = " + shortest(*trigger.since), "can never be exercised");
}

ResolvedOption resolve(const PutTrigger& trigger, ExitBuilder& exit) {
    ResolvedOption slots = option(exit);
    slots.counterparty = exit.firm(trigger.counterparty);
    slots.strike = exit.value(trigger.strike, Sign::not_negative);
    slots.nominal = trigger.nominal;
    slots.since = trigger.since.value_or(-never);
    slots.until = trigger.until.value_or(never);
    return slots;
}

std::string told(const PutTrigger& trigger, const ExitWords& words) {
    return "at the first year boundary " + (trigger.since ? "from " + shortest(*trigger.since) : "from formation") +
           (trigger.until ? " to " + shortest(*trigger.until) : " to the end") +
           " at which, by what it then knows, leaving for the strike is worth more than staying: " + words.firm(trigger.counterparty) +
           " then pays it " + number(trigger.strike) + " (" + (trigger.nominal ? "nominal" : "real") + ") instead of a fee";
}

}  // namespace entente
