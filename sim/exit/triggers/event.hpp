// Leaves when a named event arrives.
#pragma once

#include <string>
#include <string_view>

#include "base/fields.hpp"
#include "exit/trigger.hpp"

namespace entente {

struct ResolvedEventExit {
    EventId event;
    std::vector<Chance> taken;  // by leaver
};

struct EventTrigger {
    static constexpr std::string_view name = "event";
    using Resolved = ResolvedEventExit;
    static constexpr bool by_choice = false;
    Name event;
    Quantity probability = 1;
    template <class S = EventTrigger>
    static constexpr auto fields() {
        return std::tuple{needed("event", &S::event, "name of the event"),
                          field("probability", &S::probability, Range::fraction, "chance that it is taken")};
    }
};

void check(const EventTrigger& trigger, const ExitCheck& exit);
ResolvedEventExit resolve(const EventTrigger& trigger, ExitBuilder& exit);
Firing fire(const ResolvedEventExit& slots, const ExitView& view, const Leaver& leaver);
std::string told(const EventTrigger& trigger, const ExitWords& words);

}  // namespace entente
