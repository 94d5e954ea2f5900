// Leaves when that is worth more, by what is known, than staying and leaving later if ever: exit as an option.
#pragma once

#include <string_view>
#include <tuple>

namespace entente {

struct OptimalTrigger {
    static constexpr std::string_view name = "optimal";
    static constexpr std::tuple<> fields() { return {}; }
};

}  // namespace entente
