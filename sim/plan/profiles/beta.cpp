// The incomplete beta function of the beta profile, by Boost.Math (see beta.hpp).
#include "plan/profiles/beta.hpp"

#include <boost/math/special_functions/beta.hpp>

#include "chance/boost_math.hpp"

namespace entente {

double progress(const BetaProfile& profile, double x) {
    return x <= 0 ? 0 : (x >= 1 ? 1 : boost::math::ibeta(profile.a, profile.b, x, MathPolicy()));
}

double inverse_progress(const BetaProfile& profile, double y) {
    return y <= 0 ? 0 : (y >= 1 ? 1 : boost::math::ibeta_inv(profile.a, profile.b, y, MathPolicy()));
}

}  // namespace entente
