// Exact quantiles, their confidence limits and tail means of a column of worlds.
#pragma once

#include <span>
#include <vector>

namespace entente {

struct Interval {
    double low = 0;
    double high = 0;
};

// Puts the order statistics of the given ranks (0-based, ascending) in their places; all else may be in any order.
void place_ranks(std::span<double> values, std::span<const std::size_t> ranks);

// Quantiles and limits of one column. The column's copy is reordered once, for every rank that will be asked for.
class Quantiles {
public:
    // `values` is taken over; `probabilities` are those that quantile() will be asked for, `limited` those of limits().
    Quantiles(std::vector<double> values, std::span<const double> probabilities, std::span<const double> limited = {});

    // Type 7 of Hyndman and Fan (1996): linear between order statistics. NaN without values.
    double quantile(double p) const;
    // 95% limits by order statistics, whose ranks come from the normal approximation of the binomial.
    Interval limits(double p) const;
    double min() const;
    double max() const;
    // Order statistic of a 0-based rank that was placed.
    double at(std::size_t rank) const { return values_[rank]; }
    std::size_t size() const { return values_.size(); }

private:
    std::vector<double> values_;
};

// Mean of the worst share of the values (0 < share <= 1), the value at the edge counted in part.
double tail_mean(std::span<const double> values, double share, bool high_is_bad);

// Wilson's 95% score interval of a probability (Wilson 1927).
Interval wilson(double successes, double trials);

}  // namespace entente
