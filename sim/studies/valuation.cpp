// Sums of figures and their influences (see valuation.hpp).
#include "studies/valuation.hpp"

#include <algorithm>
#include <cmath>

#include "base/problem.hpp"
#include "random/design.hpp"
#include "stats/intervals.hpp"

namespace entente {

namespace {

// The metrics that differences rest on, each once.
std::vector<Metric> metrics_of(std::span<const Difference> differences) {
    std::vector<Metric> out;
    const auto add = [&](const Side& side) {
        if (!side.figure) return;
        for (const Figure::Part& part : side.figure->parts) {
            if (std::find(out.begin(), out.end(), part.metric) == out.end()) out.push_back(part.metric);
        }
    };
    for (const Difference& difference : differences) {
        add(difference.left);
        add(difference.right);
    }
    return out;
}

}  // namespace

std::vector<Measured> values_of(const Scenario& scenario, const RunOptions& options, std::span<const Difference> differences,
                                WorldRange range) {
    const std::vector<Metric> metrics = metrics_of(differences);
    const std::vector<std::vector<double>> columns = columns_of(scenario, options, metrics, range);
    std::vector<Measured> out;
    for (const Difference& difference : differences) {
        Measured& sum = out.emplace_back(Measured{0, std::vector<double>(static_cast<std::size_t>(range.last - range.first), 0.0)});
        const auto add = [&](const Side& side, double sign) {
            sum.value += sign * side.number;
            if (!side.figure) return;
            for (const Figure::Part& part : side.figure->parts) {
                const auto metric = std::find(metrics.begin(), metrics.end(), part.metric);
                const Measured one = measured(part.statistic, columns[static_cast<std::size_t>(metric - metrics.begin())]);
                if (part.statistic.of_present && std::isnan(one.value))
                    throw Failure("'" + part.metric.metric + "' of '" + part.metric.firm + "' in alternative '" + part.metric.alternative +
                                  "' has no value: in no world does the firm complete it there");
                sum.value += sign * one.value;
                for (std::size_t w = 0; w < sum.influence.size(); ++w) sum.influence[w] += sign * one.influence[w];
            }
        };
        add(difference.left, 1);
        add(difference.right, -1);
    }
    return out;
}

Estimator estimator_for(Sampling sampling) {
    return Estimator(sampling == Sampling::mc ? Estimator::Of::independent_worlds : Estimator::Of::designs);
}

double standard_error(const Measured& measured, Sampling sampling) {
    return estimator_for(sampling).standard_error(measured.influence, moments(measured.influence));
}

}  // namespace entente
