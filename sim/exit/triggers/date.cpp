// An exit by date: what it needs and when it fires (see date.hpp).
#include "exit/triggers/date.hpp"

#include <algorithm>

#include "chance/words.hpp"
#include "exit/first_exit.hpp"
#include "exit/sayings.hpp"

namespace entente {

void check(const DateTrigger& trigger, const ExitCheck& exit) { exit.not_before_start(trigger.date, ".date"); }

void check_horizon(const DateTrigger& trigger, const ExitHorizon& horizon) {
    // An exit on the very last date is counted; whatever else its notice moves past the end is not.
    const double earliest = horizon.earliest(trigger.date);
    if (earliest > horizon.end) {
        horizon.late(trigger.date.source, ".date = " + description(trigger.date.law), "never takes effect");
    } else if (earliest + horizon.notice > horizon.end) {
        horizon.late(trigger.date.source, ".date with its notice", "never takes effect");
    }
}

void doubt(const DateTrigger& trigger, const ExitDoubts& doubts) { doubts.date(trigger.date); }

ResolvedDate resolve(const DateTrigger& trigger, ExitBuilder& exit) { return {exit.value(trigger.date, Sign::any)}; }

Firing fire(const ResolvedDate& slots, const ExitView& view, const Leaver&) {
    return {std::max(view.world.at(slots.date), view.formation())};
}

std::string told(const DateTrigger& trigger, const ExitWords& words) {
    return "in " + number(trigger.date) + ", or at formation if that is later" +
           (words.past_horizon(trigger.date) ? ", past the horizon: not counted" : "");
}

}  // namespace entente
