// Quantiles and probabilities of the gamma law by Boost.Math (see gamma.hpp).
#include "chance/families/gamma.hpp"

#include <boost/math/distributions/gamma.hpp>

#include "chance/boost_math.hpp"

namespace entente {

namespace {

auto standard(const Gamma& d) { return boost::math::gamma_distribution<double, MathPolicy>(d.k, 1.0); }

}  // namespace

double quantile(const Gamma& d, Probability p) { return d.theta * boost_quantile(standard(d), p); }

Probability cdf(const Gamma& d, double x) { return x <= 0 ? Probability{0, 1} : boost_cdf(standard(d), x / d.theta); }

}  // namespace entente
