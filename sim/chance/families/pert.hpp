// PERT: a beta on [min, max], or with two quantiles, whose mode is given; a larger shape draws it closer to the mode (4 is the classic
// value).
#pragma once

#include <array>
#include <optional>
#include <string>

#include "chance/families/beta.hpp"
#include "chance/families/two_quantiles.hpp"

namespace entente {

struct Pert {
    static constexpr std::string_view name = "pert";
    static constexpr std::array<std::string_view, 1> shapes{"shape"};
    static constexpr bool tabulated = true;
    std::optional<double> min;
    double mode = 0.5;
    std::optional<double> max;
    double shape = 4;
    QuantilePoints quantiles = {};  // instead of min and max
    double low = 0, high = 1;       // set by resolve
    template <class S = Pert>
    static constexpr auto fields() {
        return std::tuple{field("min", &S::min, "lowest value"), needed("mode", &S::mode, "most likely value"),
                          field("max", &S::max, "highest value"),
                          field("shape", &S::shape, Range::non_negative, "concentration at the mode"),
                          field("quantiles", &S::quantiles, "two points [p, x], instead of min and max")};
    }
};

inline std::string resolve(Pert& d) {
    if (!d.quantiles.empty() && !d.min && !d.max) {
        if (std::string fault = order_two(d.quantiles, true); !fault.empty()) return fault;
        const auto standard = [&](double r, double p) {
            return quantile(Beta{1 + d.shape * r, 1 + d.shape * (1 - r), 0, 1}, Probability{p, 1 - p});
        };
        return solve_ends(d.quantiles, d.mode, standard, d.low, d.high);
    }
    if (!d.min || !d.max || !d.quantiles.empty()) return "pert needs either min and max, or two quantiles";
    d.low = *d.min;
    d.high = *d.max;
    if (d.low > d.mode) return "min is above mode";
    if (d.mode > d.high) return "mode is above max";
    return "";
}
inline Beta as_beta(const Pert& d) {
    const double width = d.high - d.low;
    if (width == 0) return {1, 1, d.low, d.high};
    return {1 + d.shape * (d.mode - d.low) / width, 1 + d.shape * (d.high - d.mode) / width, d.low, d.high};
}
inline double quantile(const Pert& d, Probability p) { return quantile(as_beta(d), p); }
inline Probability cdf(const Pert& d, double x) { return cdf(as_beta(d), x); }
inline double mean(const Pert& d) { return mean(as_beta(d)); }
inline double variance(const Pert& d) { return variance(as_beta(d)); }

}  // namespace entente
