// Named streams of random numbers: a draw depends on the seed, a name and the world's number, and on nothing else.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "random/philox.hpp"

namespace entente {

// The stream of one name under one seed.
struct Stream {
    PhiloxKey key{};

    Stream() = default;
    Stream(std::uint64_t seed, std::string_view name);
};

// A uniform number inside (0, 1) from 64 random bits: the middle of one of 2^52 equal cells, so neither 0 nor 1.
// 52 bits put into the last bits of 2^52 make 2^52 plus their number: less 2^52 it is that number as a double, exactly. A conversion of
// 64-bit integers would do the same, but AVX2 has none, and the loops would go lane by lane.
[[gnu::always_inline]] inline double uniform(std::uint64_t bits) {
    return (std::bit_cast<double>((bits >> 12) | 0x4330000000000000ULL) - 0x1p52 + 0.5) * 0x1p-52;
}
[[gnu::always_inline]] inline double uniform(std::uint32_t low, std::uint32_t high) { return uniform((std::uint64_t{high} << 32) | low); }

// Uniforms of worlds first .. first + out.size() - 1, draw number `draw`. Worlds 2i and 2i + 1 share one counter.
void uniforms(const Stream& stream, std::uint64_t first, std::uint32_t draw, std::span<double> out);

// Standard normal scores of the same uniforms, by the inverse distribution function.
void normals(const Stream& stream, std::uint64_t first, std::uint32_t draw, std::span<double> out);

// One stream in one world as a conforming random number engine, so that every Boost.Random distribution runs on it.
class Engine {
public:
    using result_type = std::uint32_t;

    Engine(const Stream& stream, std::uint64_t world) : stream_(stream), world_(world) {}

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

    result_type operator()() {
        const std::uint64_t index = next_++;
        const auto words = philox({static_cast<std::uint32_t>(world_), static_cast<std::uint32_t>(world_ >> 32),
                                   static_cast<std::uint32_t>(index >> 2), engine_lane},
                                  stream_.key);
        return words[index & 3U];
    }

    void discard(std::uint64_t count) { next_ += count; }
    bool operator==(const Engine& other) const {
        return stream_.key == other.stream_.key && world_ == other.world_ && next_ == other.next_;
    }

private:
    static constexpr std::uint32_t engine_lane = 1;  // apart from the counters that uniforms() uses
    Stream stream_;
    std::uint64_t world_;
    std::uint64_t next_ = 0;
};

}  // namespace entente
