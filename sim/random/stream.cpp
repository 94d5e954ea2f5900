// Named streams (see stream.hpp).
#include "random/stream.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "lanes/kernels.hpp"
#include "lanes/wide.hpp"
#include "random/hash.hpp"

namespace entente {

namespace {

using vectors::Words;

// The types that the built-in functions below take and return.
template <class V>
struct Product {
    typedef int Halves __attribute__((vector_size(sizeof(V))));
    typedef long long Whole __attribute__((vector_size(sizeof(V))));
};

// Products of the words' low halves, 64 bits each. Processors have one instruction for it; from a plain product g++ makes three
// multiplications, of all 64 bits, and a run spends much of its time here. Of the built-in functions that are the instruction, the one for
// 512 bits comes with a mask only: -1 takes every lane, so that the third argument is nowhere seen.
template <class V>
ENTENTE_INLINE void multiply_low(const Words<V>& a, const Words<V>& b, Words<V>& out) {
#ifdef ENTENTE_VECTORS
    using Halves = typename Product<V>::Halves;
    if constexpr (sizeof(V) == 64) {
        out = (Words<V>)__builtin_ia32_pmuludq512_mask((Halves)a, (Halves)b, typename Product<V>::Whole{}, -1);
    } else if constexpr (sizeof(V) == 32) {
        out = (Words<V>)__builtin_ia32_pmuludq256((Halves)a, (Halves)b);
    } else {
        out = (Words<V>)__builtin_ia32_pmuludq128((Halves)a, (Halves)b);
    }
#else
    out = (a & 0xFFFFFFFFU) * (b & 0xFFFFFFFFU);
#endif
}

// The numbers of two vectors by turns: first[0], second[0], first[1] and so on.
template <class V, std::size_t... i>
ENTENTE_INLINE void interleave(const V& first, const V& second, V& begin, V& end, std::index_sequence<i...>) {
    constexpr std::size_t lanes = sizeof...(i);
    begin = __builtin_shufflevector(first, second, (i / 2 + i % 2 * lanes)...);
    end = __builtin_shufflevector(first, second, (i / 2 + i % 2 * lanes + lanes / 2)...);
}

// Philox counters side by side. A word of 32 bits stands in the low half of a lane; the high half holds remains of products, which neither
// the next product nor numbers() looks at, so that they are never cleared.
template <class V>
struct Counters {
    Words<V> word[4]{};

    ENTENTE_INLINE void round(const Words<V>& key0, const Words<V>& key1) {
        Words<V> even, odd;
        multiply_low<V>(word[0], Words<V>{} + philox_multipliers[0], even);
        multiply_low<V>(word[2], Words<V>{} + philox_multipliers[1], odd);
        word[0] = odd >> 32 ^ word[1] ^ key0;
        word[2] = even >> 32 ^ word[3] ^ key1;
        word[1] = odd;
        word[3] = even;
    }
    // uniform() of two words.
    ENTENTE_INLINE void numbers(std::size_t low, V& out) const {
        const Words<V> bits = (word[low] & 0xFFFFFFFFU) >> 12 | (word[low + 1] & 0xFFFFFFFFU) << 20 | 0x4330000000000000ULL;
        out = ((V)bits - 0x1p52 + 0.5) * 0x1p-52;
    }
    // Two numbers of each counter, one after the other.
    ENTENTE_INLINE void store(double* out) const {
        constexpr std::size_t lanes = sizeof(V) / sizeof(double);
        V first, second;
        numbers(0, first);
        numbers(2, second);
        V begin, end;
        interleave(first, second, begin, end, std::make_index_sequence<lanes>());
        std::memcpy(out, &begin, sizeof begin);
        std::memcpy(out + lanes, &end, sizeof end);
    }
};

// Uniforms of whole pairs of worlds, four vectors of counters at a time: with one, each round would wait for the products of the one
// before.
void uniform_pairs(PhiloxKey key, std::uint64_t first, std::uint32_t draw, std::size_t pairs, double* out) {
    in_vectors([=]<class V>() ENTENTE_IN_VECTORS {
        constexpr std::size_t vectors = 4, lanes = sizeof(V) / sizeof(double), step = vectors * lanes;
        Words<V> place{};
        for (std::size_t i = 0; i < lanes; ++i) place[i] = i;
        for (std::size_t base = 0; base < pairs; base += step) {
            Counters<V> counters[vectors];
            for (std::size_t j = 0; j < vectors; ++j) {
                Words<V>* const word = counters[j].word;
                word[0] = place + (first + base + j * lanes);
                word[1] = word[0] >> 32;
                word[2] = Words<V>{} + std::uint64_t{draw};
                word[3] = Words<V>{};
            }
            PhiloxKey k = key;
            for (int round = 0; round < philox_rounds; ++round) {
                for (auto& counter : counters) counter.round(Words<V>{} + std::uint64_t{k[0]}, Words<V>{} + std::uint64_t{k[1]});
                k[0] += philox_weyl[0];
                k[1] += philox_weyl[1];
            }
            double rest[2 * step];
            const bool whole = base + step <= pairs;
            double* const to = whole ? out + 2 * base : rest;
            for (std::size_t j = 0; j < vectors; ++j) counters[j].store(to + 2 * j * lanes);
            if (!whole) std::copy_n(rest, 2 * (pairs - base), out + 2 * base);
        }
    });
}

}  // namespace

Stream::Stream(std::uint64_t seed, std::string_view name) {
    std::uint64_t hash = mixed(seed + golden_step);
    for (const char c : name) hash = mixed(hash ^ (static_cast<unsigned char>(c) + golden_step));
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
    const std::size_t pairs = (out.size() - i) / 2;
    uniform_pairs(stream.key, (first + i) / 2, draw, pairs, out.data() + i);
    i += 2 * pairs;
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
