// Leaves by chance: at a rate per year, a rate that depends on a market's regime, or after a drawn life.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/fields.hpp"
#include "exit/trigger.hpp"

namespace entente {

// One rate, or one for each regime of the trigger's market (missing: 0).
struct HazardRate {
    std::optional<Quantity> flat;
    Keyed<Quantity> by_regime;
};

struct ResolvedHazard {
    std::vector<Slot> clock;  // Exp(1) draw, by leaver
    std::vector<Slot> life;   // by leaver, instead of a rate
    MarketId market;          // none: one rate
    std::vector<Slot> rate;   // one, or by state of the market's chain
};

struct HazardTrigger {
    static constexpr std::string_view name = "hazard";
    using Resolved = ResolvedHazard;
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

void check(const HazardTrigger& trigger, const ExitCheck& exit);
void doubt(const HazardTrigger& trigger, const ExitDoubts& doubts);
std::vector<std::string> own_draws(const HazardTrigger& trigger);
ResolvedHazard resolve(const HazardTrigger& trigger, ExitBuilder& exit);
Firing fire(const ResolvedHazard& slots, const ExitView& view, const Leaver& leaver);
std::string told(const HazardTrigger& trigger, const ExitWords& words);

}  // namespace entente
