// Spreads every input bit over a word: the finalizer of splitmix64 (Steele, Lea, Flood 2014).
#pragma once

#include <cstdint>

namespace entente {

constexpr std::uint64_t golden_step = 0x9E3779B97F4A7C15ULL;  // 2^64 over the golden ratio: keys a step apart are unlike

constexpr std::uint64_t mixed(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

}  // namespace entente
