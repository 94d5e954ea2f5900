// Quantiles and probabilities of the inverse gamma law by Boost.Math (see inverse_gamma.hpp).
#include "chance/families/inverse_gamma.hpp"

#include <boost/math/distributions/gamma.hpp>

#include "chance/boost_math.hpp"

namespace entente {

namespace {

auto standard(const InverseGamma& d) { return boost::math::gamma_distribution<double, MathPolicy>(d.a, 1.0); }

}  // namespace

double quantile(const InverseGamma& d, Probability p) { return d.b / boost_quantile(standard(d), {p.above, p.below}); }

Probability cdf(const InverseGamma& d, double x) {
    if (x <= 0) return {0, 1};
    const Probability inverse = boost_cdf(standard(d), d.b / x);
    return {inverse.above, inverse.below};
}

}  // namespace entente
