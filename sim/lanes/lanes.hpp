// Sixteen worlds side by side: a pack. One number in each of them; lanes/wide.hpp computes with all at once.
//
// A lane's result rests on that lane alone, so it does not matter which worlds share a pack.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace entente {

constexpr std::size_t pack_size = 16;
constexpr std::size_t cache_line = 64;  // bytes

// Two lines of the cache, each as wide as the widest vector.
struct alignas(cache_line) Lanes {
    std::array<double, pack_size> value{};

    double operator[](std::size_t lane) const { return value[lane]; }
    double& operator[](std::size_t lane) { return value[lane]; }
    const double* data() const { return value.data(); }
    // Whether the bits are the same, so 0 and -0 are not. The comparison is written out, for std::memcmp is a call that takes longer.
    bool operator==(const Lanes& other) const {
        std::uint64_t unlike = 0;
        for (std::size_t lane = 0; lane < pack_size; ++lane)
            unlike |= std::bit_cast<std::uint64_t>(value[lane]) ^ std::bit_cast<std::uint64_t>(other.value[lane]);
        return unlike == 0;
    }
};

// The same number in every lane. It is stored in pairs, as wide as plain code may store on every processor; one by one takes longer.
inline Lanes all_lanes(double x) {
    using Pair = double __attribute__((vector_size(16)));
    const Pair pair{x, x};
    Lanes out;
    for (std::size_t lane = 0; lane < pack_size; lane += 2) std::memcpy(out.value.data() + lane, &pair, sizeof pair);
    return out;
}

template <class Holds>
bool any_lane(const Lanes& x, const Holds& holds) {
    return std::any_of(x.value.begin(), x.value.end(), holds);
}

// The same numbers as one array, for kernels that need not know of lanes.
inline std::span<double> flat(std::span<Lanes> rows) { return {reinterpret_cast<double*>(rows.data()), rows.size() * pack_size}; }

}  // namespace entente
