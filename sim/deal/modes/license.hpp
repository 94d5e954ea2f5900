// A licence: the licensor develops alone, licensees use the result for fees.
#pragma once

#include <string_view>

#include "deal/modes/royalty.hpp"

namespace entente {

struct License : RoyaltyTerms {
    static constexpr std::string_view name = "license";
    Name licensor;
    template <class S = License>
    static constexpr auto fields() {
        return std::tuple_cat(std::tuple{needed("licensor", &S::licensor, "who develops it")}, royalty_fields());
    }
};

}  // namespace entente
