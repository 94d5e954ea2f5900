// The Norden-Rayleigh profile of development spending, cut where 97% is spent and rescaled to end at 1.
#pragma once

#include <cmath>

#include "lanes/elementary.hpp"
#include "lanes/wide_exp.hpp"

namespace entente {

struct RayleighProfile {
    static constexpr const char* name = "rayleigh";
    static constexpr double steepness = 3.5;              // Norden's a t^2 at the stage's end
    static constexpr double total = 0.96980261657768152;  // 1 - e^-3.5
    // Whether the pace rises at most once, before it falls: with this a course that waits for money is dated faster.
    static constexpr bool has_one_peak() { return true; }
};

template <class V>
ENTENTE_INLINE Wide<V> progress(const RayleighProfile&, const Wide<V>& x) {
    constexpr double all = 1 / RayleighProfile::total;
    return all - all * exponential(-RayleighProfile::steepness * x * x);
}
inline double progress(const RayleighProfile&, double x) { return (1 - exp(-RayleighProfile::steepness * x * x)) / RayleighProfile::total; }
inline double inverse_progress(const RayleighProfile&, double y) {
    return std::sqrt(-log1p(-y * RayleighProfile::total) / RayleighProfile::steepness);
}

}  // namespace entente
