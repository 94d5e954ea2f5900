// Leaves when that is worth more, by what is known, than staying and leaving later if ever: exit as an option.
#pragma once

#include <string>
#include <string_view>
#include <tuple>

#include "exit/trigger.hpp"

namespace entente {

struct ResolvedOption;

struct OptimalTrigger {
    static constexpr std::string_view name = "optimal";
    using Resolved = ResolvedOption;
    static constexpr std::tuple<> fields() { return {}; }
};

ResolvedOption resolve(const OptimalTrigger& trigger, ExitBuilder& exit);
std::string told(const OptimalTrigger& trigger, const ExitWords& words);

}  // namespace entente
