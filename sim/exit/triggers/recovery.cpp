// An exit when a regime is entered: what it needs and when it fires (see recovery.hpp).
#include "exit/triggers/recovery.hpp"

#include <algorithm>

#include "chance/words.hpp"
#include "exit/first_exit.hpp"

namespace entente {

void check(const RecoveryTrigger& trigger, const ExitCheck& exit) { exit.regimes(trigger.market, {trigger.regime}); }

ResolvedRecovery resolve(const RecoveryTrigger& trigger, ExitBuilder& exit) {
    ResolvedRecovery slots;
    slots.market = exit.market(trigger.market);
    const auto& regimes = exit.regimes(slots.market);
    slots.state = static_cast<int>(std::find(regimes.begin(), regimes.end(), trigger.regime.text) - regimes.begin());
    slots.taken = exit.chances(trigger.probability);
    slots.lag = exit.value(trigger.lag, Sign::not_negative);
    return slots;
}

// The first boundary since formation at which the market enters the regime from another.
Firing fire(const ResolvedRecovery& slots, const ExitView& view, const Leaver& leaver) {
    const Grid& grid = view.context.grid;
    const std::uint8_t* const states = view.going_on.pack.regimes.states(slots.market, 0) + view.world.world;
    const auto is_in = [&](Period k) { return states[k * Sampler::block_size] == slots.state; };
    for (Period k = std::max(Period{1}, grid.period(view.formation())); k < grid.periods; ++k) {
        if (grid.date(k) < view.formation() || !is_in(k) || is_in(k - 1)) continue;
        if (!slots.taken[leaver.place].in(view.world.draws, view.world.world)) return {};
        return {grid.date(k) + view.world.at(slots.lag)};
    }
    return {};
}

std::string told(const RecoveryTrigger& trigger, const ExitWords&) {
    const std::string later = constant(trigger.lag.law) == 0.0 ? "" : ", " + years(trigger.lag) + " later";
    return "when market '" + trigger.market.text + "' enters regime '" + trigger.regime.text + "' from another for the first time" +
           with_chance(trigger.probability) + later;
}

}  // namespace entente
