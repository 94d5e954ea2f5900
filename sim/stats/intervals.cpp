// Limits for independent worlds and for designs (see intervals.hpp).
#include "stats/intervals.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "lanes/elementary.hpp"

namespace entente {

namespace {

constexpr double student_975 = 2.0395134463964077;  // of 31 degrees of freedom: 32 randomisations

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

template <class Statistic>
std::vector<double> Estimator::each(std::span<const double> values, const Statistic& statistic) const {
    std::vector<double> part, found;
    for (std::size_t r = 0; r < randomisations_; ++r) {
        part.clear();
        for (std::size_t i = r; i < values.size(); i += randomisations_) part.push_back(values[i]);
        if (!part.empty()) found.push_back(statistic(part));
    }
    return found;
}

template <class Statistic>
double Estimator::spread(std::span<const double> values, const Statistic& statistic) const {
    return moments(each(values, statistic)).standard_error();
}

Interval Estimator::around(double centre, double error) const { return {centre - student_975 * error, centre + student_975 * error}; }

double Estimator::standard_error(std::span<const double> values, const Moments& m) const {
    if (randomisations_ == 0) return m.standard_error();
    return spread(values, [](const std::vector<double>& part) { return moments(part).mean; });
}

Interval Estimator::mean(std::span<const double> values, const Moments& m, double skew) const {
    if (randomisations_ == 0) return skew_corrected(m, skew);
    const std::vector<double> means = each(values, [](const std::vector<double>& part) { return moments(part).mean; });
    Moments between = moments(means);
    const double between_skew = skewness(means, between);
    between.mean = m.mean;
    return skew_corrected(between, between_skew, student_975);
}

Interval Estimator::quantile(std::span<const double> values, const Quantiles& found, double p) const {
    if (randomisations_ == 0) return found.limits(p);
    const double at = found.quantile(p);
    const double error = spread(values, [&](const std::vector<double>& part) {
        return static_cast<double>(std::count_if(part.begin(), part.end(), [&](double x) { return x <= at; })) /
               static_cast<double>(part.size());
    });
    const std::array around{std::max(p - student_975 * error, 0.0), std::min(p + student_975 * error, 1.0)};
    const Quantiles limits(values, around);
    return {limits.quantile(around[0]), limits.quantile(around[1])};
}

Interval Estimator::tail(std::span<const double> values, const Quantiles& found, double share, bool high_is_bad) const {
    const Tail tail = found.tail(share, high_is_bad);
    const double worst = tail.mean();
    if (randomisations_ > 0) {
        const std::array tails{share};
        return around(worst, spread(values, [&](const std::vector<double>& part) {
                          return Quantiles(part, {}, {}, tails).tail(share, high_is_bad).mean();
                      }));
    }
    const double error = tail.standard_error();
    return {worst - normal_975 * error, worst + normal_975 * error};
}

Interval Estimator::probability(std::span<const double> indicator) const {
    const double n = static_cast<double>(indicator.size());
    const auto count = static_cast<double>(std::count_if(indicator.begin(), indicator.end(), [](double x) { return x > 0; }));
    const Interval independent = wilson(count, n);
    if (randomisations_ == 0) return independent;
    const double error = spread(indicator, [](const std::vector<double>& part) { return moments(part).mean; });
    if (!(error > 0)) return independent;
    const Interval limits = around(count / n, error);
    return {std::max(limits.low, 0.0), std::min(limits.high, 1.0)};
}

}  // namespace entente
