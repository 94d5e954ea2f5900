// Bisection between two numbers.
#pragma once

#include <utility>

namespace entente {

// Halves the interval from low to high until it is no wider than `room`, or no double lies inside. reached(high) must be true and stays so,
// reached(low) must be false and stays so.
template <class Reached>
std::pair<double, double> bisected(double low, double high, double room, const Reached& reached) {
    while (high - low > room) {
        const double middle = 0.5 * (low + high);
        if (!(middle > low && middle < high)) break;
        (reached(middle) ? high : low) = middle;
    }
    return {low, high};
}

}  // namespace entente
