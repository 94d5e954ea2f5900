// The array versions of the elementary functions (see kernels.hpp).
#include "lanes/kernels.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "lanes/elementary.hpp"
#include "lanes/wide.hpp"

namespace entente {

namespace {

constexpr std::size_t chunk = 256;

ENTENTE_KERNEL void central_quantiles(double* p, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) p[i] = detail::quantile_central(p[i] - 0.5);
}

ENTENTE_KERNEL void tail_quantiles(const double* p, std::size_t n, double* out) {
    for (std::size_t i = 0; i < n; ++i) {
        const double tail = p[i] < 0.5 ? p[i] : 1.0 - p[i];
        const double outer = detail::quantile_tail(std::sqrt(-log(tail)));
        out[i] = p[i] < 0.5 ? -outer : outer;
    }
}

// Whether a quantile is one of the outer 15%.
inline bool is_outside(double p) { return !(std::fabs(p - 0.5) <= 0.425); }

// The outer ones, moved side by side to be computed without the others, and back to their places. AVX-512 moves eight at a time by
// built-in functions with a mask, a bit a number, that says which are outer; g++ finds neither these instructions nor the loop without
// branches that other processors get. Their numbers: 2 is "at most", -1 compares all eight, 4 rounds as usual.
struct Outside {
    double value[chunk + 8], outer[chunk + 8];
    std::size_t count = 0;

    void take(const double* p, std::size_t n);
    // Writes over what is in those places.
    void put(double* p, std::size_t n) const;

private:
    std::uint32_t place_[chunk];

    void take_rest(const double* p, std::size_t begin, std::size_t n) {
        for (std::size_t i = begin; i < n; ++i) {
            value[count] = p[i];
            place_[count] = static_cast<std::uint32_t>(i);
            count += static_cast<std::size_t>(is_outside(p[i]));
        }
    }
    void put_rest(double* p, std::size_t from) const {
        for (std::size_t i = from; i < count; ++i) p[place_[i]] = outer[i];
    }
#ifdef ENTENTE_VECTORS
    using Eight = vectors::Eight;
    std::uint8_t mask_[chunk / 8];
    std::size_t whole_ = 0;  // so many of the outer ones come from whole eights

    [[gnu::target("avx512f")]] void take_eights(const double* p, std::size_t n) {
        for (std::size_t i = 0; i + 8 <= n; i += 8) {
            Eight x;
            std::memcpy(&x, p + i, sizeof x);
            const Eight away = x - 0.5, distance = away < 0 ? -away : away;
            const auto mask = static_cast<std::uint8_t>(~__builtin_ia32_cmppd512_mask(distance, Eight{} + 0.425, 2, -1, 4));
            const Eight packed = __builtin_ia32_compressdf512_mask(x, Eight{}, mask);
            std::memcpy(value + count, &packed, sizeof packed);
            mask_[i / 8] = mask;
            count += static_cast<std::size_t>(std::popcount(mask));
        }
        whole_ = count;
    }
    [[gnu::target("avx512f")]] void put_eights(double* p, std::size_t n) const {
        std::size_t from = 0;
        for (std::size_t i = 0; i + 8 <= n; i += 8) {
            Eight x, packed;
            std::memcpy(&x, p + i, sizeof x);
            std::memcpy(&packed, outer + from, sizeof packed);
            x = __builtin_ia32_expanddf512_mask(packed, x, mask_[i / 8]);
            std::memcpy(p + i, &x, sizeof x);
            from += static_cast<std::size_t>(std::popcount(mask_[i / 8]));
        }
    }
#endif
};

void Outside::take(const double* p, std::size_t n) {
    count = 0;
#ifdef ENTENTE_VECTORS
    if (vectors::widest == 8) {
        take_eights(p, n);
        return take_rest(p, n / 8 * 8, n);
    }
#endif
    take_rest(p, 0, n);
}

void Outside::put(double* p, [[maybe_unused]] std::size_t n) const {
#ifdef ENTENTE_VECTORS
    if (vectors::widest == 8) {
        put_eights(p, n);
        return put_rest(p, whole_);
    }
#endif
    put_rest(p, 0);
}

}  // namespace

// The middle 85% for all; then the tails, which cost three times as much, side by side for those that lie there.
void normal_quantiles(std::span<double> x) {
    Outside outside;
    for (std::size_t begin = 0; begin < x.size(); begin += chunk) {
        const std::size_t n = std::min(x.size() - begin, chunk);
        double* const p = x.data() + begin;
        outside.take(p, n);
        // Whole vectors, so that no rest is done one by one.
        const std::size_t padded = (outside.count + 7) / 8 * 8;
        std::fill(outside.value + outside.count, outside.value + padded, 0.01);
        tail_quantiles(outside.value, padded, outside.outer);
        for (std::size_t i = 0; i < outside.count; ++i) {
            // Beyond e^-25 in a tail the third approximation is needed.
            const double q = outside.value[i], tail = q < 0.5 ? q : 1.0 - q;
            if (tail < 1.3887943864964021e-11) outside.outer[i] = normal_quantile(q);
        }
        central_quantiles(p, n);
        outside.put(p, n);
    }
}

namespace {

// Both approximations for every score: which of them one needs cannot be foreseen, and a branch that is guessed wrong takes longer.
ENTENTE_KERNEL void near_probabilities(const double* z, std::size_t n, double* below, double* above) {
    for (std::size_t i = 0; i < n; ++i) {
        const double y = std::fabs(z[i]), away = detail::probability_central(z[i]), tail = detail::probability_tail(y);
        const bool central = y <= detail::probability_central_end;
        const double low = z[i] > 0 ? 1.0 - tail : tail, high = z[i] > 0 ? tail : 1.0 - tail;
        below[i] = central ? 0.5 + away : low;
        above[i] = central ? 0.5 - away : high;
    }
}

}  // namespace

void normal_probabilities(std::span<const double> z, std::span<double> below, std::span<double> above) {
    near_probabilities(z.data(), z.size(), below.data(), above.data());
    for (std::size_t i = 0; i < z.size(); ++i) {
        if (std::fabs(z[i]) <= detail::probability_tail_end) continue;
        const NormalTails far = normal_tails(z[i]);
        below[i] = far.lower;
        above[i] = far.upper;
    }
}

ENTENTE_KERNEL void exponentials(std::span<const double> x, double offset, double slope, double scale, double shift,
                                 std::span<double> out) {
    const double* in = x.data();
    double* to = out.data();
    for (std::size_t i = 0; i < out.size(); ++i) to[i] = scale * exp(offset + slope * in[i]) + shift;
}

ENTENTE_KERNEL void add_scaled(std::span<const double> x, double weight, std::span<double> out) {
    const double* from = x.data();
    double* to = out.data();
    for (std::size_t i = 0; i < out.size(); ++i) to[i] += weight * from[i];
}

ENTENTE_KERNEL void blend(double a, std::span<const double> x, double b, std::span<const double> y, std::span<double> out) {
    const double *first = x.data(), *second = y.data();
    double* to = out.data();
    for (std::size_t i = 0; i < out.size(); ++i) to[i] = a * first[i] + b * second[i];
}

namespace {

// Eight lanes as two vectors of four, which the compiler splits where the processor's are narrower; the arithmetic is the same.
using Four = double __attribute__((vector_size(32)));
using Counts = long __attribute__((vector_size(32)));
constexpr std::size_t lanes = 8;

[[gnu::always_inline]] inline void load(const double* x, Four& out) { std::memcpy(&out, x, sizeof out); }

// The lanes' sum with what is left over after whole eights.
template <class Rest>
[[gnu::always_inline]] inline double total(const Four& low, const Four& high, std::size_t i, std::size_t size, const Rest& rest) {
    double lane[lanes];
    std::memcpy(lane, &low, sizeof low);
    std::memcpy(lane + 4, &high, sizeof high);
    for (std::size_t j = 0; i < size; ++i, ++j) lane[j] += rest(i);
    return ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
}

}  // namespace

namespace {

// The sum of the terms that `term` makes of values in place, of a vector's or of one.
template <class Term>
[[gnu::always_inline]] inline double sum_of(std::span<const double> x, const Term& term) {
    const double* a = x.data();
    Four low{}, high{};
    std::size_t i = 0;
    for (; i + lanes <= x.size(); i += lanes) {
        Four x0, x1;
        load(a + i, x0);
        load(a + i + 4, x1);
        term(x0);
        term(x1);
        low += x0;
        high += x1;
    }
    return total(low, high, i, x.size(), [&](std::size_t k) {
        double value = a[k];
        term(value);
        return value;
    });
}

}  // namespace

ENTENTE_KERNEL double sum(std::span<const double> x) {
    return sum_of(x, [](auto&) {});
}

ENTENTE_KERNEL double sum_of_squares(std::span<const double> x, double centre) {
    return sum_of(x, [centre](auto& value) {
        value -= centre;
        value *= value;
    });
}

ENTENTE_KERNEL double sum_of_cubes(std::span<const double> x, double centre) {
    return sum_of(x, [centre](auto& value) {
        value -= centre;
        value *= value * value;
    });
}

ENTENTE_KERNEL Beyond sums_beyond(std::span<const double> x, double edge, double sign) {
    // Both sums in one pass over the column.
    const auto beyond = [edge, sign](auto& value) {
        value -= edge;
        value = value * sign > 0.0 ? value : std::remove_reference_t<decltype(value)>{};
    };
    const double* a = x.data();
    Four low{}, high{}, low_squares{}, high_squares{};
    std::size_t i = 0;
    for (; i + lanes <= x.size(); i += lanes) {
        Four x0, x1;
        load(a + i, x0);
        load(a + i + 4, x1);
        beyond(x0);
        beyond(x1);
        low += x0;
        high += x1;
        low_squares += x0 * x0;
        high_squares += x1 * x1;
    }
    const auto rest = [&](std::size_t k) {
        double value = a[k];
        beyond(value);
        return value;
    };
    return {total(low, high, i, x.size(), rest),
            total(low_squares, high_squares, i, x.size(), [&](std::size_t k) { return rest(k) * rest(k); })};
}

ENTENTE_KERNEL void count_below(std::span<const double> x, std::span<const double> edges, std::span<std::uint8_t> out) {
    // Sixteen numbers and their counts stay in registers while the edges pass. A comparison that holds is -1.
    constexpr std::size_t vectors = 4, step = 4 * vectors;
    const double* a = x.data();
    std::size_t i = 0;
    for (; i + step <= out.size(); i += step) {
        Four value[vectors];
        Counts count[vectors] = {};
        for (std::size_t j = 0; j < vectors; ++j) load(a + i + 4 * j, value[j]);
        for (const double edge : edges) {
            for (std::size_t j = 0; j < vectors; ++j) count[j] -= edge < value[j];
        }
        for (std::size_t j = 0; j < step; ++j) out[i + j] = static_cast<std::uint8_t>(count[j / 4][j % 4]);
    }
    for (; i < out.size(); ++i) {
        int below = 0;
        for (const double edge : edges) below += edge < a[i] ? 1 : 0;
        out[i] = static_cast<std::uint8_t>(below);
    }
}

}  // namespace entente
