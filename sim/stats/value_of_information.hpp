// What it is worth to know an uncertainty before choosing: expected values of perfect and of partial perfect information.
#pragma once

#include <span>
#include <vector>

#include "stats/intervals.hpp"
#include "stats/sensitivity.hpp"

namespace entente {

// What each option is worth to the decision maker in each world: by option, then by world, all of one length of 2 or more.
using OptionValues = std::vector<std::vector<double>>;

// The option with the highest mean; the first of equals.
std::size_t best_option(const OptionValues& values);

// E[max_a v_a] - max_a E[v_a]: what it would be worth to know the world.
Estimate perfect_information(const OptionValues& values, const Estimator& estimator = Estimator());

// E[max_a E(v_a | X)] - max_a E[v_a]: what it would be worth to know the columns X. The expectations are regressions on one half of the
// worlds (every other), and the choices that they make are valued on the other half; then the halves change places. So noise that the
// regression takes for signal is never counted as worth, and the estimate tends to be low. One column: a cubic spline with at most 8
// knots at quantiles; two to five: all polynomials of degree 3; more: cubics of each, added.
// After Strong, Oakley and Brennan (2014), Medical Decision Making 34, 311-326, with the split of the sample added.
//
// In designs every other world is every other randomisation, so the halves are independent there too.
Estimate partial_information(const OptionValues& values, const std::vector<std::vector<double>>& columns,
                             const Estimator& estimator = Estimator());

}  // namespace entente
