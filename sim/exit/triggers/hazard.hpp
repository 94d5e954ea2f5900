// Leaves by chance: at a rate per year, a rate that depends on a market's regime, or after a drawn life.
#pragma once

#include <optional>
#include <string_view>

#include "base/fields.hpp"
#include "chance/quantity.hpp"

namespace entente {

// One rate, or one for each regime of the trigger's market (missing: 0).
struct HazardRate {
    std::optional<Quantity> flat;
    Keyed<Quantity> by_regime;
};

struct HazardTrigger {
    static constexpr std::string_view name = "hazard";
    std::optional<HazardRate> rate;
    std::optional<Name> market;
    std::optional<Quantity> life;
    template <class S = HazardTrigger>
    static constexpr auto fields() {
        return std::tuple{field("rate", &S::rate, Range::non_negative, "per year, or { REGIME = rate }"),
                          field("market", &S::market, "the market whose regimes set the rate"),
                          field("life", &S::life, Range::non_negative, "years since formation")};
    }
};

}  // namespace entente
