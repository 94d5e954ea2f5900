// Quantiles and probabilities of the beta law by Boost.Math (see beta.hpp).
#include "chance/families/beta.hpp"

#include <boost/math/distributions/beta.hpp>

#include "chance/boost_math.hpp"

namespace entente {

namespace {

auto standard(const Beta& d) { return boost::math::beta_distribution<double, MathPolicy>(d.alpha, d.beta); }

}  // namespace

double quantile(const Beta& d, Probability p) { return d.min + (d.max - d.min) * boost_quantile(standard(d), p); }

Probability cdf(const Beta& d, double x) {
    if (x >= d.max) return {1, 0};
    if (x <= d.min) return {0, 1};
    return boost_cdf(standard(d), (x - d.min) / (d.max - d.min));
}

}  // namespace entente
