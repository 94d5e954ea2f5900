// From a scenario to a model that worlds can be drawn from (see ready.hpp).
#include "prepare/ready.hpp"

#include "prepare/fit_exits.hpp"
#include "prepare/pilot.hpp"

namespace entente {

namespace {

// Whether two deals set the same people to the same work at the same time.
bool scheduled_alike(const DealModel& a, const DealModel& b) {
    return a.arrangements == b.arrangements && a.formed == b.formed && a.delay == b.delay && a.forgoes == b.forgoes;
}

// Finds for each alternative the first that is scheduled alike. Arrangements are compared as a whole, so every weight and level in them
// must be known.
void find_alike(std::vector<AlternativeModel>& alternatives) {
    for (std::size_t a = 0; a < alternatives.size(); ++a) {
        std::size_t first = 0;
        while (first < a && !scheduled_alike(alternatives[first].deal, alternatives[a].deal)) ++first;
        alternatives[a].scheduled_as = first;
    }
}

}  // namespace

Ready ready_model(const Scenario& scenario, std::uint64_t seed, const Stop& stop) {
    Ready out{prepare(scenario, seed), {}};
    stop.check();
    out.weights = run_pilot(scenario, out.model, stop);
    fit_exits(scenario, out.model, stop);
    find_alike(out.model.alternatives);
    return out;
}

}  // namespace entente
