// e^x of all lanes of a pack at once: exp() of elementary.hpp, operation by operation, so the same bits.
#pragma once

#include <bit>
#include <cstdint>

#include "lanes/elementary.hpp"
#include "lanes/wide.hpp"

namespace entente {

template <class V>
ENTENTE_INLINE Wide<V> exponential(const Wide<V>& x) {
    const Wide<V> clamped = if_less(709.79, x, 709.79, x);
    const Wide<V> shifted = clamped * detail::inverse_ln2 + detail::shifter;
    const Wide<V> k = shifted - detail::shifter;
    const Wide<V> r = (clamped - k * detail::ln2_high) - k * detail::ln2_low;
    const Wide<V> mantissa = 1.0 + (r + r * r * detail::polynomial(r, detail::exp_terms));
    Wide<V> scale;
    for (std::size_t i = 0; i < V::parts; ++i) {
        using Word = vectors::Words<typename V::Vector>;
        // 2^(k-1): the last bits of `shifted` are the integer k, and this moves them into the exponent of 1/2 (see exp()).
        scale.part[i] = (typename V::Vector)(((Word)shifted.part[i] << 52) + std::bit_cast<std::uint64_t>(0.5));
    }
    return if_less(x, -708.0, 0.0, mantissa * scale * 2.0);
}

}  // namespace entente
