// A probability with its complement, so that both tails keep full precision.
#pragma once

#include "lanes/elementary.hpp"

namespace entente {

// P(X <= x) and P(X > x).
struct Probability {
    double below = 0;
    double above = 1;
};

inline Probability probability_of_score(double z) {
    const NormalTails tails = normal_tails(z);
    return {tails.lower, tails.upper};
}

}  // namespace entente
