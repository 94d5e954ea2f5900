// Named streams (see stream.hpp).
#include "random/stream.hpp"

#include <algorithm>

#include "base/kernels.hpp"
#include "random/hash.hpp"

namespace entente {

namespace {

// Uniforms of whole pairs of worlds, 32 counters side by side in 32-bit lanes, which the compiler turns into vectors: the high
// half of a 32 x 32 product is a pattern it knows, while 64-bit lanes would be multiplied whole.
ENTENTE_KERNEL void uniform_pairs(PhiloxKey key, std::uint64_t first, std::uint32_t draw, std::size_t pairs, double* out) {
    constexpr std::size_t lanes = 32;
    for (std::size_t base = 0; base < pairs; base += lanes) {
        std::uint32_t a[lanes], b[lanes], c[lanes], d[lanes];
        PhiloxKey k = key;
        for (std::size_t i = 0; i < lanes; ++i) {
            const std::uint64_t pair = first + base + i;
            a[i] = static_cast<std::uint32_t>(pair);
            b[i] = static_cast<std::uint32_t>(pair >> 32);
            c[i] = draw;
            d[i] = 0;
        }
        for (int round = 0; round < 10; ++round) {
            for (std::size_t i = 0; i < lanes; ++i) {
                const auto even_high = static_cast<std::uint32_t>(std::uint64_t{philox_multipliers[0]} * a[i] >> 32);
                const auto odd_high = static_cast<std::uint32_t>(std::uint64_t{philox_multipliers[1]} * c[i] >> 32);
                const std::uint32_t even = philox_multipliers[0] * a[i], odd = philox_multipliers[1] * c[i];
                a[i] = odd_high ^ b[i] ^ k[0];
                c[i] = even_high ^ d[i] ^ k[1];
                b[i] = odd;
                d[i] = even;
            }
            k[0] += philox_weyl[0];
            k[1] += philox_weyl[1];
        }
        double both[2 * lanes];
        for (std::size_t i = 0; i < lanes; ++i) {
            both[2 * i] = uniform(a[i], b[i]);
            both[2 * i + 1] = uniform(c[i], d[i]);
        }
        const std::size_t count = std::min(2 * lanes, 2 * (pairs - base));
        std::copy_n(both, count, out + 2 * base);
    }
}

}  // namespace

Stream::Stream(std::uint64_t seed, std::string_view name) {
    std::uint64_t hash = mixed(seed + golden_step);
    for (const char c : name) hash = mixed(hash ^ (static_cast<unsigned char>(c) + golden_step));
    key = {static_cast<std::uint32_t>(hash), static_cast<std::uint32_t>(hash >> 32)};
}

void uniforms(const Stream& stream, std::uint64_t first, std::uint32_t draw, std::span<double> out) {
    const auto words = [&](std::uint64_t pair) {
        return philox({static_cast<std::uint32_t>(pair), static_cast<std::uint32_t>(pair >> 32), draw, 0}, stream.key);
    };
    std::size_t i = 0;
    if (first % 2 == 1 && !out.empty()) {
        const auto w = words(first / 2);
        out[i++] = uniform(w[2], w[3]);
    }
    const std::size_t pairs = (out.size() - i) / 2;
    uniform_pairs(stream.key, (first + i) / 2, draw, pairs, out.data() + i);
    i += 2 * pairs;
    if (i < out.size()) {
        const auto w = words((first + i) / 2);
        out[i] = uniform(w[0], w[1]);
    }
}

void normals(const Stream& stream, std::uint64_t first, std::uint32_t draw, std::span<double> out) {
    uniforms(stream, first, draw, out);
    normal_quantiles(out);
}

}  // namespace entente
