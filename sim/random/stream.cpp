// Named streams (see stream.hpp).
#include "random/stream.hpp"

#include <algorithm>

#include "base/kernels.hpp"
#include "random/hash.hpp"

namespace entente {

namespace {

// Uniforms of whole pairs of worlds, sixteen counters side by side in 64-bit lanes, which the compiler turns into vectors.
ENTENTE_KERNEL void uniform_pairs(PhiloxKey key, std::uint64_t first, std::uint32_t draw, std::size_t pairs, double* out) {
    constexpr std::size_t lanes = 16;
    for (std::size_t base = 0; base < pairs; base += lanes) {
        std::uint64_t a[lanes], b[lanes], c[lanes], d[lanes];
        PhiloxKey k = key;
        for (std::size_t i = 0; i < lanes; ++i) {
            const std::uint64_t pair = first + base + i;
            a[i] = static_cast<std::uint32_t>(pair);
            b[i] = pair >> 32;
            c[i] = draw;
            d[i] = 0;
        }
        for (int round = 0; round < 10; ++round) {
            for (std::size_t i = 0; i < lanes; ++i) {
                const std::uint64_t even = std::uint64_t{philox_multipliers[0]} * static_cast<std::uint32_t>(a[i]);
                const std::uint64_t odd = std::uint64_t{philox_multipliers[1]} * static_cast<std::uint32_t>(c[i]);
                a[i] = (odd >> 32) ^ b[i] ^ k[0];
                c[i] = (even >> 32) ^ d[i] ^ k[1];
                b[i] = static_cast<std::uint32_t>(odd);
                d[i] = static_cast<std::uint32_t>(even);
            }
            k[0] += philox_weyl[0];
            k[1] += philox_weyl[1];
        }
        double both[2 * lanes];
        for (std::size_t i = 0; i < lanes; ++i) {
            both[2 * i] = uniform((b[i] << 32) | a[i]);
            both[2 * i + 1] = uniform((d[i] << 32) | c[i]);
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
