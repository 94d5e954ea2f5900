// When a firm may use a program's result, in a pack of worlds by lane.
#pragma once

#include <algorithm>

#include "base/grid.hpp"
#include "lanes/lanes.hpp"

namespace entente {

// From `first` until `until`, and once more from `again`.
struct Access {
    Lanes first = all_lanes(never), until = first, again = first;

    bool at(double date, std::size_t lane) const {
        return (date >= first[lane] && date < until[lane]) || date >= std::max(again[lane], until[lane]);
    }
    // Years with access between two dates.
    double years(double from, double to, std::size_t lane) const {
        const double before = std::min(until[lane], to) - std::max(first[lane], from);
        return std::max(before, 0.0) + std::max(to - std::max({again[lane], until[lane], from}), 0.0);
    }
};

}  // namespace entente
