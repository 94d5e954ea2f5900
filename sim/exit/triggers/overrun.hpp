// Leaves when a pool of the leaver has become much dearer, or much later, than was planned.
#pragma once

#include <optional>
#include <string_view>

#include "base/fields.hpp"
#include "chance/quantity.hpp"

namespace entente {

struct OverrunTrigger {
    static constexpr std::string_view name = "overrun";
    std::optional<Quantity> cost;  // multiple of the pool's target
    std::optional<Quantity> time;  // years past the median planned end
    template <class S = OverrunTrigger>
    static constexpr auto fields() {
        return std::tuple{field("cost", &S::cost, Range::positive, "multiple of the pool's cost target"),
                          field("time", &S::time, Range::non_negative, "years past the planned end's p50")};
    }
};

}  // namespace entente
