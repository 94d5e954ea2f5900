// An exit from a pool that overruns: what it needs and when it fires (see overrun.hpp).
#include "exit/triggers/overrun.hpp"

#include <algorithm>

#include "chance/words.hpp"
#include "exit/first_exit.hpp"

namespace entente {

void check(const OverrunTrigger& trigger, const ExitCheck& exit) {
    if (!trigger.cost && !trigger.time) exit.problem(" has neither cost nor time", "at least one");
}

ResolvedOverrun resolve(const OverrunTrigger& trigger, ExitBuilder& exit) {
    ResolvedOverrun slots{exit.program, trigger.cost.has_value(), trigger.time.has_value(), {}, {}};
    if (trigger.cost) slots.cost = exit.value(*trigger.cost, Sign::not_negative);
    if (trigger.time) slots.time = exit.value(*trigger.time, Sign::not_negative);
    return slots;
}

Firing fire(const ResolvedOverrun& slots, const ExitView& view, const Leaver& leaver) {
    Firing first;
    view.each_pool(leaver.firm, slots.program, [&](const ResolvedArrangement& arrangement, const Course& course) {
        double date = never;
        if (slots.by_cost) {
            date = date_of_spending(course, view.world.at(slots.cost) * level_of(arrangement.share.target, view.world));
        }
        if (slots.by_time) date = std::min(date, arrangement.planned_end + view.world.at(slots.time));
        date = std::max(date, view.formation());
        const bool under_way = date < course.end && date <= course.stop;
        if (under_way && date < first.date) first = {date, arrangement.program};
    });
    return first;
}

std::string told(const OverrunTrigger& trigger, const ExitWords&) {
    std::string out;
    if (trigger.cost) out = "has spent more than " + number(*trigger.cost) + " x its cost target";
    if (trigger.time) out += (out.empty() ? "" : ", or ") + std::string("is ") + years(*trigger.time) + " past the p50 of its planned end";
    return "when a pool that it is in, not yet completed, " + out + (trigger.cost && trigger.time ? ", whichever comes first" : "");
}

}  // namespace entente
