// Leaves when that is worth more, by what is known, than staying and leaving later if ever: exit as an option.
#pragma once

#include <string_view>
#include <tuple>

#include "exit/trigger.hpp"

namespace entente {

struct OptionSlots;

struct OptimalTrigger {
    static constexpr std::string_view name = "optimal";
    using Slots = OptionSlots;
    static constexpr std::tuple<> fields() { return {}; }
};

OptionSlots resolve(const OptimalTrigger& trigger, ExitBuilder& exit);

}  // namespace entente
