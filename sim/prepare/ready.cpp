// From a scenario to a model that worlds can be drawn from (see ready.hpp).
#include "prepare/ready.hpp"

#include <algorithm>

#include "model/alone.hpp"
#include "prepare/best_alone.hpp"
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

// Whether they have the same costs too, where nobody leaves: no cost rests on what is sold.
bool cost_alike(const ResolvedDeal& a, const ResolvedDeal& b) { return scheduled_alike(a, b) && funded_alike(a, b); }

// And the same money altogether.
bool settled_alike(const ResolvedDeal& a, const ResolvedDeal& b) {
    const auto drifts = [](const ResolvedDeal& deal) {
        const auto& by_firm = deal.drift.by_firm;
        return std::any_of(by_firm.begin(), by_firm.end(), [](const auto& slot) { return slot.has_value(); });
    };
    return cost_alike(a, b) && a.drift == b.drift && (a.term == b.term || !drifts(a));
}

// Finds for each alternative the first that is scheduled, and settled, alike. Arrangements are compared as a whole, so every weight and
// level in them must be known.
void find_alike(RunModel& model) {
    auto& alternatives = model.alternatives;
    for (ResolvedAlternative& alternative : alternatives) {
        const auto first = [&](const auto& alike) {
            return alternatives.id_of(*std::find_if(alternatives.begin(), alternatives.end(), [&](const ResolvedAlternative& other) {
                return &other == &alternative || alike(other.deal, alternative.deal);
            }));
        };
        alternative.scheduled_as = first(
            [&](const ResolvedDeal& a, const ResolvedDeal& b) { return scheduled_alike(a, b) && (!model.funded || funded_alike(a, b)); });
        alternative.costs_as = first(cost_alike);
        alternative.stays_as = first(settled_alike);
    }
}

}  // namespace

Ready ready_model(const Scenario& scenario, std::uint64_t seed, const Stop& stop) {
    Ready out{prepare(scenario, seed), {}, {}, {}, {}, {}};
    stop.check();
    AloneChoices alone;
    choose_in_solo(scenario, out.model, stop, alone);
    out.weights = run_pilot(scenario, out.model, stop);
    choose_in_deals(scenario, out.model, stop, alone);
    fit_going_on(out.model, stop);
    out.policies = fit_exits(out.model, stop);
    out.going_on = describe_going_on(out.model, stop);
    out.choices = std::move(alone.rows);
    out.warnings = std::move(alone.warnings);
    for (const GoingOnRow& row : out.going_on) {
        if (row.worlds > 0)
            out.choices.push_back({row.alternative, row.firm, row.program, "after_exit", row.goes_on / row.worlds, row.value, row.se});
    }
    find_alike(out.model);
    return out;
}

Ready decided_before(const Scenario& scenario, std::uint64_t seed, const Stop& stop) {
    Ready out{prepare(scenario, seed), {}, {}, {}, {}, {}};
    if (!anybody_chooses(scenario) && !anybody_decides(out.model) && !has_options(out.model)) return out;
    return ready_model(scenario, seed, stop);
}

}  // namespace entente
