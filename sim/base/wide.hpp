// Arithmetic on all lanes of a pack at once, in the widest vectors that the processor has.
//
// A kernel is a lambda over the vector: in_vectors([=]<class V>() ENTENTE_IN_VECTORS { ... Wide<V> ... }) compiles it for vectors of eight,
// four and two numbers and runs the one that the processor has. All do the same IEEE operations in the same order, so they give the same
// bits. What a loop uses is captured by value (spans, pointers, numbers): each store might change what a reference leads to, so that would
// be read again in every round.
// Only this header and the lambdas see vectors; nothing wider than a plain processor's is ever handed to another function.
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>

#include "base/lanes.hpp"

namespace entente {

#define ENTENTE_INLINE [[gnu::always_inline]] inline
// Goes between a kernel's <class V>() and its body.
#define ENTENTE_IN_VECTORS __attribute__((always_inline))

namespace vectors {

using Two = double __attribute__((vector_size(16)));
using Four = double __attribute__((vector_size(32)));
using Eight = double __attribute__((vector_size(64)));

// 64-bit words as wide as the vector V of numbers.
template <class V>
struct WordsOf {
    typedef std::uint64_t Type __attribute__((vector_size(sizeof(V))));
};
template <class V>
using Words = typename WordsOf<V>::Type;

}  // namespace vectors

// A pack's numbers in vectors V.
template <class V>
struct Wide {
    static constexpr std::size_t parts = sizeof(Lanes) / sizeof(V);
    V part[parts]{};

    Wide() = default;
    ENTENTE_INLINE Wide(const Lanes& from) {
        for (std::size_t i = 0; i < parts; ++i) std::memcpy(&part[i], from.data() + i * sizeof(V) / sizeof(double), sizeof(V));
    }
    ENTENTE_INLINE void store(Lanes& to) const {
        for (std::size_t i = 0; i < parts; ++i) std::memcpy(to.value.data() + i * sizeof(V) / sizeof(double), &part[i], sizeof(V));
    }
};

namespace vectors {

// Operands are wide or plain numbers. A plain number is broadcast where it is used: kept in a Wide it would be stored one by one and
// loaded as a whole.
template <class T>
struct VectorOf {
    using Type = void;
};
template <class V>
struct VectorOf<Wide<V>> {
    using Type = V;
};
template <class First, class... Rest>
struct VectorAmong {
    using Type = std::conditional_t<std::is_void_v<typename VectorOf<First>::Type>, typename VectorAmong<Rest...>::Type,
                                    typename VectorOf<First>::Type>;
};
template <class Last>
struct VectorAmong<Last> : VectorOf<Last> {};
template <class... Operands>
concept SomeWide = !std::is_void_v<typename VectorAmong<Operands...>::Type>;

}  // namespace vectors

// (No function: what one returns is stored.)
#define ENTENTE_PART(name, from)                                   \
    V name;                                                        \
    if constexpr (std::is_same_v<decltype(from), const double&>) { \
        name = from - V{};                                         \
    } else {                                                       \
        name = from.part[i];                                       \
    }

// By lane.
#define ENTENTE_WIDE(name, expression)                                                         \
    template <class A, class B>                                                                \
    requires vectors::SomeWide<A, B> ENTENTE_INLINE auto name(const A& left, const B& right) { \
        using V = typename vectors::VectorAmong<A, B>::Type;                                   \
        Wide<V> out;                                                                           \
        for (std::size_t i = 0; i < Wide<V>::parts; ++i) {                                     \
            ENTENTE_PART(a, left)                                                              \
            ENTENTE_PART(b, right)                                                             \
            out.part[i] = expression;                                                          \
        }                                                                                      \
        return out;                                                                            \
    }
ENTENTE_WIDE(operator+, a + b)
ENTENTE_WIDE(operator-, a - b)
ENTENTE_WIDE(operator*, a* b)
ENTENTE_WIDE(operator/, a / b)
ENTENTE_WIDE(lesser, a < b ? a : b)
ENTENTE_WIDE(greater, a > b ? a : b)
#undef ENTENTE_WIDE

template <class V>
ENTENTE_INLINE Wide<V>& operator+=(Wide<V>& a, const Wide<V>& b) {
    return a = a + b;
}

// By lane: x where a is less than b (at most b), else y. Compared and chosen in one, for g++ takes results of comparisons apart, lane
// by lane; so it does where a choice between choices has an operand in common with them, as it then joins the comparisons.
#define ENTENTE_CHOICE(name, test)                                                                                                      \
    template <class A, class B, class X, class Y>                                                                                       \
    requires vectors::SomeWide<A, B, X, Y> ENTENTE_INLINE auto name(const A& left, const B& right, const X& then, const Y& otherwise) { \
        using V = typename vectors::VectorAmong<A, B, X, Y>::Type;                                                                      \
        Wide<V> out;                                                                                                                    \
        for (std::size_t i = 0; i < Wide<V>::parts; ++i) {                                                                              \
            ENTENTE_PART(a, left)                                                                                                       \
            ENTENTE_PART(b, right)                                                                                                      \
            ENTENTE_PART(x, then)                                                                                                       \
            ENTENTE_PART(y, otherwise)                                                                                                  \
            out.part[i] = test ? x : y;                                                                                                 \
        }                                                                                                                               \
        return out;                                                                                                                     \
    }
ENTENTE_CHOICE(if_less, a < b)
ENTENTE_CHOICE(if_at_most, a <= b)
#undef ENTENTE_CHOICE
#undef ENTENTE_PART

// Held between 0 and 1; 0 for what is no number.
template <class V>
ENTENTE_INLINE Wide<V> held_to_unit(const Wide<V>& x) {
    return lesser(greater(x, 0.0), 1.0);
}

namespace vectors {

// All lanes taken together, halves first.
template <class V, class Join>
ENTENTE_INLINE double joined_lanes(const Wide<V>& x, const Join& join) {
    V all = x.part[0];
    for (std::size_t i = 1; i < Wide<V>::parts; ++i) all = join(all, x.part[i]);
    if constexpr (sizeof(V) == sizeof(Eight)) all = join(all, __builtin_shufflevector(all, all, 4, 5, 6, 7, 0, 1, 2, 3));
    if constexpr (sizeof(V) == sizeof(Eight)) all = join(all, __builtin_shufflevector(all, all, 2, 3, 0, 1, 6, 7, 4, 5));
    if constexpr (sizeof(V) == sizeof(Four)) all = join(all, __builtin_shufflevector(all, all, 2, 3, 0, 1));
    const double first = all[0], second = all[1];
    return join(first, second);
}

}  // namespace vectors

// The least and the greatest lane; a lane that is no number does not count.
template <class V>
ENTENTE_INLINE double least(const Wide<V>& x) {
    constexpr double most = std::numeric_limits<double>::infinity();
    return vectors::joined_lanes(if_at_most(x, most, x, most),
                                 [](const auto& a, const auto& b) ENTENTE_IN_VECTORS { return a < b ? a : b; });
}
template <class V>
ENTENTE_INLINE double greatest(const Wide<V>& x) {
    constexpr double most = std::numeric_limits<double>::infinity();
    return vectors::joined_lanes(if_at_most(-most, x, x, -most),
                                 [](const auto& a, const auto& b) ENTENTE_IN_VECTORS { return a > b ? a : b; });
}

// Kernels are compiled for these instruction sets.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define ENTENTE_VECTORS
namespace vectors {

inline const int widest = __builtin_cpu_supports("avx512f") ? 8 : (__builtin_cpu_supports("avx2") ? 4 : 2);

template <class Kernel>
[[gnu::target("avx512f")]] void in_eights(const Kernel& kernel) {
    const Kernel own = kernel;
    own.template operator()<Eight>();
}
template <class Kernel>
[[gnu::target("avx2")]] void in_fours(const Kernel& kernel) {
    const Kernel own = kernel;
    own.template operator()<Four>();
}

}  // namespace vectors

template <class Kernel>
void in_vectors(const Kernel& kernel) {
    if (vectors::widest == 8) return vectors::in_eights(kernel);
    if (vectors::widest == 4) return vectors::in_fours(kernel);
    kernel.template operator()<vectors::Two>();
}
#else
template <class Kernel>
void in_vectors(const Kernel& kernel) {
    kernel.template operator()<vectors::Two>();
}
#endif

}  // namespace entente
