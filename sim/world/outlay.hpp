// A period's outlay: its cost and what is paid on balance; what is received on balance does not lessen it (docs/model.md, section 6).
#pragma once

#include "lanes/wide.hpp"

namespace entente {

template <class V>
ENTENTE_INLINE Wide<V> outlay(const Wide<V>& cost, const Wide<V>& received) {
    return cost + greater(0.0 - received, 0.0);
}

}  // namespace entente
