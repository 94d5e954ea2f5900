// The first screen of the report: a card for each firm, and all firms and alternatives in one table.
#pragma once

#include <string>

#include "write/report/chart.hpp"

namespace entente {

std::string cards(const Results& results, const Shown& shown);
std::string story_table(const Results& results, const Shown& shown);

}  // namespace entente
