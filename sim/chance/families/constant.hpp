// A bare number: no uncertainty.
#pragma once

#include <string>

#include "base/fields.hpp"
#include "chance/probability.hpp"

namespace entente {

struct Constant {
    static constexpr std::string_view name = "constant";
    double value = 0;
    template <class S = Constant>
    static constexpr auto fields() {
        return std::tuple{needed("value", &S::value, "the value")};
    }
};

inline std::string resolve(Constant&) { return ""; }
inline double quantile(const Constant& d, Probability) { return d.value; }
inline Probability cdf(const Constant& d, double x) { return x >= d.value ? Probability{1, 0} : Probability{0, 1}; }
inline double mean(const Constant& d) { return d.value; }
inline double variance(const Constant&) { return 0; }

}  // namespace entente
