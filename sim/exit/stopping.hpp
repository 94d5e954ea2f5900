// Optimal stopping by least squares Monte Carlo: when to leave, by what is known at the time.
//
// Longstaff and Schwartz (2001), Review of Financial Studies 14: backward over the dates, the realised value of leaving
// now less that of staying (and leaving later by the policy found so far) is regressed on what is known; leave where what
// the regression says is more than its own standard error, and no tie. Applied to other paths than those it was fitted on, the policy looks
// into no future, so what it earns is at most what the best policy earns.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/stop.hpp"
#include "stats/polynomial.hpp"

namespace entente {

// Paths seen at dates 0 .. dates - 1. Values are all discounted to one date.
struct StoppingPaths {
    std::size_t paths = 0, variables = 0;
    std::vector<std::vector<double>> known;    // by date: path x variable
    std::vector<std::vector<char>> open;       // by date and path: whether one may leave
    std::vector<std::vector<double>> leaving;  // by date and path: value of leaving there, where open
    std::vector<double> staying;               // by path: value of never leaving

    StoppingPaths(std::size_t dates, std::size_t paths, std::size_t variables);
};

struct StoppingPolicy {
    // By date: the value of leaving less that of staying; none where leaving never paid.
    std::vector<std::optional<Polynomial>> advantage;
    std::vector<double> tie;  // by date: what is no difference between values of this size

    bool leaves(std::size_t date, std::span<const double> known) const {
        if (date >= advantage.size() || !advantage[date]) return false;
        const double gain = (*advantage[date])(known);
        return gain > tie[date] && gain > advantage[date]->error(known);
    }
};

// The degree is lowered at dates with fewer than ten open paths a term, and for more than 500 terms. A date at which the paths that
// would leave do not gain by it on average, by more than the error of that mean, is left without a policy. Throws Interrupted where it is
// stopped.
StoppingPolicy fit_stopping(const StoppingPaths& paths, int degree, const Stop& stop = no_stop);

// An upper bound of the best policy's value on one path (Rogers 2002; Haugh and Kogan 2004): the largest leaving value
// net of a martingale that starts at 0. `value` approximates what the option is worth at each date, `expected` is the
// expectation of `value` given the date before; where both are exact, so is the bound. The mean over paths is the bound.
double dual_bound(std::span<const double> leaving, std::span<const double> value, std::span<const double> expected);

}  // namespace entente
