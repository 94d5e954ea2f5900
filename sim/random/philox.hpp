// The counter-based generator Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
#pragma once

#include <array>
#include <cstdint>

namespace entente {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

constexpr PhiloxKey philox_multipliers{0xD2511F53U, 0xCD9E8D57U};
constexpr PhiloxKey philox_weyl{0x9E3779B9U, 0xBB67AE85U};

constexpr int philox_rounds = 10;

// All rounds: a bijection of the counter for each key. No state, so any draw is computed alone.
[[gnu::always_inline]] constexpr PhiloxCounter philox(PhiloxCounter counter, PhiloxKey key) {
    for (int round = 0; round < philox_rounds; ++round) {
        const std::uint64_t even = std::uint64_t{philox_multipliers[0]} * counter[0];
        const std::uint64_t odd = std::uint64_t{philox_multipliers[1]} * counter[2];
        counter = {static_cast<std::uint32_t>(odd >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(odd),
                   static_cast<std::uint32_t>(even >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(even)};
        key[0] += philox_weyl[0];
        key[1] += philox_weyl[1];
    }
    return counter;
}

}  // namespace entente
