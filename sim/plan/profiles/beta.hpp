// Spending along the distribution function of a beta: early for a < b, late for a > b.
#pragma once

#include <boost/math/special_functions/beta.hpp>

#include "base/wide.hpp"
#include "dist/probability.hpp"

namespace entente {

struct BetaProfile {
    static constexpr const char* name = "beta";
    static constexpr double largest_shape = 1000;  // where a stage of ten years spends nearly all in one
    double a = 1;
    double b = 1;
};

inline double progress(const BetaProfile& profile, double x) {
    return x <= 0 ? 0 : (x >= 1 ? 1 : boost::math::ibeta(profile.a, profile.b, x, MathPolicy()));
}
template <class V>
ENTENTE_INLINE Wide<V> progress(const BetaProfile& profile, const Wide<V>& x) {
    Lanes out;
    x.store(out);
    for (double& share : out.value) share = progress(profile, share);
    return out;
}
inline double inverse_progress(const BetaProfile& profile, double y) {
    return y <= 0 ? 0 : (y >= 1 ? 1 : boost::math::ibeta_inv(profile.a, profile.b, y, MathPolicy()));
}

}  // namespace entente
