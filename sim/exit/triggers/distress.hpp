// Leaves when a year's outlay passes a multiple of its budget.
#pragma once

#include <string_view>

#include "base/fields.hpp"
#include "chance/quantity.hpp"

namespace entente {

struct DistressTrigger {
    static constexpr std::string_view name = "distress";
    Quantity multiple;
    template <class S = DistressTrigger>
    static constexpr auto fields() {
        return std::tuple{needed("multiple", &S::multiple, Range::positive, "of the year's budget")};
    }
};

}  // namespace entente
