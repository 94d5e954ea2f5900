// Mean and variance of a column of worlds, summed in a fixed order so that threads cannot change a bit.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>

#include "lanes/kernels.hpp"

namespace entente {

struct Moments {
    std::size_t count = 0;
    double mean = 0;
    double variance = 0;  // unbiased; 0 for fewer than two values

    double sd() const { return std::sqrt(variance); }
    // Of the mean, by the central limit theorem.
    double standard_error() const { return count > 0 ? std::sqrt(variance / static_cast<double>(count)) : 0; }
};

// Worlds whose values are added one after another; the sums of such leaves are added pairwise.
constexpr std::size_t summation_leaf = 1024;

// The sum over all values of what `leaf` sums over a leaf's, pairwise.
template <class Leaf>
auto pairwise_sum(std::span<const double> values, const Leaf& leaf) {
    if (values.size() <= summation_leaf) return leaf(values);
    const std::size_t leaves = (values.size() + summation_leaf - 1) / summation_leaf;
    const std::size_t half = (leaves + 1) / 2 * summation_leaf;
    return pairwise_sum(values.first(half), leaf) + pairwise_sum(values.subspan(half), leaf);
}

// Sums of the values, of their squared deviations from a centre, and of the cubed ones.
inline double fixed_sum(std::span<const double> values) { return pairwise_sum(values, sum); }
inline double fixed_squares(std::span<const double> values, double centre) {
    return pairwise_sum(values, [=](std::span<const double> leaf) { return sum_of_squares(leaf, centre); });
}
inline double fixed_cubes(std::span<const double> values, double centre) {
    return pairwise_sum(values, [=](std::span<const double> leaf) { return sum_of_cubes(leaf, centre); });
}

// Skewness: the third central moment, from the sum of the cubed deviations, over the cube of the standard deviation; 0 where that is 0.
inline double skewness(double cubes, const Moments& moments) {
    return moments.variance > 0 ? cubes / static_cast<double>(moments.count) / (moments.variance * moments.sd()) : 0;
}

// Two passes: the mean, then squared deviations from it.
inline Moments moments(std::span<const double> values) {
    Moments out{values.size(), 0, 0};
    if (values.empty()) return out;
    const double n = static_cast<double>(values.size());
    out.mean = fixed_sum(values) / n;
    if (values.size() >= 2) out.variance = fixed_squares(values, out.mean) / (n - 1);
    return out;
}

}  // namespace entente
