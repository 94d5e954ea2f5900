// What is known of one outcome over the worlds: everything, from its column, or what a tally tells.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "stats/intervals.hpp"
#include "stats/spread.hpp"
#include "stats/tally.hpp"

namespace entente {

// Statistics of one outcome; those of an outcome that not every world has (a date of completion) are over the worlds that
// have it.
class Known {
public:
    virtual ~Known() = default;

    virtual std::int64_t worlds() const = 0;   // all
    virtual std::int64_t present() const = 0;  // those that have the outcome
    virtual Interval present_limits() const = 0;

    virtual Moments moments() const = 0;
    virtual double skewness() const = 0;
    virtual double standard_error() const = 0;
    virtual Interval mean_limits() const = 0;

    virtual double quantile(double p) const = 0;
    virtual Interval quantile_limits(double p) const = 0;
    virtual double tail_mean(double share, bool high_is_bad) const = 0;
    virtual Interval tail_limits(double share, bool high_is_bad) const = 0;

    virtual double share_positive() const = 0;
    virtual Interval positive_limits() const = 0;

    // What `f` makes of all values, by each(); a few numbers, which are known where the values themselves are not.
    virtual std::vector<double> fold(const std::function<std::vector<double>(const Known&)>& f) const { return f(*this); }
    // Calls visit(value, count) for all values, of which some may be given together. Only where a fold asks.
    virtual void each(const std::function<void(double, double)>& visit) const = 0;
    // The standard error of the mean of f(value), where the worlds are a design's and its values are kept.
    virtual std::optional<double> designed_error(const std::function<double(double)>&) const { return {}; }
};

// From a column of every world, which must outlive it; `optional`: values that are not finite are worlds without the outcome.
std::unique_ptr<Known> known_of(std::span<const double> column, bool optional, const Estimator& estimator, const Wanted& wanted);

// From a tally, whose values are the outcome less `origin`; what it refers to must outlive it. `spread`: of a design, else none.
struct Tallied {
    const RunningMoments& running;
    const Histogram& histogram;
    double origin = 0;
    std::optional<SpreadView> spread = {};
};
std::unique_ptr<Known> known_of(const Tallied& tallied);

}  // namespace entente
