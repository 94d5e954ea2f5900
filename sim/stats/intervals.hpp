// Standard errors and 95% limits of what a column of worlds tells, right for the way its worlds were sampled.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "stats/moments.hpp"
#include "stats/quantiles.hpp"
#include "stats/replicates.hpp"

namespace entente {

// Skewness of the values, whose moments are known.
double skewness(std::span<const double> values, const Moments& moments);

// Whether the normal interval of the mean is unsafe: fewer than 25 skewness^2 values (Cochran 1977, section 2.15).
inline bool is_heavy_tailed(double skew, std::size_t count) { return 25 * skew * skew > static_cast<double>(count); }

// Limits of a mean of independent values that allow for their skewness: Hall (1992), "On the removal of skewness by
// transformation", JRSS B 54, with his monotone cubic. Without skewness they are the normal ones.
// `point`: how many standard errors a plain interval has to either side.
Interval skew_corrected(const Moments& moments, double skew, double point = normal_975);

// Columns have a value of every world, one that is not finite for a world without the outcome. `values`, `moments` and quantiles are of
// those that have it.
class Estimator {
public:
    enum class Of { independent_worlds, designs };

    // `owners`: of worlds that are not all of their run, by world its randomisation.
    explicit Estimator(Of worlds = Of::independent_worlds, std::vector<std::uint8_t> owners = {})
        : of_(worlds), owners_(std::move(owners)) {}

    double standard_error(std::span<const double> column, const Moments& moments) const;
    Interval mean(std::span<const double> column, const Moments& moments, double skew) const;
    // One by one. `found` knows the quantiles' limits by order statistics, which serve where the worlds are independent. In designs the
    // share of values below each has an error, and the limits are the quantiles of that share (Woodruff 1952).
    std::vector<Interval> quantiles(std::span<const double> column, const Quantiles& found, std::span<const double> probabilities) const;
    // The mean of the worst share: edge + sum of what lies beyond it / (share n), whose terms give its error.
    Interval tail(std::span<const double> column, const Quantiles& found, double share, bool high_is_bad) const;
    // Of an indicator column.
    Interval probability(std::span<const double> indicator) const;

    // Whether errors come from randomisations: fewer worlds than these are independent, whatever the design.
    bool designed(std::span<const double> column) const { return of_ == Of::designs && column.size() >= replicates; }

private:
    Of of_;
    std::vector<std::uint8_t> owners_;
};

}  // namespace entente
