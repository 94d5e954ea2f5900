// Leaves when a market enters a regime from another: Autolatina, left when the slump was over.
#pragma once

#include <string>
#include <string_view>

#include "base/fields.hpp"
#include "exit/trigger.hpp"

namespace entente {

struct ResolvedRecovery {
    MarketId market;
    int state = 0;
    std::vector<Chance> taken;  // by leaver
    Slot lag;
};

struct RecoveryTrigger {
    static constexpr std::string_view name = "recovery";
    using Resolved = ResolvedRecovery;
    Name market;
    Name regime;
    Quantity probability = 1;
    Quantity lag;
    template <class S = RecoveryTrigger>
    static constexpr auto fields() {
        return std::tuple{needed("market", &S::market, "the market"), needed("regime", &S::regime, "the regime that is entered"),
                          field("probability", &S::probability, Range::fraction, "chance that it is taken"),
                          field("lag", &S::lag, Range::non_negative, "years from the change")};
    }
};

void check(const RecoveryTrigger& trigger, const ExitCheck& exit);
ResolvedRecovery resolve(const RecoveryTrigger& trigger, ExitBuilder& exit);
Firing fire(const ResolvedRecovery& slots, const ExitView& view, const Leaver& leaver);
std::string told(const RecoveryTrigger& trigger, const ExitWords& words);

}  // namespace entente
