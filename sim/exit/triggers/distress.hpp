// Leaves when a year's outlay passes a multiple of its budget.
#pragma once

#include <string>
#include <string_view>

#include "base/fields.hpp"
#include "exit/trigger.hpp"

namespace entente {

struct ResolvedDistress {
    Slot multiple;
    static TriggerNeeds needs() { return {.outlay = true}; }
};

struct DistressTrigger {
    static constexpr std::string_view name = "distress";
    using Resolved = ResolvedDistress;
    static constexpr bool by_choice = false;
    Quantity multiple;
    template <class S = DistressTrigger>
    static constexpr auto fields() {
        return std::tuple{needed("multiple", &S::multiple, Range::positive, "of the year's budget")};
    }
};

void check(const DistressTrigger& trigger, const ExitCheck& exit);
ResolvedDistress resolve(const DistressTrigger& trigger, ExitBuilder& exit);
Firing fire(const ResolvedDistress& slots, const ExitView& view, const Leaver& leaver);
std::string told(const DistressTrigger& trigger, const ExitWords& words);

}  // namespace entente
