// Sensitivity of an outcome (see sensitivity.hpp).
#include "studies/sensitivity.hpp"

#include <tbb/global_control.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include "base/problem.hpp"
#include "outcome/outcomes.hpp"
#include "prepare/ready.hpp"
#include "studies/columns.hpp"
#include "studies/factors.hpp"
#include "summary/summarise.hpp"

namespace entente {

namespace {

std::vector<InputEffect> effects_of(const RunModel& model, std::span<const double> outcome) {
    DrawTable inputs;
    add_draws(model, {{model.design.method, 0, outcome.size()}}, static_cast<std::int64_t>(outcome.size()), inputs);
    const std::vector<double> outcome_ranks = ranks(outcome);
    std::vector<InputEffect> out(inputs.columns.size());
    tbb::parallel_for(std::size_t{0}, out.size(), [&](std::size_t i) {
        const std::vector<double>& column = inputs.columns[i];
        out[i] = {inputs.names[i], InputBands(column).of(outcome), rank_correlation(ranks(column), outcome_ranks)};
    });
    std::stable_sort(out.begin(), out.end(),
                     [](const InputEffect& a, const InputEffect& b) { return a.bands.share.value > b.bands.share.value; });
    return out;
}

}  // namespace

Sensitivity sensitivity_of(const Scenario& scenario, const RunOptions& options, const Metric& metric,
                           const std::function<void(std::int64_t, std::int64_t)>& progress) {
    std::optional<tbb::global_control> limit;
    if (options.threads > 0) limit.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(options.threads));
    const RunModel model = ready_model(scenario, options.seed, *options.stop).model;
    const Layout layout(model, options.worlds, YearlyFlows::dropped);
    Results rows;
    Sensitivity out{metric, find_outcome(outcomes_of(model, layout, rows), metric).unit, 0, {}, {}, {}};
    const std::int64_t worlds = (options.worlds + leaf_worlds - 1) / leaf_worlds * leaf_worlds;
    const auto values_of = [&](const RunModel& of, std::int64_t first) {
        return std::move(columns_of(of, options, {&metric, 1}, {first, first + worlds}).front());
    };
    const std::vector<Factor> factors = factors_of(model);
    std::vector<double> a, b;
    std::vector<VarianceShares> shares(factors.size());
    std::mutex telling;
    std::int64_t finished = 0;
    const auto tell = [&] {
        const std::lock_guard lock(telling);
        finished += worlds;
        if (progress) progress(finished, worlds * static_cast<std::int64_t>(factors.size() + 2));
    };
    tbb::parallel_for(std::size_t{0}, std::size_t{2}, [&](std::size_t i) {
        (i == 0 ? a : b) = values_of(model, static_cast<std::int64_t>(i) * worlds);
        tell();
    });
    tbb::parallel_for(std::size_t{0}, factors.size(), [&](std::size_t i) {
        RunModel mixed = model;
        factors[i].redraw(mixed, static_cast<std::uint64_t>(worlds));
        shares[i] = variance_shares(a, b, values_of(mixed, 0));
        tell();
    });
    options.stop->check();
    out.worlds = worlds;
    out.moments = moments(a);
    out.inputs = effects_of(model, a);
    for (std::size_t i = 0; i < factors.size(); ++i) {
        std::string name;
        for (const std::string& part : factors[i].parts) name += (name.empty() ? "" : " + ") + part;
        out.factors.push_back({name, shares[i], factors[i].parts});
    }
    std::stable_sort(out.factors.begin(), out.factors.end(),
                     [](const FactorEffect& x, const FactorEffect& y) { return x.shares.total.value > y.shares.total.value; });
    return out;
}

}  // namespace entente
