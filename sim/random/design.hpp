// How the uniforms of a run's worlds are laid out: independent, Latin hypercube or scrambled Sobol points.
//
// A design is 32 independent randomisations, interleaved: world w is point w / 32 of randomisation w % 32. So the first
// worlds of a longer run are the shorter run, and the spread between the randomisations gives honest standard errors.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "random/stream.hpp"

namespace entente {

enum class Sampling { mc, lhs, sobol };
constexpr std::array<std::string_view, 3> words(Sampling) { return {"mc", "lhs", "sobol"}; }

struct Design {
    static constexpr std::uint64_t randomisations = 32;

    Sampling method = Sampling::mc;
    // The worlds that a Latin hypercube stratifies together (rounds of a run are stratified each on its own).
    std::uint64_t first = 0, worlds = 0;
    // Sobol points of later rounds go on from those before. Apart, worlds from `first` on have points of their own, independent of all
    // others: what is chosen by some worlds must be valued by such.
    bool apart = false;
};

// Where a number's uniforms come from: its stream, and its coordinate of the Sobol points (-1: none is left for it).
struct Coordinate {
    Stream stream;
    int sobol = -1;
    std::uint64_t offset = 0;  // independent worlds only: the world drawn from is so many further on
};

// Uniforms of worlds first .. first + out.size() - 1, draw number `draw` of the coordinate (Sobol coordinate sobol + draw).
//   mc     as uniforms() of the stream.
//   lhs    (stratum + u) / strata, the stratum by a keyed permutation of the randomisation's worlds, so that any world is
//          computed alone (McKay, Beckman and Conover 1979).
//   sobol  Joe and Kuo's directions (2008, in Boost.Random) with Owen's scrambling by hashing (Laine and Karras 2011,
//          Burley 2020), keyed by the stream; as mc where no coordinate is left.
void uniforms(const Design& design, const Coordinate& coordinate, std::uint64_t first, std::uint32_t draw, std::span<double> out);

// Standard normal scores of the same uniforms.
void normals(const Design& design, const Coordinate& coordinate, std::uint64_t first, std::uint32_t draw, std::span<double> out);

// Coordinates that the Sobol points have, and worlds that there are points for.
constexpr int sobol_coordinates = 3667;
constexpr std::int64_t most_sobol_worlds = std::int64_t{1} << 37;

// ---- parts, for tests

// A permutation of 0 .. count - 1 under a key, place by place.
std::uint64_t permuted(std::uint64_t place, std::uint64_t count, std::uint64_t key);
// Coordinate `c` of the unscrambled Sobol point `index`, as 32 bits; points 0 .. 2^k - 1 are a net for every k.
std::uint32_t sobol_point(int c, std::uint64_t index);
// A nested uniform scramble of 32 bits: each bit is flipped by a hash of the bits above it.
std::uint32_t scrambled(std::uint32_t bits, std::uint32_t key);

}  // namespace entente
