// The JSON text of a game, taken apart with the place of everything that counts.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.hpp"

namespace entente {

constexpr std::size_t most_problems = 20;  // of a game, after which reading stops

// A text and the byte of the file at which it stands.
struct PlacedText {
    std::string text;
    std::size_t at = 0;
};

// One line of a table of coalitions.
struct WrittenCoalition {
    PlacedText name;
    double amount = 0;
    std::size_t amount_at = 0;
};

struct WrittenTable {
    std::size_t at = 0;
    std::vector<WrittenCoalition> coalitions;
};

struct WrittenGame {
    std::optional<PlacedText> name, kind;
    std::optional<std::size_t> players_at;
    std::vector<PlacedText> players;
    std::optional<WrittenTable> cost, value;
};

// Line and column, from 1, of a byte of a text.
Source place_in(std::string_view text, std::size_t byte);

// Takes the text apart. Problems: what is no JSON, a key that stands twice in any table, values of the wrong kind. Keys that
// a game does not use are notes and are skipped.
WrittenGame take_apart_game(std::string_view text, Problems& problems);

}  // namespace entente
