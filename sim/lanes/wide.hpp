// Arithmetic on all lanes of a pack at once, in the widest vectors that the processor has.
//
// A kernel is a lambda: in_lanes([=]<class V>() ENTENTE_IN_VECTORS { ... Wide<V> ... }) compiles it for vectors of eight, four and two
// numbers and runs the one that the processor has, for all lanes of a pack or, where those are more than its registers hold, for some of
// them after the others: V is a Slice. All do the same IEEE operations in the same order, so they give the same bits. What a loop uses is
// captured by value (spans, pointers, numbers): each store might change what a reference leads to, so that would be read again in every
// round.
// Only this header and the lambdas see vectors; nothing wider than a plain processor's is ever handed to another function.
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>
#include <utility>

#include "lanes/lanes.hpp"

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

// What a kernel computes at a time: two vectors of a pack's lanes. With one, each operation would wait for the result of the one before;
// with four, a kernel's values would not fit into the sixteen registers and would go to memory and back.
template <class V, std::size_t number>
struct Slice {
    using Vector = V;
    static constexpr std::size_t parts = 2, width = sizeof(V) / sizeof(double), lanes = parts * width, first = number * lanes;
};

// How a kernel is called: for all lanes of a pack, slice by slice; or once, over the vector V, for what is no pack.
struct BySlices {
    template <class V, class Kernel>
    ENTENTE_INLINE static void call(const Kernel& kernel) {
        each<V>(kernel, std::make_index_sequence<pack_size / Slice<V, 0>::lanes>());
    }

private:
    template <class V, class Kernel, std::size_t... number>
    ENTENTE_INLINE static void each(const Kernel& kernel, std::index_sequence<number...>) {
        (kernel.template operator()<Slice<V, number>>(), ...);
    }
};
struct Once {
    template <class V, class Kernel>
    ENTENTE_INLINE static void call(const Kernel& kernel) {
        kernel.template operator()<V>();
    }
};

}  // namespace vectors

// Numbers of a pack, those of a slice V.
template <class V>
struct Wide {
    using Vector = typename V::Vector;
    Vector part[V::parts]{};

    Wide() = default;
    ENTENTE_INLINE Wide(const Lanes& from) {
        for (std::size_t i = 0; i < V::parts; ++i) std::memcpy(&part[i], from.data() + V::first + i * V::width, sizeof(Vector));
    }
    ENTENTE_INLINE void store(Lanes& to) const {
        for (std::size_t i = 0; i < V::parts; ++i) std::memcpy(to.value.data() + V::first + i * V::width, &part[i], sizeof(Vector));
    }
};

namespace vectors {

// An operand is a Wide or a plain number. A plain number becomes a vector only where it is used: for one that is kept in a Wide, g++ writes
// its lanes to memory one by one and then loads them as a whole, which has to wait for every one of these writes.
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

// Defines `name`, a vector of the operand `from`. This is a macro because g++ writes to memory what a function returns in vectors, and
// loads it again. A plain number less a vector of zeros is a vector of that number, -0 included; plus one, -0 would become 0.
#define ENTENTE_PART(name, from)                                   \
    typename V::Vector name;                                       \
    if constexpr (std::is_same_v<decltype(from), const double&>) { \
        name = from - typename V::Vector{};                        \
    } else {                                                       \
        name = from.part[i];                                       \
    }

// By lane.
#define ENTENTE_WIDE(name, expression)                                                         \
    template <class A, class B>                                                                \
    requires vectors::SomeWide<A, B> ENTENTE_INLINE auto name(const A& left, const B& right) { \
        using V = typename vectors::VectorAmong<A, B>::Type;                                   \
        Wide<V> out;                                                                           \
        for (std::size_t i = 0; i < V::parts; ++i) {                                           \
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

// By lane: x where a is less than b (at most b), else y. Test and choice are one expression: from a test whose result is kept, g++ makes
// code that goes lane by lane. It does the same to a choice between choices that shares an operand with them, for it joins their tests.
#define ENTENTE_CHOICE(name, test)                                                                                                      \
    template <class A, class B, class X, class Y>                                                                                       \
    requires vectors::SomeWide<A, B, X, Y> ENTENTE_INLINE auto name(const A& left, const B& right, const X& then, const Y& otherwise) { \
        using V = typename vectors::VectorAmong<A, B, X, Y>::Type;                                                                      \
        Wide<V> out;                                                                                                                    \
        for (std::size_t i = 0; i < V::parts; ++i) {                                                                                    \
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

// All lanes joined into one number: the vectors with each other, then one half of the result with the other until one lane is left.
template <class V, class Join>
ENTENTE_INLINE double joined_lanes(const Wide<V>& x, const Join& join) {
    typename V::Vector all = x.part[0];
    for (std::size_t i = 1; i < V::parts; ++i) all = join(all, x.part[i]);
    if constexpr (V::width == 8) all = join(all, __builtin_shufflevector(all, all, 4, 5, 6, 7, 0, 1, 2, 3));
    if constexpr (V::width == 8) all = join(all, __builtin_shufflevector(all, all, 2, 3, 0, 1, 6, 7, 4, 5));
    if constexpr (V::width == 4) all = join(all, __builtin_shufflevector(all, all, 2, 3, 0, 1));
    const double first = all[0], second = all[1];
    return join(first, second);
}

}  // namespace vectors

// The least and the greatest lane of a slice. A lane that is no number does not count: if_at_most() puts the neutral value in its place.
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
#endif

namespace vectors {

#ifdef ENTENTE_VECTORS
inline const int widest = __builtin_cpu_supports("avx512f") ? 8 : (__builtin_cpu_supports("avx2") ? 4 : 2);

template <class How, class Kernel>
[[gnu::target("avx512f")]] void in_eights(const Kernel& kernel) {
    // A copy that nothing else can reach, so that its members stay in registers.
    const Kernel own = kernel;
    How::template call<Eight>(own);
}
template <class How, class Kernel>
[[gnu::target("avx2")]] void in_fours(const Kernel& kernel) {
    const Kernel own = kernel;
    How::template call<Four>(own);
}
#endif

template <class How, class Kernel>
void in_widest(const Kernel& kernel) {
#ifdef ENTENTE_VECTORS
    if (widest == 8) return in_eights<How>(kernel);
    if (widest == 4) return in_fours<How>(kernel);
#endif
    How::template call<Two>(kernel);
}

}  // namespace vectors

// Calls a kernel in the widest vectors that the processor has: for all lanes of a pack; or over plain vectors V, for what is no pack.
template <class Kernel>
void in_lanes(const Kernel& kernel) {
    vectors::in_widest<vectors::BySlices>(kernel);
}
template <class Kernel>
void in_vectors(const Kernel& kernel) {
    vectors::in_widest<vectors::Once>(kernel);
}

// For all lanes of a pack in place, for a few operations: in the vectors that plain code is built for.
template <class Kernel>
ENTENTE_INLINE void in_place(const Kernel& kernel) {
#if defined(ENTENTE_VECTORS) && defined(__AVX2__)
    vectors::BySlices::call<vectors::Four>(kernel);
#else
    vectors::BySlices::call<vectors::Two>(kernel);
#endif
}

}  // namespace entente
