// The array versions of the elementary functions (see kernels.hpp).
#include "base/kernels.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

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

ENTENTE_KERNEL void bells(std::span<double> x, double slope, double scale, double shift) {
    double* to = x.data();
    for (std::size_t i = 0; i < x.size(); ++i) to[i] = shift + scale * exp(slope * to[i] * to[i]);
}

ENTENTE_KERNEL void logistic_curve(std::span<const double> date, std::span<const double> base, double ceiling, double midpoint, double rate,
                                   std::span<double> out) {
    const double* t = date.data();
    const double* from = base.data();
    double* to = out.data();
    for (std::size_t i = 0; i < out.size(); ++i) to[i] = from[i] * ceiling / (1 + exp(-rate * (t[i] - midpoint)));
}

}  // namespace entente
