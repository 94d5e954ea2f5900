// Market positions over time (see state.hpp; docs/model.md, section 5).
#include <algorithm>

#include "base/elementary.hpp"
#include "base/kernels.hpp"
#include "deal/state.hpp"

namespace entente {

// Before formation 1; then it drifts, stays from the end of the drift to tau, declines without access of its own, and recovers
// towards its level from then on.
double Position::at(double date) const {
    if (flat || date <= formed) return 1;
    const double last = std::max(std::min(drift_end, left), formed);
    const double drifted = exp(drift * (std::min(date, last) - formed));
    if (date <= left) return drifted;
    const double fallen = own > left ? drifted * exp(decline * (std::min(date, own) - left)) : drifted;
    if (date <= own) return fallen;
    const double to = level < 0 ? fallen : level;
    return recover == never ? to : to + (fallen - to) * exp(-recover * (date - own));
}

// Each piece is a constant or a geometric sequence.
void Position::curve(const Grid& grid, std::span<double> out) const {
    const std::vector<double>& t = grid.middle;
    const auto after = [&](double date) { return static_cast<std::size_t>(std::upper_bound(t.begin(), t.end(), date) - t.begin()); };
    const std::size_t begin = after(formed), drifted = std::max(begin, after(std::min(drift_end, left)));
    const std::size_t declines = std::max(drifted, after(left)), recovers = std::max(declines, after(own));
    const auto piece = [&](std::size_t from, std::size_t to, double rate, double limit) {
        if (from == to) return;
        const auto row = out.subspan(from, to - from);
        const double first = at(t[from]) - limit;
        if (rate == 0 || first == 0) return std::fill(row.begin(), row.end(), first + limit);
        powers(first, exp(rate * grid.step()), row);
        if (limit == 0) return;
        for (double& value : row) value += limit;
    };
    std::fill_n(out.begin(), begin, 1.0);
    piece(begin, drifted, drift, 0);
    piece(drifted, declines, 0, 0);
    piece(declines, recovers, decline, 0);
    if (recovers < t.size()) piece(recovers, t.size(), recover == never ? 0 : -recover, level < 0 ? at(t.back()) : level);
}

}  // namespace entente
