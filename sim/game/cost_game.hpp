// A cost game: what it costs to serve each coalition of players (firms), by bit mask.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace entente {

// Coalition S is the mask with bit i set for each of its players; cost[0] is 0. At most 20 players.
struct CostGame {
    static constexpr int most_players = 20;

    int players = 0;
    std::vector<double> cost;  // 2^players

    std::uint32_t everyone() const { return (1U << players) - 1U; }
    double of_all() const { return cost[everyone()]; }
    double alone(int i) const { return cost[1U << i]; }
    // Separable cost: what the whole saves when i leaves it.
    double separable(int i) const { return of_all() - cost[everyone() & ~(1U << i)]; }
};

// An allocation, or the reason why a rule is undefined for the game. Never clamped.
struct Allocation {
    std::vector<double> paid;  // by player; empty when undefined
    std::string undefined;

    bool defined() const { return undefined.empty(); }
};

// The game in which nobody is served at more than that is worth to it: c'(S), the least over the parts T of S of c(T) + the benefits of the
// others in S, which are not below 0 and may be infinite. The justifiable expenditure of the separable-costs literature (Straffin and
// Heaney 1981). 2^n n steps.
CostGame justifiable(const CostGame& game, const std::vector<double>& benefits);

// x(S) of an allocation for every coalition, by doubling.
std::vector<double> coalition_sums(const std::vector<double>& paid);

// The size that differences are judged against: c(N), or where that is next to nothing a millionth of the largest number.
double size_of(const CostGame& game);

// The largest x(S) - c(S) over proper, non-empty coalitions: 0 or less means that the allocation is in the core.
double largest_excess(const CostGame& game, const std::vector<double>& paid);

// Whether an excess is 0 or less, up to rounding: the allocation (or, for the least excess, some allocation) is in the core.
bool in_core(const CostGame& game, double excess);

}  // namespace entente
