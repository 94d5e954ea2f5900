// What firms choose to carry out alone, and whether they go on after an exit, for people.
#pragma once

#include <string>
#include <vector>

#include "cli/output.hpp"
#include "model/results.hpp"
#include "prepare/going_on.hpp"

namespace entente {

// Prints who forgoes what, and what it is worth, by alternative; and by what firms go on alone after an exit.
void explain_choices(const std::vector<ChoiceRow>& rows, const std::string& currency, const Bold& bold);
void explain_going_on(const std::vector<GoingOnRow>& rows, const std::string& currency, const Bold& bold);

}  // namespace entente
