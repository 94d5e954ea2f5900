// Leaves when a pool of the leaver has become much dearer, or much later, than was planned.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/fields.hpp"
#include "exit/trigger.hpp"

namespace entente {

struct ResolvedOverrun {
    ProgramId program;  // of its pool only; none: of any
    bool by_cost = false, by_time = false;
    Slot cost, time;
    TriggerNeeds needs() const { return {.target = by_cost, .planned_end = by_time}; }
};

struct OverrunTrigger {
    static constexpr std::string_view name = "overrun";
    using Resolved = ResolvedOverrun;
    std::optional<Quantity> cost;  // multiple of the pool's target
    std::optional<Quantity> time;  // years past the median planned end
    template <class S = OverrunTrigger>
    static constexpr auto fields() {
        return std::tuple{field("cost", &S::cost, Range::positive, "multiple of the pool's cost target"),
                          field("time", &S::time, Range::non_negative, "years past the planned end's p50")};
    }
};

void check(const OverrunTrigger& trigger, const ExitCheck& exit);
ResolvedOverrun resolve(const OverrunTrigger& trigger, ExitBuilder& exit);
Firing fire(const ResolvedOverrun& slots, const ExitView& view, const Leaver& leaver);
std::string told(const OverrunTrigger& trigger, const ExitWords& words);

}  // namespace entente
