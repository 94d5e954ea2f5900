// Mean and variance of a column of worlds, summed in a fixed order so that threads cannot change a bit.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>

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

// Sum of f(x) over the values.
template <class F>
double fixed_sum(std::span<const double> values, const F& f) {
    if (values.size() <= summation_leaf) {
        // Eight lanes, always the same, so that the compiler may use vectors of any width.
        double lane[8] = {};
        std::size_t i = 0;
        for (; i + 8 <= values.size(); i += 8) {
            for (std::size_t j = 0; j < 8; ++j) lane[j] += f(values[i + j]);
        }
        for (std::size_t j = 0; i < values.size(); ++i, ++j) lane[j] += f(values[i]);
        return ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
    }
    const std::size_t leaves = (values.size() + summation_leaf - 1) / summation_leaf;
    const std::size_t half = (leaves + 1) / 2 * summation_leaf;
    return fixed_sum(values.first(half), f) + fixed_sum(values.subspan(half), f);
}

// Skewness: the third central moment, from the sum of the cubed deviations, over the cube of the standard deviation; 0 where that is 0.
inline double skewness(double cubes, const Moments& moments) {
    return moments.variance > 0 ? cubes / static_cast<double>(moments.count) / (moments.variance * moments.sd()) : 0;
}

inline double sum_of_cubes(std::span<const double> values, double mean) {
    return fixed_sum(values, [&](double x) { return (x - mean) * (x - mean) * (x - mean); });
}

// Two passes: the mean, then squared deviations from it.
inline Moments moments(std::span<const double> values) {
    Moments out{values.size(), 0, 0};
    if (values.empty()) return out;
    const double n = static_cast<double>(values.size());
    out.mean = fixed_sum(values, [](double x) { return x; }) / n;
    if (values.size() < 2) return out;
    out.variance = fixed_sum(values, [&](double x) { return (x - out.mean) * (x - out.mean); }) / (n - 1);
    return out;
}

}  // namespace entente
