// The array versions of the elementary functions (see kernels.hpp).
#include "base/kernels.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "base/elementary.hpp"

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

}  // namespace

// The middle 85% for all; then the tails, which cost three times as much, side by side for those that lie there.
void normal_quantiles(std::span<double> x) {
    double outside[chunk + 8], outer[chunk + 8];
    std::uint32_t place[chunk];
    for (std::size_t begin = 0; begin < x.size(); begin += chunk) {
        const std::size_t n = x.size() - begin < chunk ? x.size() - begin : chunk;
        double* p = x.data() + begin;
        std::size_t count = 0;
        for (std::size_t i = 0; i < n; ++i) {
            place[count] = static_cast<std::uint32_t>(i);
            count += static_cast<std::size_t>(!(std::fabs(p[i] - 0.5) <= 0.425));
        }
        for (std::size_t i = 0; i < count; ++i) outside[i] = p[place[i]];
        // Whole vectors, so that no rest is done one by one.
        const std::size_t padded = (count + 7) / 8 * 8;
        std::fill(outside + count, outside + padded, 0.01);
        tail_quantiles(outside, padded, outer);
        central_quantiles(p, n);
        for (std::size_t i = 0; i < count; ++i) {
            // Beyond e^-25 in a tail the third approximation is needed.
            const double tail = outside[i] < 0.5 ? outside[i] : 1.0 - outside[i];
            p[place[i]] = tail < 1.3887943864964021e-11 ? normal_quantile(outside[i]) : outer[i];
        }
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
    const auto beyond = [edge, sign](auto& value) {
        value -= edge;
        value = value * sign > 0.0 ? value : std::remove_reference_t<decltype(value)>{};
    };
    const auto square = [&](auto& value) {
        beyond(value);
        value *= value;
    };
    return {sum_of(x, beyond), sum_of(x, square)};
}

ENTENTE_KERNEL void count_below(std::span<const double> x, std::span<const double> edges, std::span<std::uint8_t> out) {
    const double* a = x.data();
    for (std::size_t begin = 0; begin < out.size(); begin += chunk) {
        const std::size_t n = out.size() - begin < chunk ? out.size() - begin : chunk;
        std::int64_t count[chunk] = {};
        for (const double edge : edges) {
            for (std::size_t i = 0; i < n; ++i) count[i] += edge < a[begin + i] ? 1 : 0;
        }
        for (std::size_t i = 0; i < n; ++i) out[begin + i] = static_cast<std::uint8_t>(count[i]);
    }
}

}  // namespace entente
