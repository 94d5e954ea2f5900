// When a firm may use a program's result, in a pack of worlds by lane.
#pragma once

#include "base/grid.hpp"
#include "lanes/lanes.hpp"

namespace entente {

// From `first` until `until`, and once more from `again`.
struct Access {
    Lanes first = all_lanes(never), until = first, again = first;
};

}  // namespace entente
