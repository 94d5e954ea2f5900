// The page of assumptions: every number that the scenario gives, with who says so.
#pragma once

#include <string>

#include "model/results.hpp"

namespace entente {

// Folded by program, deal, market, event and firm; empty where the run has none.
std::string assumptions(const Results& results);

}  // namespace entente
