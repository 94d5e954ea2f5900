// The shapes that laws may have: beyond them a family is one value, or all at its ends, and no method finds its quantiles in time.
#pragma once

namespace entente {

constexpr double least_shape = 1e-3, most_shape = 1e6;
// Where a shape follows from the coefficient of variation cv, it is 1 / cv^2.
constexpr double least_cv = 1e-4, most_cv = 30;

}  // namespace entente
