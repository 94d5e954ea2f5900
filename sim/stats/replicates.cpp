// Limits from the spread between randomisations (see replicates.hpp).
#include "stats/replicates.hpp"

#include <algorithm>

#include "stats/intervals.hpp"

namespace entente {

namespace {

constexpr double student_975 = 2.0395134463964077;  // of 31 degrees of freedom: 32 randomisations
// The same of 1 .. 30.
constexpr std::array student_of_few{12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
                                    2.201,  2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
                                    2.080,  2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042};

}  // namespace

PerReplicate<double> replicate_means(const ReplicateSums& sums) {
    double count = 0, sum = 0;
    for (std::size_t r = 0; r < replicates; ++r) {
        count += sums.count[r];
        sum += sums.sum[r];
    }
    PerReplicate<double> out{};
    if (!(count > 0)) return out;
    const double mean = sum / count, scale = static_cast<double>(replicates) / count;
    for (std::size_t r = 0; r < replicates; ++r) out[r] = mean + scale * (sums.sum[r] - mean * sums.count[r]);
    return out;
}

double replicate_error(const PerReplicate<double>& means) { return moments(means).standard_error(); }

Interval replicate_limits(double mean, const PerReplicate<double>& means) {
    Moments between = moments(means);
    const double skew = skewness(means, between);
    between.mean = mean;
    return skew_corrected(between, skew, student_975);
}

Interval replicate_limits_of_few(const Moments& m, double skew, const PerReplicate<double>& means) {
    const Interval limits = replicate_limits(m.mean, means);
    if (m.count < 2) return limits;
    const Interval independent = skew_corrected(m, skew, student_of_few[std::min(m.count - 2, student_of_few.size() - 1)]);
    return {std::min(limits.low, independent.low), std::max(limits.high, independent.high)};
}

Interval replicate_probability(double successes, double trials, double error) {
    const Interval independent = wilson(successes, trials);
    if (!(error > 0)) return independent;
    const double p = successes / trials, alike = p * (1 - p) / (error * error);
    Interval limits = wilson(p * alike, alike, student_975);
    if (std::min(successes, trials - successes) < fewest_told)
        limits = {std::min(limits.low, independent.low), std::max(limits.high, independent.high)};
    return limits;
}

Interval replicate_share(double p, double trials, double error) {
    // No share of so many values is known to less than half a value.
    const double half = student_975 * error + 0.5 / trials;
    return {std::max(p - half, 0.0), std::min(p + half, 1.0)};
}

}  // namespace entente
