// Tables of the t copula (see student_scores.hpp).
#include "chance/student_scores.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "chance/boost_math.hpp"
#include "chance/distribution.hpp"

namespace entente {

namespace {

constexpr double steps_per_unit = 64;  // of ln(1 + t)
constexpr double farthest = 8.5;       // score at which the table ends (probability 1e-17)

Distribution chi_square(double df) {
    Gamma gamma;
    gamma.shape = df / 2;
    gamma.scale = 2;
    resolve(gamma);
    return Distribution(gamma);
}

}  // namespace

StudentScores::StudentScores(double df) : df_(df), chi_square_(chi_square(df)) {
    const boost::math::students_t_distribution<double, MathPolicy> student(df);
    const boost::math::normal_distribution<double, MathPolicy> normal;
    const double density_at_0 = 0.39894228040143267794;
    for (int i = 0;; ++i) {
        const double grown = exp(i / steps_per_unit), t = grown - 1;
        const double above = boost::math::cdf(boost::math::complement(student, t));
        const double z = t == 0 ? 0 : boost::math::quantile(boost::math::complement(normal, above));
        if (!(z < farthest)) break;
        // d z / d t is the ratio of the densities; t grows by (1 + t) a unit.
        const double density = density_at_0 * exp(-0.5 * z * z);
        value_.push_back(z);
        slope_.push_back(boost::math::pdf(student, t) / density * grown / steps_per_unit);
    }
}

void StudentScores::factors(std::span<const double> normals, std::span<double> out) const {
    chi_square_.values(normals, out);
    for (double& w : out) w = std::sqrt(df_ / w);
}

double StudentScores::score(double t) const {
    const double position = std::min(log1p(std::fabs(t)) * steps_per_unit, static_cast<double>(value_.size() - 1));
    const auto cell = std::min(static_cast<std::size_t>(position), value_.size() - 2);
    const double x = position - static_cast<double>(cell), u = 1 - x;
    const double rise = x * u * (u * slope_[cell] - x * slope_[cell + 1]);
    const double value = value_[cell] + (value_[cell + 1] - value_[cell]) * (x * x * (3 - 2 * x)) + rise;
    return t < 0 ? -value : value;
}

void StudentScores::scores(std::span<const double> z, std::span<const double> factor, std::span<double> out) const {
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = score(z[i] * factor[i]);
}

}  // namespace entente
