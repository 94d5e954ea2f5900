// What each randomisation of a design tells of a mean, and the limits that the spread between them gives.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

#include "stats/moments.hpp"
#include "stats/quantiles.hpp"

namespace entente {

// A design is so many independent randomisations: world w belongs to number w % replicates (random/design.hpp). Its points are not
// independent within one, so every error rests on the spread between them.
constexpr std::size_t replicates = 32;
template <class T>
using PerReplicate = std::array<T, replicates>;

// The randomisations of some worlds of a run, in their order; empty: those of worlds 0, 1, 2 ..
using Owners = std::span<const std::uint8_t>;

// A sum over the worlds of each randomisation that have an outcome, and how many these are.
struct ReplicateSums {
    PerReplicate<double> count{}, sum{};
};

// Sums f over a column of worlds, in which what is not finite is an outcome that a world does not have.
template <class F>
ReplicateSums replicate_sums(std::span<const double> column, Owners owners, const F& f) {
    ReplicateSums out;
    const auto add = [&](std::size_t r, double x) {
        const bool present = x - x == 0;
        out.count[r] += present ? 1.0 : 0.0;
        out.sum[r] += present ? f(x) : 0.0;
    };
    std::size_t w = 0;
    if (owners.empty()) {
        for (; w + replicates <= column.size(); w += replicates) {
            for (std::size_t r = 0; r < replicates; ++r) add(r, column[w + r]);
        }
    }
    for (; w < column.size(); ++w) add(owners.empty() ? w % replicates : owners[w], column[w]);
    return out;
}

// The mean as each randomisation would have it, were all as far from it as that one is: n values whose mean is the mean and whose mean's
// standard error is its error. A ratio of sums, so randomisations may have different numbers of worlds with the outcome (Cochran 1977,
// section 6.3). All 0 without any.
PerReplicate<double> replicate_means(const ReplicateSums& sums);

// The standard error of the mean.
double replicate_error(const PerReplicate<double>& means);
// 95% limits of a mean, by Student's t and corrected for skewness (Hall 1992). They are those of `mean`, where sums were about another
// centre.
Interval replicate_limits(double mean, const PerReplicate<double>& means);
// Of a probability by Wilson's score interval, with as many independent trials as have the same standard error. Where what happens, or does
// not, is so rare that randomisations cannot tell its error, they have the limits of independent trials besides: the wider ones count.
Interval replicate_probability(double successes, double trials, double error);
// Between which probabilities a quantile's own lies, whose share of values below has such an error (Woodruff 1952).
Interval replicate_share(double p, double trials, double error);

// Fewer worlds than these with an outcome, one a randomisation, cannot tell its error by randomisations.
constexpr double fewest_told = replicates;
// The limits of a mean of so few values: those of independent worlds by Student's t where they are wider.
Interval replicate_limits_of_few(const Moments& moments, double skew, const PerReplicate<double>& means);

}  // namespace entente
