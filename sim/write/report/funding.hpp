// Limited funding in the report: what a firm wants to spend and what it can, and what money delays.
#pragma once

#include <string>

#include "write/report/chart.hpp"

namespace entente {

// By year in each alternative, in the place of money against the budget; without rows where the firm's funding is not limited.
Chart funding_chart(const Results& results, const Shown& shown, const std::string& firm);

// What money delays and what the limits cost, in sentences and figures; empty where nobody's funding is limited.
std::string delays_by_money(const Results& results, const Shown& shown);

}  // namespace entente
