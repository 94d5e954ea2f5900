// Who leaves an alliance in each world of a pack, and when (docs/model.md, section 5).
#pragma once

#include <algorithm>
#include <array>

#include "base/grid.hpp"
#include "base/ids.hpp"
#include "lanes/lanes.hpp"

namespace entente {

struct Exit {
    ExitId terms;  // none: nobody leaves
    FirmId leaver;
    double triggered = never;
    double tau = never;
    bool alliance = true;      // scope
    ProgramId program;         // of scope program
    ProgramId failed_program;  // whose gate triggered it

    bool happens() const { return static_cast<bool>(terms); }
    bool covers(ProgramId left) const { return happens() && (alliance || left == program); }
};

using Exits = std::array<Exit, pack_size>;  // by lane

inline bool any_happens(const Exits& exits) {
    return std::any_of(exits.begin(), exits.end(), [](const Exit& exit) { return exit.happens(); });
}

}  // namespace entente
