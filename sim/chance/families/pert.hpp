// PERT: a beta on [min, max] whose mode is given; a larger shape draws it closer to the mode (4 is the classic value).
#pragma once

#include <string>

#include "chance/families/beta.hpp"

namespace entente {

struct Pert {
    static constexpr std::string_view name = "pert";
    static constexpr bool tabulated = true;
    double min = 0;
    double mode = 0.5;
    double max = 1;
    double shape = 4;
    template <class S = Pert>
    static constexpr auto fields() {
        return std::tuple{needed("min", &S::min, "lowest value"), needed("mode", &S::mode, "most likely value"),
                          needed("max", &S::max, "highest value"),
                          field("shape", &S::shape, Range::non_negative, "concentration at the mode")};
    }
};

inline std::string resolve(Pert& d) {
    if (d.min > d.mode) return "min is above mode";
    if (d.mode > d.max) return "mode is above max";
    return "";
}
inline Beta as_beta(const Pert& d) {
    const double width = d.max - d.min;
    if (width == 0) return {1, 1, d.min, d.max};
    return {1 + d.shape * (d.mode - d.min) / width, 1 + d.shape * (d.max - d.mode) / width, d.min, d.max};
}
inline double quantile(const Pert& d, Probability p) { return quantile(as_beta(d), p); }
inline Probability cdf(const Pert& d, double x) { return cdf(as_beta(d), x); }
inline double mean(const Pert& d) { return mean(as_beta(d)); }
inline double variance(const Pert& d) { return variance(as_beta(d)); }

}  // namespace entente
