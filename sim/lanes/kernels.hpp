// Elementary functions over arrays: the loops in which a run spends its time, compiled for each vector width.
//
// The processor's widest version is chosen when the program starts. All versions do the same IEEE operations in the same
// order (no fused multiply-add, no reordering), so they give the same bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace entente {

// Kernels are compiled for these instruction sets.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define ENTENTE_KERNEL [[gnu::target_clones("avx512f", "avx2", "default")]]
#else
#define ENTENTE_KERNEL
#endif

// x[i] = normal_quantile(x[i]), x in (0, 1).
void normal_quantiles(std::span<double> x);

// below[i], above[i] = normal_tails(z[i]).
void normal_probabilities(std::span<const double> z, std::span<double> below, std::span<double> above);

// out[i] = scale * exp(offset + slope * x[i]) + shift; out may be x.
void exponentials(std::span<const double> x, double offset, double slope, double scale, double shift, std::span<double> out);

// out[i] += weight * x[i].
void add_scaled(std::span<const double> x, double weight, std::span<double> out);

// out[i] = a * x[i] + b * y[i].
void blend(double a, std::span<const double> x, double b, std::span<const double> y, std::span<double> out);

// The sum of x[i]: eight sums of every eighth number, then their sum, so that every vector width adds in the same order. The sums below
// too.
double sum(std::span<const double> x);

// Sums of (x[i] - centre)^2 and ^3.
double sum_of_squares(std::span<const double> x, double centre);
double sum_of_cubes(std::span<const double> x, double centre);

// Of the x[i] above an edge (below it: `sign` is -1 instead of 1) the sums of x[i] - edge and of its square.
struct Beyond {
    double sum = 0, squares = 0;

    Beyond operator+(const Beyond& other) const { return {sum + other.sum, squares + other.squares}; }
};
Beyond sums_beyond(std::span<const double> x, double edge, double sign);

// out[i] = how many of the edges (at most 255) are less than x[i].
void count_below(std::span<const double> x, std::span<const double> edges, std::span<std::uint8_t> out);

}  // namespace entente
