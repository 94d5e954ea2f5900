// Elementary functions over arrays: the loops in which a run spends its time, compiled for each vector width.
//
// The processor's widest version is chosen when the program starts. All versions do the same IEEE operations in the same
// order (no fused multiply-add, no reordering), so they give the same bits.
#pragma once

#include <cstddef>
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

}  // namespace entente
