// Market positions over time (see state.hpp; docs/model.md, section 5).
#include <algorithm>

#include "base/elementary.hpp"
#include "base/kernels.hpp"
#include "deal/state.hpp"

namespace entente {

double Position::at(double date) const {
    double value = 1;
    scale({&date, 1}, {&value, 1});
    return value;
}

ENTENTE_KERNEL void Position::scale(std::span<const double> dates, std::span<double> values) const {
    if (flat) return;
    const double* t = dates.data();
    double* out = values.data();
    const auto index = [&](double date) {
        return static_cast<std::size_t>(std::upper_bound(dates.begin(), dates.end(), date) - dates.begin());
    };
    // Before formation 1; then it drifts, stays from the end of the drift to tau, declines without access of its own,
    // and recovers towards its level from then on.
    const double last = std::min(drift_end, left);
    const std::size_t begin = index(formed), drifted_end = std::max(begin, index(last));
    for (std::size_t i = begin; i < drifted_end; ++i) out[i] *= exp(drift * (t[i] - formed));
    const double drifted = exp(drift * (std::max(last, formed) - formed));
    const std::size_t left_at = std::max(drifted_end, index(left)), own_at = std::max(left_at, index(own));
    for (std::size_t i = drifted_end; i < left_at; ++i) out[i] *= drifted;
    for (std::size_t i = left_at; i < own_at; ++i) out[i] *= drifted * exp(decline * (t[i] - left));
    if (own_at == dates.size()) return;
    const double fallen = own > left ? drifted * exp(decline * (own - left)) : drifted;
    const double to = level < 0 ? fallen : level;
    for (std::size_t i = own_at; i < dates.size(); ++i) {
        out[i] *= recover == never ? to : to + (fallen - to) * exp(-recover * (t[i] - own));
    }
}

}  // namespace entente
