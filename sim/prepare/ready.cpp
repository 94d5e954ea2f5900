// From a scenario to a model that worlds can be drawn from (see ready.hpp).
#include "prepare/ready.hpp"

#include <algorithm>

#include "prepare/fit_exits.hpp"
#include "prepare/pilot.hpp"

namespace entente {

namespace {

// Whether two deals set the same people to the same work at the same time.
bool scheduled_alike(const ResolvedDeal& a, const ResolvedDeal& b) {
    return a.arrangements == b.arrangements && a.formed == b.formed && a.delay == b.delay && a.forgoes == b.forgoes;
}
// And, where funding is limited, leave them as much money for it.
bool funded_alike(const ResolvedDeal& a, const ResolvedDeal& b) {
    return a.formation_cost == b.formation_cost && a.formation_nominal == b.formation_nominal;
}

// Finds for each alternative the first that is scheduled alike. Arrangements are compared as a whole, so every weight and level in them
// must be known.
void find_alike(RunModel& model) {
    auto& alternatives = model.alternatives;
    for (ResolvedAlternative& alternative : alternatives) {
        const auto first = std::find_if(alternatives.begin(), alternatives.end(), [&](const ResolvedAlternative& other) {
            return &other == &alternative ||
                   (scheduled_alike(other.deal, alternative.deal) && (!model.funded || funded_alike(other.deal, alternative.deal)));
        });
        alternative.scheduled_as = alternatives.id_of(*first);
    }
}

}  // namespace

Ready ready_model(const Scenario& scenario, std::uint64_t seed, const Stop& stop) {
    Ready out{prepare(scenario, seed), {}};
    stop.check();
    out.weights = run_pilot(scenario, out.model, stop);
    fit_exits(scenario, out.model, stop);
    find_alike(out.model);
    return out;
}

}  // namespace entente
