// The array versions of the elementary functions (see kernels.hpp).
#include "base/kernels.hpp"

#include <cmath>

#include "base/elementary.hpp"

namespace entente {

ENTENTE_KERNEL void normal_quantiles(std::span<double> x) {
    constexpr std::size_t chunk = 256;
    double rare[chunk];
    for (std::size_t begin = 0; begin < x.size(); begin += chunk) {
        const std::size_t n = x.size() - begin < chunk ? x.size() - begin : chunk;
        double* p = x.data() + begin;
        for (std::size_t i = 0; i < n; ++i) {
            // Beyond e^-25 in a tail the third approximation is needed; those few are done one by one below.
            const double tail = p[i] < 0.5 ? p[i] : 1.0 - p[i];
            rare[i] = tail < 1.3887943864964021e-11 ? p[i] : 0.0;
            const double q = p[i] - 0.5;
            const double central = detail::quantile_central(q);
            const double root = std::sqrt(-log(tail));
            const double outer = detail::quantile_tail(root);
            p[i] = std::fabs(q) <= 0.425 ? central : (q < 0 ? -outer : outer);
        }
        bool any = false;
        for (std::size_t i = 0; i < n; ++i) any |= rare[i] != 0;
        for (std::size_t i = 0; any && i < n; ++i) {
            if (rare[i] != 0) p[i] = normal_quantile(rare[i]);
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
