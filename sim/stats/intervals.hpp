// Standard errors and 95% limits of what a column of worlds tells, right for the way its worlds were sampled.
#pragma once

#include <span>
#include <vector>

#include "stats/moments.hpp"
#include "stats/quantiles.hpp"

namespace entente {

// Skewness of the values, whose moments are known.
double skewness(std::span<const double> values, const Moments& moments);

// Whether the normal interval of the mean is unsafe: fewer than 25 skewness^2 values (Cochran 1977, section 2.15).
inline bool is_heavy_tailed(double skew, std::size_t count) { return 25 * skew * skew > static_cast<double>(count); }

// Limits of a mean of independent values that allow for their skewness: Hall (1992), "On the removal of skewness by
// transformation", JRSS B 54, with his monotone cubic. Without skewness they are the normal ones.
// `point`: how many standard errors a plain interval has to either side.
Interval skew_corrected(const Moments& moments, double skew, double point = normal_975);

class Estimator {
public:
    // 0 `randomisations`: the worlds are independent. Otherwise world w belongs to randomisation w % randomisations, whose
    // points are not independent, and everything rests on the spread between randomisations, with Student's t.
    explicit Estimator(std::size_t randomisations = 0) : randomisations_(randomisations) {}

    double standard_error(std::span<const double> values, const Moments& moments) const;
    Interval mean(std::span<const double> values, const Moments& moments, double skew) const;
    // `found` knows the quantile's limits (order statistics), which serve where the worlds are independent. In designs: the
    // share of each randomisation's values below the quantile has a spread, and the limits are the quantiles of that share
    // (Woodruff 1952).
    Interval quantile(std::span<const double> values, const Quantiles& found, double p) const;
    // The mean of the worst share: edge + sum of what lies beyond it / (share n), whose terms give its error.
    Interval tail(std::span<const double> values, const Quantiles& found, double share, bool high_is_bad) const;
    // Of an indicator column: Wilson's interval, which also serves where all randomisations agree.
    Interval probability(std::span<const double> indicator) const;

private:
    // A statistic in each randomisation.
    template <class Statistic>
    std::vector<double> each(std::span<const double> values, const Statistic& statistic) const;
    // Its standard error from their spread.
    template <class Statistic>
    double spread(std::span<const double> values, const Statistic& statistic) const;
    Interval around(double centre, double error) const;

    std::size_t randomisations_;
};

}  // namespace entente
