// Lognormal, given by (mean, cv), (mean, sd), (median, sigma), (p10, p90) or two quantiles.
#pragma once

#include <optional>
#include <string>

#include "base/fields.hpp"
#include "chance/families/two_quantiles.hpp"
#include "chance/probability.hpp"

namespace entente {

struct Lognormal {
    static constexpr std::string_view name = "lognormal";
    std::optional<double> mean, cv, sd, median, sigma, p10, p90;
    QuantilePoints quantiles = {};
    double log_mean = 0;  // mean and standard deviation of the logarithm, set by resolve
    double log_sd = 1;
    template <class S = Lognormal>
    static constexpr auto fields() {
        return std::tuple{field("mean", &S::mean, Range::positive, "mean (with cv or sd)"),
                          field("cv", &S::cv, Range::non_negative, "standard deviation / mean"),
                          field("sd", &S::sd, Range::non_negative, "standard deviation"),
                          field("median", &S::median, Range::positive, "median (with sigma)"),
                          field("sigma", &S::sigma, Range::non_negative, "sd of the logarithm"),
                          field("p10", &S::p10, Range::positive, "10% chance of less (with p90)"),
                          field("p90", &S::p90, Range::positive, "90% chance of less"),
                          field("quantiles", &S::quantiles, "two points [p, x] of the distribution")};
    }
};

inline std::string resolve(Lognormal& d) {
    const int given = d.mean.has_value() + d.cv.has_value() + d.sd.has_value() + d.median.has_value() + d.sigma.has_value() +
                      d.p10.has_value() + d.p90.has_value() + (d.quantiles.empty() ? 0 : 2);
    if (given == 2 && d.mean && (d.cv || d.sd)) {
        const double cv = d.cv ? *d.cv : *d.sd / *d.mean;
        const double square = std::log1p(cv * cv);
        d.log_mean = log(*d.mean) - 0.5 * square;
        d.log_sd = std::sqrt(square);
        return "";
    }
    if (given == 2 && d.median && d.sigma) {
        d.log_mean = log(*d.median);
        d.log_sd = *d.sigma;
        return "";
    }
    if (given == 2 && d.p10 && d.p90) {
        if (*d.p10 > *d.p90) return "p10 is above p90";
        d.log_mean = 0.5 * (log(*d.p10) + log(*d.p90));
        d.log_sd = (log(*d.p90) - log(*d.p10)) / (2 * normal_quantile(0.9));
        return "";
    }
    if (given == 2 && !d.quantiles.empty()) {
        if (std::string fault = order_two(d.quantiles, false); !fault.empty()) return fault;
        const auto& [p, x] = d.quantiles[0];
        const auto& [q, y] = d.quantiles[1];
        if (!(x > 0)) return "a quantile is not above 0";
        const double z = normal_quantile(p);
        d.log_sd = (log(y) - log(x)) / (normal_quantile(q) - z);
        d.log_mean = log(x) - d.log_sd * z;
        return "";
    }
    return "lognormal needs exactly one of (mean, cv), (mean, sd), (median, sigma), (p10, p90), two quantiles";
}
inline double quantile(const Lognormal& d, Probability p) {
    const double z = p.below <= p.above ? normal_quantile(p.below) : -normal_quantile(p.above);
    return d.log_sd > 0 ? exp(d.log_mean + d.log_sd * z) : exp(d.log_mean);
}
inline Probability cdf(const Lognormal& d, double x) {
    if (x <= 0) return {0, 1};
    if (d.log_sd == 0) return x >= exp(d.log_mean) ? Probability{1, 0} : Probability{0, 1};
    return probability_of_score((log(x) - d.log_mean) / d.log_sd);
}
inline double mean(const Lognormal& d) { return exp(d.log_mean + 0.5 * d.log_sd * d.log_sd); }
inline double variance(const Lognormal& d) { return mean(d) * mean(d) * std::expm1(d.log_sd * d.log_sd); }

}  // namespace entente
