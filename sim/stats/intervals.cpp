// Limits for independent worlds and for designs (see intervals.hpp).
#include "stats/intervals.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "lanes/elementary.hpp"

namespace entente {

namespace {

double cube_root(double x) { return x < 0 ? -power(-x, 1.0 / 3) : (x > 0 ? power(x, 1.0 / 3) : 0.0); }

}  // namespace

double skewness(std::span<const double> values, const Moments& moments) { return skewness(fixed_cubes(values, moments.mean), moments); }

Interval skew_corrected(const Moments& moments, double skew, double point) {
    const double error = moments.standard_error(), root = std::sqrt(static_cast<double>(moments.count));
    const double a = skew / root;
    // For next to no skewness the transformation is the identity, and its formula 0 / 0.
    if (!(std::fabs(a) > 1e-9)) return {moments.mean - point * error, moments.mean + point * error};
    const auto inverse = [&](double z) { return 3 / a * (cube_root(1 + a * (z - a / 6)) - 1); };
    return {moments.mean - inverse(point) * error, moments.mean - inverse(-point) * error};
}

double Estimator::standard_error(std::span<const double> column, const Moments& m) const {
    if (!designed(column)) return m.standard_error();
    const double error = replicate_error(replicate_means(replicate_sums(column, owners_, [mean = m.mean](double x) { return x - mean; })));
    return static_cast<double>(m.count) < fewest_told ? std::max(error, m.standard_error()) : error;
}

Interval Estimator::mean(std::span<const double> column, const Moments& m, double skew) const {
    if (!designed(column)) return skew_corrected(m, skew);
    const auto means = replicate_means(replicate_sums(column, owners_, [mean = m.mean](double x) { return x - mean; }));
    const bool few = static_cast<double>(m.count) < fewest_told || is_heavy_tailed(skew, m.count);
    return few ? replicate_limits_of_few(m, skew, means) : replicate_limits(m.mean, means);
}

std::vector<Interval> Estimator::quantiles(std::span<const double> column, const Quantiles& found,
                                           std::span<const double> probabilities) const {
    std::vector<Interval> out;
    if (!designed(column)) {
        for (const double p : probabilities) out.push_back(found.limits(p));
        return out;
    }
    std::vector<double> shares;
    for (const double p : probabilities) {
        const double at = found.quantile(p);
        const auto below = replicate_means(replicate_sums(column, owners_, [at](double x) { return x <= at ? 1.0 : 0.0; }));
        const Interval share = replicate_share(p, static_cast<double>(found.size()), replicate_error(below));
        shares.insert(shares.end(), {share.low, share.high});
    }
    const Quantiles limits(found.values(), shares);
    for (std::size_t i = 0; i < shares.size(); i += 2) out.push_back({limits.quantile(shares[i]), limits.quantile(shares[i + 1])});
    return out;
}

Interval Estimator::tail(std::span<const double> column, const Quantiles& found, double share, bool high_is_bad) const {
    const Tail tail = found.tail(share, high_is_bad);
    const double worst = tail.mean();
    if (designed(column)) {
        const double edge = tail.edge, sign = high_is_bad ? 1 : -1;
        return replicate_limits(worst, replicate_means(replicate_sums(
                                           column, owners_, [=](double x) { return std::max(sign * (x - edge), 0.0) * sign / share; })));
    }
    const double error = tail.standard_error();
    return {worst - normal_975 * error, worst + normal_975 * error};
}

Interval Estimator::probability(std::span<const double> indicator) const {
    double happens = 0, n = 0;
    for (const double x : indicator) {
        const bool present = x - x == 0;
        n += present ? 1 : 0;
        happens += present && x > 0 ? 1 : 0;
    }
    if (!designed(indicator)) return wilson(happens, n);
    const auto shares = replicate_means(replicate_sums(indicator, owners_, [](double x) { return x > 0 ? 1.0 : 0.0; }));
    return replicate_probability(happens, n, replicate_error(shares));
}

}  // namespace entente
