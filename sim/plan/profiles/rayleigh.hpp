// The Norden-Rayleigh profile of development spending, cut where 97% is spent and rescaled to end at 1.
#pragma once

#include <cmath>
#include <span>

#include "base/elementary.hpp"
#include "base/kernels.hpp"

namespace entente {

struct RayleighProfile {
    static constexpr const char* name = "rayleigh";
    static constexpr double steepness = 3.5;              // Norden's a t^2 at the stage's end
    static constexpr double total = 0.96980261657768152;  // 1 - e^-3.5
};

// Of many shares at once, in place.
inline void progress(const RayleighProfile&, std::span<double> x) {
    bells(x, -RayleighProfile::steepness, -1 / RayleighProfile::total, 1 / RayleighProfile::total);
}
inline double progress(const RayleighProfile&, double x) { return (1 - exp(-RayleighProfile::steepness * x * x)) / RayleighProfile::total; }
inline double inverse_progress(const RayleighProfile&, double y) {
    return std::sqrt(-log1p(-y * RayleighProfile::total) / RayleighProfile::steepness);
}

}  // namespace entente
