// Student's t with location and scale: heavy tails on both sides.
#pragma once

#include <boost/math/distributions/students_t.hpp>
#include <limits>
#include <string>

#include "base/fields.hpp"
#include "dist/probability.hpp"

namespace entente {

struct StudentT {
    static constexpr std::string_view name = "student_t";
    static constexpr bool tabulated = true;
    double df = 5;
    double location = 0;
    double scale = 1;
    static constexpr auto fields() {
        return std::tuple{needed("df", &StudentT::df, Range::positive, "degrees of freedom"),
                          needed("location", &StudentT::location, "centre"),
                          needed("scale", &StudentT::scale, Range::non_negative, "scale")};
    }
};

inline std::string resolve(StudentT&) { return ""; }
inline auto standard(const StudentT& d) { return boost::math::students_t_distribution<double, MathPolicy>(d.df); }
inline double quantile(const StudentT& d, Probability p) {
    return d.scale > 0 ? d.location + d.scale * boost_quantile(standard(d), p) : d.location;
}
inline Probability cdf(const StudentT& d, double x) {
    if (d.scale == 0) return x >= d.location ? Probability{1, 0} : Probability{0, 1};
    return boost_cdf(standard(d), (x - d.location) / d.scale);
}
inline double mean(const StudentT& d) { return d.df > 1 ? d.location : std::numeric_limits<double>::quiet_NaN(); }
inline double variance(const StudentT& d) {
    return d.df > 2 ? d.scale * d.scale * d.df / (d.df - 2) : std::numeric_limits<double>::infinity();
}

}  // namespace entente
