// The report's section on how alliances end early, and what follows.
#pragma once

#include <string>

#include "model/results.hpp"

namespace entente {

// Empty where no world has an exit.
std::string exits_section(const Results& results);

}  // namespace entente
