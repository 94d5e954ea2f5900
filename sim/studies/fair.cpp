// The search for a fair value (see fair.hpp).
#include "studies/fair.hpp"

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>

#include "base/problem.hpp"
#include "base/text.hpp"
#include "model/rows.hpp"
#include "run/run.hpp"
#include "stats/quantiles.hpp"

namespace entente {

namespace {

struct Mean {
    double value = 0, error = 0;
};

// The metric's mean where the key has the value x.
Mean mean_at(const FairQuestion& question, double x) {
    const std::shared_ptr<const Scenario> scenario = question.scenario({question.key + "=" + shortest(x)});
    if (!scenario) throw Failure("the key does not take the value " + shortest(x));
    RunOptions options = question.options;
    options.tables = options.keep_partial = false;
    const Results results = run(*scenario, options);
    const Metric& metric = question.metric;
    if (const auto* row = comparison_row(results, metric.alternative, metric.firm, metric.metric)) return {row->mean, row->se};
    if (const auto* row = summary_row(results, metric.alternative, metric.firm, metric.metric))
        return {row->statistics.mean, row->statistics.se};
    throw Failure("no metric '" + metric.metric + "' of '" + metric.firm + "' in alternative '" + metric.alternative + "'");
}

}  // namespace

FairEnds fair_ends(const FairQuestion& question) { return {mean_at(question, question.low).value, mean_at(question, question.high).value}; }

FairValue fair_value(const FairQuestion& question, const FairEnds& ends) {
    const double low = question.low, high = question.high;
    const auto excess = [&](double x) { return mean_at(question, x).value - question.wanted; };
    // Worlds are the same at every trial, so the mean is a smooth function of the term: Alefeld, Potra and Shi (1995).
    std::uintmax_t trials = 40;
    const auto bracket = boost::math::tools::toms748_solve(excess, low, high, ends.low - question.wanted, ends.high - question.wanted,
                                                           boost::math::tools::eps_tolerance<double>(20), trials);
    const double x = (bracket.first + bracket.second) / 2, step = (high - low) / 200;
    const double above = std::min(x + step, high), below = std::max(x - step, low);
    const double slope = (excess(above) - excess(below)) / (above - below);
    return {x, slope != 0 ? normal_975 * mean_at(question, x).error / std::fabs(slope) : HUGE_VAL};
}

}  // namespace entente
