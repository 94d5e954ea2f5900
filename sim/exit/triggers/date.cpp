// An exit by date: what it needs and when it fires (see date.hpp).
#include "exit/triggers/date.hpp"

#include <algorithm>

#include "exit/first_exit.hpp"

namespace entente {

void check(const DateTrigger& trigger, const ExitCheck& exit) { exit.not_before_start(trigger.date, ".date"); }

ResolvedDate resolve(const DateTrigger& trigger, ExitBuilder& exit) { return {exit.value(trigger.date, Sign::any)}; }

Firing fire(const ResolvedDate& slots, const ExitView& view, const Leaver&) {
    return {std::max(view.world.at(slots.date), view.formation())};
}

}  // namespace entente
