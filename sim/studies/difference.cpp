// Every scenario between two, once (see difference.hpp).
#include "studies/difference.hpp"

#include <bit>
#include <cmath>

#include "model/scenario.hpp"
#include "stats/moments.hpp"
#include "studies/columns.hpp"
#include "studies/valuation.hpp"

namespace entente {

namespace {

// The share of the orders of n groups in which exactly those of a set of k, of which it is none, come before a group: k! (n-1-k)! / n!.
double share_of_orders(std::size_t n, std::size_t k) {
    double out = 1.0 / static_cast<double>(n);
    for (std::size_t i = 0; i < k; ++i) out *= static_cast<double>(i + 1) / static_cast<double>(n - 1 - i);
    return out;
}

Estimate mean_of(const std::vector<double>& values, const Estimator& estimator) {
    const Moments m = moments(values);
    return {m.mean, estimator.standard_error(values, m)};
}

}  // namespace

ScenarioDifference difference_of(const DifferenceQuestion& question) {
    const std::size_t n = question.groups, count = std::size_t{1} << n;
    const auto worlds = static_cast<std::size_t>(question.options.worlds);
    const RunOptions options = with_coordinates_of(*question.scenario(0), question.options);
    const Estimator estimator = estimator_for(options.sampling);
    std::vector<std::vector<double>> values;  // by mask, then by world
    for (std::size_t mask = 0; mask < count; ++mask) {
        const std::shared_ptr<const Scenario> scenario = question.scenario(static_cast<GroupMask>(mask));
        values.push_back(columns_of(*scenario, options, {&question.metric, 1}, {0, options.worlds}).front());
        if (question.progress) question.progress(static_cast<std::int64_t>(mask + 1), static_cast<std::int64_t>(count));
    }
    const auto difference = [&](std::size_t from, std::size_t to, double weight, std::vector<double>& out) {
        for (std::size_t w = 0; w < worlds; ++w) out[w] += weight * (values[to][w] - values[from][w]);
    };
    ScenarioDifference out{mean_of(values.front(), estimator), mean_of(values.back(), estimator), {}, {}};
    std::vector<double> all(worlds, 0.0);
    difference(0, count - 1, 1, all);
    out.difference = mean_of(all, estimator);
    for (std::size_t g = 0; g < n; ++g) {
        const std::size_t bit = std::size_t{1} << g;
        std::vector<double> added(worlds, 0.0);
        for (std::size_t mask = 0; mask < count; ++mask) {
            if ((mask & bit) == 0) difference(mask, mask | bit, share_of_orders(n, static_cast<std::size_t>(std::popcount(mask))), added);
        }
        out.parts.push_back(mean_of(added, estimator));
    }
    return out;
}

}  // namespace entente
