// Evaluating what a study asks for, and no more (see columns.hpp).
#include "studies/columns.hpp"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <new>
#include <optional>

#include "base/problem.hpp"
#include "model/correlations.hpp"
#include "model/scenario.hpp"
#include "outcome/outcomes.hpp"
#include "outcome/write_outcomes.hpp"
#include "prepare/coordinates.hpp"
#include "prepare/ready.hpp"
#include "run/memory.hpp"

namespace entente {

namespace {

// The names that are correlated, group by group.
std::vector<std::vector<std::string>> correlated_names(const Scenario& scenario) {
    Problems problems;
    std::vector<std::vector<std::string>> out;
    for (const CorrelatedGroup& group : correlations_of(scenario, problems).groups) out.push_back(group.names);
    if (!problems.empty()) out.emplace_back();
    return out;
}

}  // namespace

RunOptions with_coordinates_of(const Scenario& scenario, RunOptions options) {
    if (options.sampling != Sampling::sobol || options.coordinates) return options;
    const RunModel model = ready_model(scenario, options.seed, *options.stop).model;
    options.coordinates = std::make_shared<const CoordinateOrder>(coordinate_order(model, *options.stop));
    return options;
}

Scenario only(const Scenario& scenario, const std::vector<std::string>& alternatives, const RunOptions& options) {
    if (options.sampling == Sampling::sobol && !options.coordinates) return scenario;
    Scenario out = scenario;
    std::erase_if(out.alternative, [&](const auto& entry) {
        return entry.first.text != scenario.scenario.baseline.text &&
               std::find(alternatives.begin(), alternatives.end(), entry.first.text) == alternatives.end();
    });
    const bool same = out.correlation.empty() || correlated_names(out) == correlated_names(scenario);
    return same ? out : scenario;
}

std::vector<std::vector<double>> columns_of(const RunModel& model, const RunOptions& options, std::span<const Metric> metrics,
                                            WorldRange range, const std::function<void(std::int64_t)>& tell) {
    std::vector<std::vector<double>> out(metrics.size(), std::vector<double>(static_cast<std::size_t>(range.last - range.first)));
    const Layout layout(model, options.worlds, YearlyFlows::dropped);
    Results rows;
    const std::vector<Outcome> outcomes = outcomes_of(model, layout, rows);
    std::vector<const Outcome*> wanted;
    std::vector<AlternativeId> alternatives{model.baseline};
    for (const Metric& metric : metrics) {
        wanted.push_back(&find_outcome(outcomes, metric));
        const AlternativeId a = wanted.back()->alternative;
        if (std::find(alternatives.begin(), alternatives.end(), a) == alternatives.end()) alternatives.push_back(a);
    }
    tbb::enumerable_thread_specific<Workspace> workspaces([&] { return Workspace(model); });
    tbb::parallel_for(std::int64_t{0}, (range.last - range.first + leaf_worlds - 1) / leaf_worlds, [&](std::int64_t i) {
        options.stop->check();
        const std::int64_t at = i * leaf_worlds;
        const LeafWorlds worlds{range.first + at, static_cast<int>(std::min(leaf_worlds, range.last - range.first - at)), options.block};
        const Leaf leaf = evaluate_leaf(model, layout, worlds, alternatives, workspaces.local());
        refuse_uncountable(model, leaf.totals);
        for (std::size_t m = 0; m < wanted.size(); ++m)
            wanted[m]->derive(leaf, std::span(out[m]).subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(leaf.count)));
        if (tell) tell(leaf.count);
    });
    return out;
}

std::vector<std::vector<double>> columns_of(const Scenario& scenario, const RunOptions& options, std::span<const Metric> metrics,
                                            WorldRange range) {
    std::optional<tbb::global_control> limit;
    if (options.threads > 0) limit.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(options.threads));
    // Each metric's column, and what is made of it.
    const double bytes = 8.0 * static_cast<double>(range.last - range.first) * static_cast<double>(3 * metrics.size() + 3);
    check_memory(bytes, range.last - range.first, "use fewer --worlds");
    std::vector<std::string> alternatives;
    for (const Metric& metric : metrics) alternatives.push_back(metric.alternative);
    try {
        RunModel model = ready_model(only(scenario, alternatives, options), options.seed, *options.stop).model;
        lay_out(options.sampling, options.coordinates.get(), model, *options.stop);
        model.design = {options.sampling, static_cast<std::uint64_t>(range.first), static_cast<std::uint64_t>(range.last - range.first),
                        range.first > 0};
        return columns_of(model, options, metrics, range);
    } catch (const std::bad_alloc&) {
        throw Failure("not enough memory for " + std::to_string(range.last - range.first) + " worlds; use fewer --worlds");
    }
}

}  // namespace entente
