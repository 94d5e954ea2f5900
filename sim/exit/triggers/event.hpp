// Leaves when a named event arrives.
#pragma once

#include <string_view>

#include "base/fields.hpp"
#include "chance/quantity.hpp"

namespace entente {

struct EventTrigger {
    static constexpr std::string_view name = "event";
    Name event;
    Quantity probability = 1;
    template <class S = EventTrigger>
    static constexpr auto fields() {
        return std::tuple{needed("event", &S::event, "name of the event"),
                          field("probability", &S::probability, Range::fraction, "chance that it is taken")};
    }
};

}  // namespace entente
