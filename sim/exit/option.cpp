// When an option to leave is exercised (see option.hpp).
#include "exit/option.hpp"

#include <algorithm>
#include <array>

#include "exit/leaving.hpp"

namespace entente {

ResolvedOption option(ExitBuilder& exit) {
    ResolvedOption slots;
    slots.alliance = exit.alliance;
    slots.program = exit.program;
    for (const FirmId firm : exit.leavers) slots.observed.push_back(exit.observed(firm));
    slots.policy.resize(exit.leavers.size());
    return slots;
}

bool may_exercise(const ResolvedOption& slots, const ExitView& view, FirmId leaver, double date) {
    return date >= std::max(view.formation(), slots.since) && date <= std::min(view.term(), slots.until) &&
           changes_anything(slots, view, leaver, date);
}

// The first year boundary at which what is known says that leaving is worth more than staying.
Firing fire(const ResolvedOption& slots, const ExitView& view, const Leaver& leaver) {
    if (slots.policy[leaver.place].advantage.empty()) return {};
    std::array<double, Observed::most_variables> known{};
    const auto seen = std::span(known).first(slots.observed[leaver.place].variables());
    const std::vector<double>& boundaries = view.context.grid.boundaries;
    for (std::size_t b = 0; b < boundaries.size(); ++b) {
        if (!slots.policy[leaver.place].advantage[b] || !may_exercise(slots, view, leaver.firm, boundaries[b])) continue;
        observe(slots.observed[leaver.place], view, boundaries[b], seen);
        if (slots.policy[leaver.place].leaves(b, seen)) return {boundaries[b]};
    }
    return {};
}

}  // namespace entente
