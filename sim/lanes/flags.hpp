// Sets of a pack's worlds: flags by lane, 1 or 0, for vectors; and the same as bits, to go through one by one.
#pragma once

#include <bit>
#include <cstdint>

#include "lanes/wide.hpp"

namespace entente {

// 1, 2, 4, ... by lane.
inline constexpr Lanes powers_of_two = [] {
    Lanes out;
    for (std::size_t lane = 0; lane < pack_size; ++lane) out.value[lane] = static_cast<double>(std::uint32_t{1} << lane);
    return out;
}();

// Bit `lane` is set where the lane's flag is 1.
inline std::uint32_t bits_of(const Lanes& flags) {
    double sum = 0;
    in_place([&]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> bits = Wide<V>(flags) * Wide<V>(powers_of_two);
        sum += vectors::joined_lanes(bits, [](const auto& a, const auto& b) ENTENTE_IN_VECTORS { return a + b; });
    });
    return static_cast<std::uint32_t>(sum);
}

// Calls visit(lane) for each bit that is set.
template <class Visit>
void each_bit(std::uint32_t bits, const Visit& visit) {
    for (; bits != 0; bits &= bits - 1) visit(static_cast<std::size_t>(std::countr_zero(bits)));
}

}  // namespace entente
