// An exit at an event: what it needs and when it fires (see event.hpp).
#include "exit/triggers/event.hpp"

#include "chance/words.hpp"
#include "exit/first_exit.hpp"

namespace entente {

void check(const EventTrigger& trigger, const ExitCheck& exit) { exit.event(trigger.event); }

ResolvedEventExit resolve(const EventTrigger& trigger, ExitBuilder& exit) {
    return {exit.event(trigger.event), exit.chances(trigger.probability)};
}

Firing fire(const ResolvedEventExit& slots, const ExitView& view, const Leaver& leaver) {
    const double arrival = view.going_on.pack.markets.arrival(slots.event, view.lane);
    if (arrival < view.formation() || !slots.taken[leaver.place].in(view.world.draws, view.world.world)) return {};
    return {arrival};
}

std::string told(const EventTrigger& trigger, const ExitWords&) {
    return "when event '" + trigger.event.text + "' arrives" + with_chance(trigger.probability);
}

}  // namespace entente
