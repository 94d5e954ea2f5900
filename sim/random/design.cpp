// Strata, nets and their keys (see design.hpp).
#include "random/design.hpp"

#include <algorithm>
#include <bit>
#include <boost/random/sobol.hpp>
#include <vector>

#include "lanes/kernels.hpp"
#include "random/hash.hpp"

namespace entente {

namespace {

std::uint64_t key_of(const Design& design, const Stream& stream, std::uint32_t draw, std::uint64_t randomisation) {
    const std::uint64_t name = std::uint64_t{stream.key[1]} << 32 | stream.key[0];
    return mixed(mixed(name + randomisation * golden_step) ^ (std::uint64_t{draw} << 32) ^ mixed(design.first));
}

constexpr std::size_t bits_of_index = 32;
using Directions = std::array<std::uint32_t, bits_of_index>;

// The direction numbers of every coordinate. Boost's engine walks through the points in Gray code; at the points whose code
// is a single bit its state is that bit's direction.
const std::vector<Directions>& directions() {
    static const std::vector<Directions> table = [] {
        std::vector<Directions> out(sobol_coordinates);
        boost::random::sobol_engine<std::uint32_t, bits_of_index> engine(sobol_coordinates);
        for (std::size_t bit = 0; bit < bits_of_index; ++bit) {
            engine.seed(static_cast<std::uint32_t>((std::uint64_t{1} << (bit + 1)) - 2));
            for (Directions& direction : out) direction[bit] = engine();
        }
        return out;
    }();
    return table;
}

inline std::uint32_t reversed(std::uint32_t x) {
    x = (x & 0x55555555U) << 1 | (x >> 1 & 0x55555555U);
    x = (x & 0x33333333U) << 2 | (x >> 2 & 0x33333333U);
    x = (x & 0x0F0F0F0FU) << 4 | (x >> 4 & 0x0F0F0F0FU);
    return __builtin_bswap32(x);
}

void hypercube(const Design& design, const Stream& stream, std::uint64_t first, std::uint32_t draw, std::span<double> out) {
    uniforms(stream, first, draw, out);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const std::uint64_t world = first + i - design.first;
        const std::uint64_t randomisation = world % Design::randomisations;
        const std::uint64_t strata = (design.worlds - randomisation + Design::randomisations - 1) / Design::randomisations;
        const std::uint64_t stratum = permuted(world / Design::randomisations, strata, key_of(design, stream, draw, randomisation));
        out[i] = (static_cast<double>(stratum) + out[i]) / static_cast<double>(strata);
        // A sum that rounds up to the last stratum's end would be 1.
        if (out[i] >= 1) out[i] = 1 - 0x1p-53;
    }
}

inline std::uint32_t scramble_bits(std::uint32_t bits, std::uint32_t key) {
    // On reversed bits, sums and products by even constants let each bit depend on those below it only.
    std::uint32_t x = reversed(bits);
    x += key;
    x ^= x * 0x6C50B47CU;
    x ^= x * 0xB82F1E52U;
    x ^= x * 0xC7AFE638U;
    x ^= x * 0x8D22F6E6U;
    return reversed(x);
}

// One for each randomisation.
using Keys = std::array<std::uint32_t, Design::randomisations>;

ENTENTE_KERNEL void find_keys(const Design& design, const Stream& stream, std::uint32_t draw, Keys& out) {
    for (std::uint64_t r = 0; r < Design::randomisations; ++r) out[r] = static_cast<std::uint32_t>(key_of(design, stream, draw, r) >> 32);
}

// The middle of the scrambled point's interval of width 2^-32, by each key. Signed, for processors turn no other into a double side by
// side.
ENTENTE_KERNEL void scramble(std::uint32_t point, const std::uint32_t* keys, std::size_t count, double* out) {
    for (std::size_t i = 0; i < count; ++i) {
        const auto half_down = static_cast<std::int32_t>(scramble_bits(point, keys[i]) ^ 0x80000000U);
        out[i] = (static_cast<double>(half_down) + (0x1p31 + 0.5)) * 0x1p-32;
    }
}

void net(const Design& design, const Coordinate& coordinate, std::uint64_t first, std::uint32_t draw, std::span<double> out) {
    const Design keyed = design.apart ? design : Design{};
    const int c = coordinate.sobol + static_cast<int>(draw);
    Keys keys;
    find_keys(keyed, coordinate.stream, draw, keys);
    std::uint64_t world = first - keyed.first, last = 0;
    std::uint32_t point = 0;
    for (std::size_t done = 0; done < out.size();) {
        // A point is the sum of its index's bits' directions, so the next one differs by those of the bits that differ.
        const std::uint64_t index = world / Design::randomisations, randomisation = world % Design::randomisations;
        point ^= sobol_point(c, index ^ last);
        last = index;
        const std::size_t count = std::min<std::size_t>(Design::randomisations - randomisation, out.size() - done);
        scramble(point, &keys[randomisation], count, &out[done]);
        world += count;
        done += count;
    }
}

}  // namespace

std::uint64_t permuted(std::uint64_t place, std::uint64_t count, std::uint64_t key) {
    if (count < 2) return 0;
    // A Feistel network permutes the next even power of two; places that fall outside are sent through again.
    const int half = (std::bit_width(count - 1) + 1) / 2;
    const std::uint64_t mask = (std::uint64_t{1} << half) - 1;
    do {
        std::uint64_t left = place >> half, right = place & mask;
        for (std::uint64_t round = 0; round < 6; ++round) {
            const std::uint64_t next = left ^ (mixed(right + key + round * golden_step) & mask);
            left = right;
            right = next;
        }
        place = left << half | right;
    } while (place >= count);
    return place;
}

std::uint32_t sobol_point(int c, std::uint64_t index) {
    std::uint32_t point = 0;
    const Directions& direction = directions()[static_cast<std::size_t>(c)];
    for (std::uint64_t bit = 0; index != 0; ++bit, index >>= 1) {
        if ((index & 1U) != 0) point ^= direction[bit];
    }
    return point;
}

std::uint32_t scrambled(std::uint32_t bits, std::uint32_t key) { return scramble_bits(bits, key); }

void uniforms(const Design& design, const Coordinate& coordinate, std::uint64_t first, std::uint32_t draw, std::span<double> out) {
    const bool placed = coordinate.sobol >= 0 && coordinate.sobol + static_cast<int>(draw) < sobol_coordinates;
    if (design.method == Sampling::lhs) {
        hypercube(design, coordinate.stream, first, draw, out);
    } else if (design.method == Sampling::sobol && placed) {
        net(design, coordinate, first, draw, out);
    } else {
        uniforms(coordinate.stream, first + coordinate.offset, draw, out);
    }
}

void normals(const Design& design, const Coordinate& coordinate, std::uint64_t first, std::uint32_t draw, std::span<double> out) {
    uniforms(design, coordinate, first, draw, out);
    normal_quantiles(out);
}

}  // namespace entente
