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

struct GameResult {
    std::optional<NamedGame> game;  // present when there is no problem
    Problems problems;
    std::string text;  // of the file
};

// Coalitions are written as players joined by '+', or simply one after another where that can be read in one way only.
// Throws Failure when the file cannot be read.
GameResult read_game(const std::string& file);

}  // namespace entente
