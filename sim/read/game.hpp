// A cooperative game from a JSON file: players, kind (cost or value), and what each coalition costs or is worth.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/problem.hpp"
#include "game/cost_game.hpp"

namespace entente {

struct NamedGame {
    std::string name;
    std::vector<std::string> players;
    bool is_value = false;  // worths were given; the game holds their negatives as costs
    CostGame game;
    std::string sha256;  // of the file
};

// Coalitions are written as players joined by '+', or simply one after another. Problems say what is wrong in the file.
std::optional<NamedGame> read_game(const std::string& file, Problems& problems);

}  // namespace entente
