// What is kept of an outcome with too many worlds for a column: exact moments, and whole-number counts in narrow bins.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "stats/moments.hpp"
#include "stats/quantiles.hpp"

namespace entente {

// Count, mean, central moments and extremes of the finite values, and how many were not finite (an outcome that a world
// does not have). Merging depends on the order in the last place, so it is done in the order of the worlds.
struct RunningMoments {
    std::int64_t count = 0, absent = 0;
    double mean = 0, squares = 0, cubes = 0;  // sums of (x - mean)^2 and ^3
    double min = 0, max = 0;

    void add(std::span<const double> values);
    // Pairwise update of central moments (Pebay 2008, SAND2008-6212, eqs. 1.5 and 1.6).
    void merge(const RunningMoments& next);

    Moments moments() const;
};

// Counts of values by bin. A bin is what shares the sign, the exponent and the first 13 bits of the fraction. The middle of a
// bin is within 6.2e-5 of every value in it, relatively; values below 2^-64 in size count as 0. Counts are whole numbers, so any
// order of adding and merging gives the same.
class Histogram {
public:
    static constexpr double relative_error = 6.2e-5;

    Histogram() : binades_(2 * exponents) {}

    // Of values that are not finite nothing is counted.
    void add(std::span<const double> values);
    void merge(const Histogram& other);
    // Calls visit(middle, count) for each bin with values, in ascending order.
    template <class Visit>
    void each(const Visit& visit) const;

    void put(ByteWriter& out) const;
    static Histogram get(ByteReader& in);

private:
    static constexpr int lowest = -64, highest = 127, exponents = highest - lowest + 1;
    static constexpr std::size_t bins = 8192;

    // Binades of negative values, then of positive ones, by exponent; empty until a value falls into one.
    std::vector<std::vector<std::uint64_t>> binades_;
    std::uint64_t zeros_ = 0;
};

// One outcome's order statistics from its tally: each is the middle of the bin that holds it, the smallest and largest are exact.
class TallyView {
public:
    // `running` must outlive it.
    TallyView(const RunningMoments& running, const Histogram& histogram);

    struct Bin {
        double middle;
        std::uint64_t count, through;  // values in it; in it and those before
    };
    const std::vector<Bin>& bins() const { return bins_; }  // those with values, ascending

    // By rank (0-based, ascending), and between two; NaN without values.
    double at(std::size_t rank) const;
    double quantile(double p) const;
    std::int64_t above_zero() const;
    // The worst share of the values.
    Tail tail(double share, bool high_is_bad) const;

private:
    std::size_t count() const { return static_cast<std::size_t>(running_.count); }

    const RunningMoments& running_;
    std::vector<Bin> bins_;
};

template <class Visit>
void Histogram::each(const Visit& visit) const {
    const auto middle = [](int exponent, std::size_t bin) { return std::ldexp(1 + (static_cast<double>(bin) + 0.5) / bins, exponent); };
    for (int e = exponents - 1; e >= 0; --e) {
        const auto& counts = binades_[static_cast<std::size_t>(e)];
        for (std::size_t b = counts.size(); b-- > 0;) {
            if (counts[b] > 0) visit(-middle(e + lowest, b), counts[b]);
        }
    }
    if (zeros_ > 0) visit(0.0, zeros_);
    for (int e = 0; e < exponents; ++e) {
        const auto& counts = binades_[static_cast<std::size_t>(exponents + e)];
        for (std::size_t b = 0; b < counts.size(); ++b) {
            if (counts[b] > 0) visit(middle(e + lowest, b), counts[b]);
        }
    }
}

}  // namespace entente
