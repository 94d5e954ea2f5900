// What firms carry out where nobody makes them, found over the pilot worlds (docs/model.md, section 4).
#pragma once

#include <string>
#include <vector>

#include "base/stop.hpp"
#include "model/results.hpp"
#include "model/scenario.hpp"
#include "resolve/run_model.hpp"

namespace entente {

// What each firm does about each program that it needs in the alternatives in which firms choose, and what carrying it out with all that it
// waits for is worth over forgoing it with all that waits for it; standard errors from the spread over equal parts of the pilot worlds.
struct AloneChoices {
    std::vector<ChoiceRow> rows;
    std::vector<std::string> warnings;
};

// Settles what each firm forgoes in `solo`, and with it what the parties of every arrangement do where that is not formed. To be called
// before run_pilot, which looks at what firms realise alone. Throws Interrupted where it is stopped, as does the next.
void choose_in_solo(const Scenario& scenario, RunModel& model, const Stop& stop, AloneChoices& out);

// The same outside the arrangements of all other alternatives, given their deals: after run_pilot, which finds what these rest on, and
// before policies are fitted, which rest on the sets chosen.
void choose_in_deals(const Scenario& scenario, RunModel& model, const Stop& stop, AloneChoices& out);

}  // namespace entente
