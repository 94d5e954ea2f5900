// Tails of the Poisson law by Boost.Math (see poisson.hpp).
#include "chance/families/poisson.hpp"

#include <boost/math/special_functions/gamma.hpp>

#include "chance/boost_math.hpp"

namespace entente {

std::string resolve(Poisson& d) {
    if (d.mean > Poisson::most_mean) return "a mean above 10000; a normal distribution is as good there";
    d.at.clear();
    double above = 1;
    for (int k = 0; above > 1e-30; ++k) {
        // X > k where k + 1 arrivals, whose time is gamma, come before the mean.
        above = d.mean > 0 ? boost::math::gamma_p(k + 1.0, d.mean, MathPolicy()) : 0;
        d.at.push_back({d.mean > 0 ? boost::math::gamma_q(k + 1.0, d.mean, MathPolicy()) : 1, above});
    }
    return "";
}

}  // namespace entente
