// What firms choose to carry out alone, and whether they go on after an exit, for people.
#pragma once

#include <string>
#include <vector>

#include "cli/output.hpp"
#include "model/results.hpp"
#include "prepare/going_on.hpp"

namespace entente {

struct Scenario;

// Prints who forgoes what, and what it is worth, by alternative; and by what firms go on alone after an exit.
void explain_choices(const Scenario& scenario, const std::vector<ChoiceRow>& rows, const Bold& bold);
void explain_going_on(const Scenario& scenario, const std::vector<GoingOnRow>& rows, const Bold& bold);

}  // namespace entente
