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

// out[i] = scale * exp(offset + slope * x[i]) + shift; out may be x.
void exponentials(std::span<const double> x, double offset, double slope, double scale, double shift, std::span<double> out);

// x[i] = shift + scale * exp(slope * x[i]^2).
void bells(std::span<double> x, double slope, double scale, double shift);

// out[i] = base[i] * ceiling / (1 + exp(-rate * (date[i] - midpoint))).
void logistic_curve(std::span<const double> date, std::span<const double> base, double ceiling, double midpoint, double rate,
                    std::span<double> out);

// Rows: values by period. All of one call have the same length; out may be x.

// out[i] = scale * x[i].
void scaled(std::span<const double> x, double scale, std::span<double> out);

// out[i] = scale * x[i] * y[i].
void scaled_products(std::span<const double> x, std::span<const double> y, double scale, std::span<double> out);

// out[i] += scale * x[i].
void add_scaled(std::span<const double> x, double scale, std::span<double> out);

// out[i] += x[i] * y[i].
void add_products(std::span<const double> x, std::span<const double> y, std::span<double> out);

// out[i] = scale * x[i] * r, where r rises from 0 at date `from` with `slope` a year until it is 1.
void ramped(std::span<const double> x, std::span<const double> date, double from, double slope, double scale, std::span<double> out);

// out[i] = (date[i] - from) * slope, held between 0 and 1.
void shares_passed(std::span<const double> date, double from, double slope, std::span<double> out);

// out[i] += scale * (x[i] - x[i - 1]), with `before` for x[-1].
void add_differences(std::span<const double> x, double before, double scale, std::span<double> out);

// out[i] = cost[i] + max(0, -received[i]).
void outlays(std::span<const double> cost, std::span<const double> received, std::span<double> out);

// out[i] = first * ratio^i, in eight lanes of one power after another: within 2 + size / 8 ulp of it.
void powers(double first, double ratio, std::span<double> out);

// out[g] = x[g * size] + ... + x[g * size + size - 1], one after another.
void group_sums(std::span<const double> x, std::size_t size, std::span<double> out);

// Sums of x[i] and of x[i] * y[i], in eight lanes; so are the others.
double sum(std::span<const double> x);
double inner_product(std::span<const double> x, std::span<const double> y);

// Sums of (x[i] - centre)^2 and ^3.
double sum_of_squares(std::span<const double> x, double centre);
double sum_of_cubes(std::span<const double> x, double centre);

// Of the x[i] above an edge (below it: `sign` is -1 instead of 1) the sums of x[i] - edge and of its square.
struct Beyond {
    double sum = 0, squares = 0;

    Beyond operator+(const Beyond& other) const { return {sum + other.sum, squares + other.squares}; }
};
Beyond sums_beyond(std::span<const double> x, double edge, double sign);

// The largest of some values.
double largest(std::span<const double> x);

// The largest of x[i] - most[i], or 0 where none is above.
double largest_excess(std::span<const double> x, std::span<const double> most);

// out[i] = how many of the edges (at most 255) are less than x[i].
void count_below(std::span<const double> x, std::span<const double> edges, std::span<std::uint8_t> out);

}  // namespace entente
