// Quantiles and probabilities of Student's t by Boost.Math (see student_t.hpp).
#include "chance/families/student_t.hpp"

#include <boost/math/distributions/students_t.hpp>

#include "chance/boost_math.hpp"

namespace entente {

namespace {

auto standard(const StudentT& d) { return boost::math::students_t_distribution<double, MathPolicy>(d.df); }

}  // namespace

double quantile(const StudentT& d, Probability p) {
    return d.scale > 0 ? d.location + d.scale * boost_quantile(standard(d), p) : d.location;
}

Probability cdf(const StudentT& d, double x) {
    if (d.scale == 0) return x >= d.location ? Probability{1, 0} : Probability{0, 1};
    return boost_cdf(standard(d), (x - d.location) / d.scale);
}

}  // namespace entente
