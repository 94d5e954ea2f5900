// Every allocation rule side by side for one game.
#pragma once

#include <string>
#include <vector>

#include "game/solutions.hpp"

namespace entente {

struct NamedAllocation {
    std::string rule;
    Allocation allocation;
};

// The rules of the cost game in the order of their registration, with equal bargaining power. `benefits`: what each player gains at most
// (infinite where nothing is known), for scrb.
std::vector<NamedAllocation> all_rules(const CostGame& game, const std::vector<double>& benefits);

// The game's members of a coalition joined by '+'.
std::string coalition_name(const std::vector<std::string>& players, std::uint32_t coalition);

}  // namespace entente
