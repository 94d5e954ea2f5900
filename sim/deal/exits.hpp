// Who leaves an alliance in each world of a pack, and when (docs/model.md, section 5).
#pragma once

#include <algorithm>
#include <array>

#include "base/grid.hpp"
#include "lanes/lanes.hpp"

namespace entente {

struct Exit {
    int terms = -1;   // which of the alternative's exits; -1: nobody leaves
    int leaver = -1;  // firm
    double triggered = never;
    double tau = never;
    bool alliance = true;     // scope
    int program = -1;         // of scope program
    int failed_program = -1;  // whose gate triggered it

    bool happens() const { return terms >= 0; }
    bool covers(int p) const { return happens() && (alliance || p == program); }
};

using Exits = std::array<Exit, pack_size>;  // by lane

inline bool any_happens(const Exits& exits) {
    return std::any_of(exits.begin(), exits.end(), [](const Exit& exit) { return exit.happens(); });
}

}  // namespace entente
