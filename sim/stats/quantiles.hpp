// Exact quantiles, their confidence limits and tail means of a column of worlds.
#pragma once

#include <span>
#include <vector>

#include "lanes/kernels.hpp"

namespace entente {

// The 97.5% point of the normal distribution: 95% intervals are this many standard errors to either side.
constexpr double normal_975 = 1.959963984540054;

struct Interval {
    double low = 0;
    double high = 0;
};

struct LimitRanks {
    std::size_t low, high;
};

// Ranks (0-based) of `count` values between which the p-quantile of the population lies with 95% probability, by the normal
// approximation of the binomial.
LimitRanks limit_ranks(std::size_t count, double p);

// The 0-based rank at which the worst share of `count` values begins, counted from either end.
std::size_t tail_rank(std::size_t count, double share, bool high_is_bad);

// The p-quantile of type 7 (Hyndman and Fan 1996) of `count` > 0 values: linear between the order statistics at(rank).
template <class At>
double type_7(double p, std::size_t count, const At& at) {
    const double position = p * static_cast<double>(count - 1);
    const auto below = static_cast<std::size_t>(position);
    const double part = position - static_cast<double>(below);
    if (part == 0 || below + 1 >= count) return at(below);
    return at(below) + part * (at(below + 1) - at(below));
}

// The worst share of `count` values: where it begins, and the sums of what lies beyond (below a low tail's edge less than 0).
struct Tail {
    double share = 0, count = 0, edge = 0;
    Beyond beyond;

    // The edge stands for the part that is missing.
    double mean() const { return edge + beyond.sum / (share * count); }
    // Of the mean of independent values, whose terms are edge + excess / share; 0 for one value.
    double standard_error() const;
};

// Quantiles, limits and tails of one column, found together. The column must outlive it for tail().
class Quantiles {
public:
    // `probabilities` are those that quantile() will be asked for, `limited` those of limits(), `tails` those of tail().
    Quantiles(std::span<const double> values, std::span<const double> probabilities, std::span<const double> limited = {},
              std::span<const double> tails = {});

    // NaN without values.
    double quantile(double p) const;
    // 95% limits by order statistics (limit_ranks).
    Interval limits(double p) const;
    // The worst share of the values (0 < share <= 1); NaN without values.
    Tail tail(double share, bool high_is_bad) const;
    double min() const;
    double max() const;
    std::size_t size() const { return values_.size(); }
    std::span<const double> values() const { return values_; }

private:
    double at(std::size_t rank) const;

    std::span<const double> values_;
    std::vector<std::size_t> ranks_;
    std::vector<double> found_;  // order statistics of ranks_
};

// Wilson's 95% score interval of a probability (Wilson 1927). `point`: how many standard errors a plain interval has to either side.
Interval wilson(double successes, double trials, double point = normal_975);

}  // namespace entente
