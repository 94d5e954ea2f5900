// Sums and excesses of coalitions (see cost_game.hpp).
#include "game/cost_game.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace entente {

std::vector<double> coalition_sums(const std::vector<double>& paid) {
    std::vector<double> sums(std::size_t{1} << paid.size(), 0.0);
    for (std::size_t i = 0; i < paid.size(); ++i) {
        const std::size_t half = std::size_t{1} << i;
        for (std::size_t s = 0; s < half; ++s) sums[half + s] = sums[s] + paid[i];
    }
    return sums;
}

// Some player of S is left unserved, or none is: the least over T is found from the coalitions that lack one player.
CostGame justifiable(const CostGame& game, const std::vector<double>& benefits) {
    CostGame out = game;
    for (std::uint32_t s = 1; s < out.cost.size(); ++s) {
        for (std::size_t i = 0; i < benefits.size(); ++i) {
            if ((s >> i & 1U) != 0) out.cost[s] = std::min(out.cost[s], out.cost[s & ~(1U << i)] + benefits[i]);
        }
    }
    return out;
}

// A coalition that cannot serve itself may cost any large number, which says nothing about the rounding of the others.
double size_of(const CostGame& game) {
    double largest = 0;
    for (const double c : game.cost) largest = std::max(largest, std::fabs(c));
    return std::max(std::fabs(game.of_all()), 1e-6 * largest);
}

double largest_excess(const CostGame& game, const std::vector<double>& paid) {
    const std::vector<double> sums = coalition_sums(paid);
    double largest = -std::numeric_limits<double>::infinity();
    for (std::size_t s = 1; s + 1 < sums.size(); ++s) largest = std::max(largest, sums[s] - game.cost[s]);
    return largest;
}

bool in_core(const CostGame& game, double excess) { return excess <= 1e-9 * size_of(game); }

}  // namespace entente
