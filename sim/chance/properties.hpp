// What may be asked of a distribution by who need not know the families: quantiles, moments, what kind of values it has.
#pragma once

#include <optional>

#include "chance/probability.hpp"
#include "chance/quantity.hpp"

namespace entente {

// The value x for which P(X <= x) = p (the smallest such x where there are several).
double quantile(const Distribution& d, Probability p);
Probability cdf(const Distribution& d, double x);
// Closed forms where there is no truncation, otherwise Simpson's rule in the normal score (about 9 digits).
double mean(const Distribution& d);
double variance(const Distribution& d);

// True if single values have positive probability.
bool has_atoms(const Distribution& d);
// True if every value is 0, 1, 2, ..
bool is_count(const Distribution& d);
// True if the mean exists and is finite.
bool has_finite_mean(const Distribution& d);

// The coefficient of variation by which it is written, where it is.
std::optional<double> written_cv(const Distribution& d);

}  // namespace entente
