// Student's t with location and scale: heavy tails on both sides.
#pragma once

#include <array>
#include <limits>
#include <string>

#include "base/fields.hpp"
#include "chance/probability.hpp"

namespace entente {

struct StudentT {
    static constexpr std::string_view name = "student_t";
    static constexpr std::array<std::string_view, 1> shapes{"df"};
    static constexpr bool tabulated = true;
    double df = 5;
    double location = 0;
    double scale = 1;
    template <class S = StudentT>
    static constexpr auto fields() {
        return std::tuple{needed("df", &S::df, Range::positive, "degrees of freedom"), needed("location", &S::location, "centre"),
                          needed("scale", &S::scale, Range::non_negative, "scale")};
    }
};

inline std::string resolve(StudentT&) { return ""; }
double quantile(const StudentT& d, Probability p);
Probability cdf(const StudentT& d, double x);
inline double mean(const StudentT& d) { return d.df > 1 ? d.location : std::numeric_limits<double>::quiet_NaN(); }
inline double variance(const StudentT& d) {
    return d.df > 2 ? d.scale * d.scale * d.df / (d.df - 2) : std::numeric_limits<double>::infinity();
}

}  // namespace entente
