// Bisection between two numbers.
#pragma once

#include <utility>

namespace entente {

// Narrows low < high to `room`, or to numbers with none between them; keeps reached(high), and that low is not reached.
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
