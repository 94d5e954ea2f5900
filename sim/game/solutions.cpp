// The rules (see solutions.hpp).
#include "game/solutions.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

#include "game/excess_program.hpp"

namespace entente {

namespace {

// Relative to the game's size: differences below are rounding.
double rounding(const CostGame& game) {
    double scale = 0;
    for (const double c : game.cost) scale = std::max(scale, std::fabs(c));
    return 1e-9 * scale;
}

// Base payments plus what is left of c(N), in proportion to `claims`; undefined for negative or empty claims.
Allocation proportional_rest(const CostGame& game, std::vector<double> paid, const std::vector<double>& claims, const char* claim) {
    const double rest = game.of_all() - std::accumulate(paid.begin(), paid.end(), 0.0);
    const double total = std::accumulate(claims.begin(), claims.end(), 0.0);
    if (std::any_of(claims.begin(), claims.end(), [&](double x) { return x < -rounding(game); }))
        return {{}, std::string("a player has a negative ") + claim};
    if (!(total > rounding(game))) {
        if (std::fabs(rest) <= rounding(game)) return {paid, ""};
        return {{}, std::string("no player has a positive ") + claim};
    }
    for (std::size_t i = 0; i < paid.size(); ++i) paid[i] += rest * claims[i] / total;
    return {paid, ""};
}

}  // namespace

Allocation shapley(const CostGame& game) {
    const int n = game.players;
    std::vector<double> weight(static_cast<std::size_t>(n));  // of a marginal cost to a coalition of k others
    for (int k = 0; k < n; ++k)
        weight[static_cast<std::size_t>(k)] = std::exp(std::lgamma(k + 1.0) + std::lgamma(n - k) - std::lgamma(n + 1.0));
    Allocation out{std::vector<double>(static_cast<std::size_t>(n), 0.0), ""};
    for (std::uint32_t s = 0; s < game.cost.size(); ++s) {
        const double w = s == game.everyone() ? 0 : weight[static_cast<std::size_t>(std::popcount(s))];
        for (int i = 0; i < n; ++i) {
            if ((s >> i & 1U) == 0) out.paid[static_cast<std::size_t>(i)] += w * (game.cost[s | 1U << i] - game.cost[s]);
        }
    }
    return out;
}

double least_core(const CostGame& game) {
    if (game.players < 2) return 0;
    return ExcessProgram(game, false).solve().excess;
}

Allocation nucleolus(const CostGame& game) {
    const int n = game.players;
    if (n == 1) return {{game.of_all()}, ""};
    double alone = 0;
    for (int i = 0; i < n; ++i) alone += game.alone(i);
    if (n == 2) {
        const double saving = alone - game.of_all();
        return {{game.alone(0) - saving / 2, game.alone(1) - saving / 2}, ""};
    }
    ExcessProgram program(game, alone >= game.of_all() - rounding(game));
    while (!program.complete()) {
        const ExcessSolution solution = program.solve();
        if (solution.tight.empty()) return {{}, "the linear program lost its precision"};
        for (const std::uint32_t s : solution.tight) program.fix(s, game.cost[s] + solution.excess);
    }
    return {program.allocation(), ""};
}

Allocation separable_remaining_benefit(const CostGame& game, const std::vector<double>& benefits) {
    std::vector<double> paid, claims;
    for (int i = 0; i < game.players; ++i) {
        paid.push_back(game.separable(i));
        claims.push_back(std::min(benefits[static_cast<std::size_t>(i)], game.alone(i)) - paid.back());
    }
    return proportional_rest(game, paid, claims, "remaining benefit");
}

Allocation alternate_cost_avoided(const CostGame& game) {
    return separable_remaining_benefit(
        game, std::vector<double>(static_cast<std::size_t>(game.players), std::numeric_limits<double>::infinity()));
}

Allocation tau_value(const CostGame& game) {
    const int n = game.players;
    // In costs: utopia is the separable cost, the minimal right the least that a coalition leaves when it pays the others
    // their utopia.
    std::vector<double> utopia, right(static_cast<std::size_t>(n), std::numeric_limits<double>::infinity());
    for (int i = 0; i < n; ++i) utopia.push_back(game.separable(i));
    const std::vector<double> sums = coalition_sums(utopia);
    for (std::uint32_t s = 1; s < game.cost.size(); ++s) {
        for (int i = 0; i < n; ++i) {
            if ((s >> i & 1U) == 0) continue;
            auto& least = right[static_cast<std::size_t>(i)];
            least = std::min(least, game.cost[s] - (sums[s] - utopia[static_cast<std::size_t>(i)]));
        }
    }
    double low = 0, high = 0;
    for (std::size_t i = 0; i < right.size(); ++i) {
        if (utopia[i] > right[i] + rounding(game)) return {{}, "the game is not quasi-balanced"};
        low += utopia[i];
        high += right[i];
    }
    if (low > game.of_all() + rounding(game) || high < game.of_all() - rounding(game)) return {{}, "the game is not quasi-balanced"};
    const double part = high - low > rounding(game) ? (high - game.of_all()) / (high - low) : 0;
    Allocation out;
    for (std::size_t i = 0; i < right.size(); ++i) out.paid.push_back(right[i] - part * (right[i] - utopia[i]));
    return out;
}

Allocation nash(const CostGame& game, const std::vector<double>& power) {
    double saving = -game.of_all(), total = 0;
    for (int i = 0; i < game.players; ++i) saving += game.alone(i);
    for (const double p : power) total += p;
    if (saving < -rounding(game)) return {{}, "working together saves nothing"};
    Allocation out;
    for (int i = 0; i < game.players; ++i) out.paid.push_back(game.alone(i) - saving * power[static_cast<std::size_t>(i)] / total);
    return out;
}

Allocation kalai_smorodinsky(const CostGame& game) {
    std::vector<double> paid, claims;
    for (int i = 0; i < game.players; ++i) {
        paid.push_back(game.alone(i));
        claims.push_back(game.alone(i) - game.separable(i));
    }
    return proportional_rest(game, paid, claims, "possible saving");
}

}  // namespace entente
