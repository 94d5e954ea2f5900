// From a scenario to a model that worlds can be drawn from (see ready.hpp).
#include "engine/ready.hpp"

#include <algorithm>
#include <optional>

#include "engine/fit_exits.hpp"
#include "engine/pilot.hpp"

namespace entente {

namespace {

// Whether a deal that is not formed leaves the firms as another one does.
bool alike_unformed(const DealModel& a, const DealModel& b) {
    const bool both_unformed = b.arrangements.empty() || (!a.arrangements.empty() && a.formed == b.formed);
    const auto costs = [](const DealModel& deal) {
        return deal.arrangements.empty() ? std::vector<std::optional<Slot>>{} : deal.formation_cost.by_firm;
    };
    const auto free = [&](const DealModel& deal) {
        const auto slots = costs(deal);
        return std::none_of(slots.begin(), slots.end(), [](const auto& slot) { return slot.has_value(); });
    };
    const bool same_cost = (free(a) && free(b)) || (costs(a) == costs(b) && a.formation_nominal == b.formation_nominal);
    return both_unformed && same_cost && a.forgoes == b.forgoes;
}

// To be called when every weight and level is known: two deals may differ in their sharing rule alone.
void find_alike(std::vector<AlternativeModel>& alternatives) {
    const auto first = [&](std::size_t index, const auto& alike) {
        std::size_t i = 0;
        while (!alike(alternatives[index].deal, alternatives[i].deal)) ++i;
        return i;
    };
    for (std::size_t a = 0; a < alternatives.size(); ++a) {
        alternatives[a].unformed_as = first(a, [&](const DealModel& x, const DealModel& y) { return &x == &y || alike_unformed(x, y); });
        alternatives[a].stays_as = first(a, [](const DealModel& x, const DealModel& y) { return &x == &y || x == y; });
    }
}

}  // namespace

Ready ready_model(const Scenario& scenario, std::uint64_t seed) {
    Ready out{prepare(scenario, seed), {}};
    out.weights = run_pilot(scenario, out.model);
    fit_exits(scenario, out.model);
    find_alike(out.model.alternatives);
    return out;
}

}  // namespace entente
