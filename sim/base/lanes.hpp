// Eight worlds side by side: a pack. One number in each of them; base/wide.hpp computes with all at once.
//
// A lane's result rests on that lane alone, so it does not matter which worlds share a pack.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <span>

namespace entente {

constexpr std::size_t pack_size = 8;

// A line of the cache, as wide as the widest vector.
struct alignas(64) Lanes {
    std::array<double, pack_size> value{};

    double operator[](std::size_t lane) const { return value[lane]; }
    double& operator[](std::size_t lane) { return value[lane]; }
    const double* data() const { return value.data(); }
    // The same bits.
    bool operator==(const Lanes& other) const { return std::memcmp(this, &other, sizeof other) == 0; }
};

inline Lanes all_lanes(double x) {
    Lanes out;
    out.value.fill(x);
    return out;
}

template <class Holds>
bool any_lane(const Lanes& x, const Holds& holds) {
    return std::any_of(x.value.begin(), x.value.end(), holds);
}

// The same numbers one after another.
inline std::span<double> flat(std::span<Lanes> rows) { return {reinterpret_cast<double*>(rows.data()), rows.size() * pack_size}; }

}  // namespace entente
