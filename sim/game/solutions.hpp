// Allocations of a cost game: the rules of cooperative game theory and of cost engineering, each from its own source.
#pragma once

#include <vector>

#include "game/cost_game.hpp"

namespace entente {

// Shapley (1953): the mean marginal cost over all orders, exact, n 2^n steps.
Allocation shapley(const CostGame& game);

// Schmeidler (1969): the allocation whose excesses, largest first, are lexicographically least, among those that ask no
// player for more than it costs alone; undefined where all together cost more than each alone, for then none does. A
// sequence of linear programs in which only coalitions with strictly positive duals are fixed.
// Two and three players in closed form.
Allocation nucleolus(const CostGame& game);
// The same among all allocations of c(N) (Sobolev 1975): defined for every game.
Allocation prenucleolus(const CostGame& game);
// The programs alone, for any number of players from two; `individual`: no player pays more than alone.
Allocation nucleolus_by_programs(const CostGame& game, bool individual);

// Separable costs, remaining benefits (Ransmeier 1942): separable cost plus the rest in proportion to
// min(benefit, c(i)) - separable. Without benefits it is the alternate cost avoided method.
Allocation separable_remaining_benefit(const CostGame& game, const std::vector<double>& benefits);
Allocation alternate_cost_avoided(const CostGame& game);

// Tijs (1981): between the utopia payments and the minimal rights; undefined unless the game is quasi-balanced.
Allocation tau_value(const CostGame& game);

// Equal (or `power`-weighted) division of the savings sum c(i) - c(N), Nash's solution of pure bargaining.
Allocation nash(const CostGame& game, const std::vector<double>& power);

// Savings in proportion to what each can at best save, c(i) - c(N) + c(N without i) (Kalai and Smorodinsky 1975).
Allocation kalai_smorodinsky(const CostGame& game);

// Equal profit method (Frisk, Goethe-Lundgren, Jornsten, Ronnqvist 2010): the allocation in the core whose relative
// savings 1 - x_i / c(i) differ least between any two players (one of them where several do); undefined without a core.
Allocation equal_profit(const CostGame& game);

// The least largest excess of any efficient allocation: 0 or less means that the core is not empty. Throws Failure where the
// linear program loses its precision.
double least_core(const CostGame& game);

}  // namespace entente
