// What goes on past the horizon, told by the horizon's last year: sales, the fees on them, penalties (docs/model.md, section 3).
#pragma once

#include <vector>

#include "settle/settle.hpp"

namespace entente {

// What so much a year is worth over some years to come, in years of it: q + q^2 + .., and of the last year the part that there is.
double annuity(double q, double years);

// How one benefit sells past the horizon, into `out`. Returns what that brings its firm, discounted to the start. `cut` is the part of
// its units that it gets, by period of the sale; empty: all of them.
Lanes sell_past(const Pack& pack, const ResolvedBenefit& benefit, const SaleLanes& sale, std::span<const Lanes> cut, SalesPast& out);

}  // namespace entente
