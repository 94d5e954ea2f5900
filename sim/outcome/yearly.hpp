// Yearly money of one world in four bytes, whatever its size: a float, and where a float ends a number with more exponent and less digits.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>

namespace entente {

constexpr double largest_float = std::numeric_limits<float>::max(), smallest_float = std::numeric_limits<float>::min();

// What is larger or smaller stands where a float has no numbers: behind an exponent of all ones, the sign and the double's first 23 bits
// after it, rounded - eleven of its exponent and twelve of its fraction, so it is within 1.3e-4 of the money.
constexpr std::uint32_t beyond_floats = 0x7F800000U;
constexpr int dropped_bits = 40;  // of a double's 52 bits of fraction

inline float yearly(double money) {
    const double size = std::fabs(money);
    if (!(size > largest_float) && (size >= smallest_float || size == 0)) return static_cast<float>(money);
    const auto bits = std::bit_cast<std::uint64_t>(size);
    auto kept = static_cast<std::uint32_t>((bits + (std::uint64_t{1} << (dropped_bits - 1))) >> dropped_bits);
    if (kept == 0) return 0;
    // Rounded up to infinity it would be none.
    if (kept >= 0x7FF000U && size < std::numeric_limits<double>::infinity()) kept = 0x7FEFFFU;
    return std::bit_cast<float>(beyond_floats | (std::signbit(money) ? 0x80000000U : 0U) | kept);
}

inline double of_yearly(float stored) {
    const auto bits = std::bit_cast<std::uint32_t>(stored);
    if ((bits & beyond_floats) != beyond_floats) return static_cast<double>(stored);
    const double size = std::bit_cast<double>(static_cast<std::uint64_t>(bits & 0x7FFFFFU) << dropped_bits);
    return (bits & 0x80000000U) != 0 ? -size : size;
}

// to[w] += factor * of_yearly(values[w]). As many of each.
void add_yearly(std::span<const float> values, double factor, std::span<double> to);

}  // namespace entente
