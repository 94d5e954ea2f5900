// Weights written in the contract.
#pragma once

#include <string_view>

#include "base/fields.hpp"

namespace entente {

struct Fixed {
    static constexpr std::string_view name = "fixed";
    Keyed<double> weights;
    template <class S = Fixed>
    static constexpr auto fields() {
        return std::tuple{needed("weights", &S::weights, Range::fraction, "each member's weight, sum 1")};
    }
};

}  // namespace entente
