// How an outcome depends on what it was drawn from: bands, ranks, and shares of its variance.
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

// The mean outcome over bands of an input, from its lowest values to its highest: ten of about equal weight, between its deciles, or fewer
// where its values are few - two of an event that happens or does not.
struct BandMeans {
    std::vector<Estimate> means;
    // The part of the outcome's variance that the bands explain: the input's first-order share from given data, whatever the form of the
    // dependence (epsilon squared, Kelley 1935, which has no bias; error by Olkin and Finn 1995).
    Estimate share;
    double chance_error = 0;  // standard error of the share where the input has no bearing

    double low() const { return means.front().value; }
    double high() const { return means.back().value; }
    // Whether the bands explain more than chance would, by so many of its standard errors.
    bool matter(double errors) const { return share.value > errors * chance_error; }
};
class InputBands {
public:
    static constexpr std::size_t most = 10;

    explicit InputBands(std::span<const double> input);
    // Of an outcome in the same worlds.
    BandMeans of(std::span<const double> outcome) const;

private:
    std::vector<std::uint8_t> band_;  // by world
    std::size_t count_ = 0;
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
