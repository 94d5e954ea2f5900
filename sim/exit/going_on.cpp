// Deciding on what is known at the end of an alliance (see going_on.hpp).
#include "exit/going_on.hpp"

#include <array>

namespace entente {

void observe(const ResolvedGoingOn& terms, const BeforeDecision& at, std::span<double> out) {
    out[0] = at.done;
    observe_markets(terms.markets, at.pack, at.lane, at.tau, out.subspan(1));
    out[terms.variables() - 1] = at.tau - at.formation;
}

bool pays_to_go_on(const ResolvedGoingOn& terms, const BeforeDecision& at) {
    if (!terms.advantage) return true;
    std::array<double, Observed::most_variables + 1> known{};
    const auto seen = std::span(known).first(terms.variables());
    observe(terms, at, seen);
    return (*terms.advantage)(seen) > 0;
}

}  // namespace entente
