// Leaves at a date set in advance (at formation, if that is later).
#pragma once

#include <string_view>

#include "base/fields.hpp"
#include "chance/quantity.hpp"

namespace entente {

struct DateTrigger {
    static constexpr std::string_view name = "date";
    Quantity date;
    template <class S = DateTrigger>
    static constexpr auto fields() {
        return std::tuple{needed("date", &S::date, Range::date, "the date")};
    }
};

}  // namespace entente
