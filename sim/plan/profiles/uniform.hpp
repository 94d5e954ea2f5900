// Spending at a constant rate.
#pragma once

#include "lanes/wide.hpp"

namespace entente {

struct UniformProfile {
    static constexpr const char* name = "uniform";
    // Whether the pace rises at most once, before it falls: with this a course that waits for money is dated faster.
    static constexpr bool has_one_peak() { return true; }
};

// Share of the stage's cost spent when the share x of its duration has passed, x in [0, 1].
inline double progress(const UniformProfile&, double x) { return x; }
template <class V>
ENTENTE_INLINE const Wide<V>& progress(const UniformProfile&, const Wide<V>& x) {
    return x;
}
// Its inverse: the share of the duration at which the share y of the cost is spent.
inline double inverse_progress(const UniformProfile&, double y) { return y; }

}  // namespace entente
