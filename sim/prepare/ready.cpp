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

// To be called when every weight and level is known, for arrangements are compared as a whole.
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
