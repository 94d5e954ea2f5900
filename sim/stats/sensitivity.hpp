// How an outcome depends on what it was drawn from: tenths, ranks, and shares of its variance.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "stats/quantiles.hpp"

namespace entente {

struct Estimate {
    double value = 0;
    double error = 0;  // standard error
};

// The mean outcome in the tenth of the worlds in which an input is lowest, and highest. Ties are kept in the worlds' order.
struct Tenths {
    Estimate low, high;
    double swing() const { return high.value - low.value; }
    // Whether they are more than so many standard errors apart.
    bool differ(double errors) const { return std::fabs(swing()) > errors * std::hypot(low.error, high.error); }
};
class InputOrder {
public:
    // At least ten worlds.
    explicit InputOrder(std::span<const double> input);
    Tenths tenths(std::span<const double> outcome) const;

private:
    std::vector<std::uint32_t> low_, high_;  // worlds, ascending
};

// Ranks 1 .. n, equal values sharing the mean of theirs.
std::vector<double> ranks(std::span<const double> values);

// The correlation of two columns of ranks (Spearman 1904), 0 where one is constant; error by Fieller, Hartley and Pearson (1957).
Estimate rank_correlation(std::span<const double> ranks_x, std::span<const double> ranks_y);

// Shares of the outcome's variance: what one factor explains alone, and what would be left if only it were unknown. `a` and `b`
// are outcomes of independent worlds, `mixed` those of a's worlds with the factor taken from b's. First order by Saltelli et al.
// (2010), table 2 (b); total by Jansen (1999). Errors by the delta method. Zeros where the outcome does not vary.
struct VarianceShares {
    Estimate first, total;
};
VarianceShares variance_shares(std::span<const double> a, std::span<const double> b, std::span<const double> mixed);

}  // namespace entente
