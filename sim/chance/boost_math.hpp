// Boost.Math as the families use it: its numeric policy, and both tails of a distribution. Included by .cpp files only, since
// parsing it takes longer than the rest of a family.
#pragma once

#include <boost/math/policies/policy.hpp>

#include "chance/probability.hpp"

namespace entente {

// Boost.Math in plain double and without exceptions: an impossible argument gives NaN or infinity.
using MathPolicy = boost::math::policies::policy<boost::math::policies::promote_double<false>, boost::math::policies::promote_float<false>,
                                                 boost::math::policies::domain_error<boost::math::policies::ignore_error>,
                                                 boost::math::policies::pole_error<boost::math::policies::ignore_error>,
                                                 boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
                                                 boost::math::policies::evaluation_error<boost::math::policies::ignore_error>>;

// The part of a Boost.Math distribution that a family needs.
template <class D>
double boost_quantile(const D& distribution, Probability p) {
    return p.below <= p.above ? quantile(distribution, p.below) : quantile(complement(distribution, p.above));
}
template <class D>
Probability boost_cdf(const D& distribution, double x) {
    return {cdf(distribution, x), cdf(complement(distribution, x))};
}

}  // namespace entente
