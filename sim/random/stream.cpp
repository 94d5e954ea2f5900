// Named streams (see stream.hpp).
#include "random/stream.hpp"

#include "base/kernels.hpp"

namespace entente {

namespace {

// The finalizer of splitmix64 (Steele, Lea, Flood 2014): spreads every input bit over the word.
constexpr std::uint64_t mixed(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

}  // namespace

Stream::Stream(std::uint64_t seed, std::string_view name) {
    std::uint64_t hash = mixed(seed + 0x9E3779B97F4A7C15ULL);
    for (const char c : name) hash = mixed(hash ^ (static_cast<unsigned char>(c) + 0x9E3779B97F4A7C15ULL));
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
    for (; i + 1 < out.size(); i += 2) {
        const auto w = words((first + i) / 2);
        out[i] = uniform(w[0], w[1]);
        out[i + 1] = uniform(w[2], w[3]);
    }
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
