// Sensitivity of an outcome (see sensitivity.hpp).
#include "studies/sensitivity.hpp"

#include <tbb/global_control.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include "base/problem.hpp"
#include "outcome/outcomes.hpp"
#include "outcome/write_outcomes.hpp"
#include "prepare/ready.hpp"
#include "studies/factors.hpp"
#include "summary/summarise.hpp"

namespace entente {

namespace {

struct Evaluation {
    const Layout& layout;
    const Outcome& outcome;
    std::vector<AlternativeId> alternatives;  // that it rests on

    // Worlds first .. first + out.size() - 1, whole leaves.
    void values(const RunModel& model, std::int64_t first, const RunOptions& options, std::span<double> out) const {
        Workspace work(model);
        for (std::size_t at = 0; at < out.size(); at += leaf_worlds) {
            options.stop->check();
            const LeafWorlds worlds{first + static_cast<std::int64_t>(at), static_cast<int>(leaf_worlds), options.block};
            const Leaf leaf = evaluate_leaf(model, layout, worlds, alternatives, work);
            refuse_uncountable(model, leaf.totals);
            outcome.derive(leaf, out.subspan(at, leaf_worlds));
        }
    }
};

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
    const std::vector<Outcome> outcomes = outcomes_of(model, layout, rows);
    const Outcome& outcome = find_outcome(outcomes, metric);
    Evaluation evaluation{layout, outcome, {outcome.alternative}};
    if (outcome.alternative != model.baseline) evaluation.alternatives.push_back(model.baseline);

    Sensitivity out{metric, outcome.unit, 0, {}, {}, {}};
    const auto worlds = static_cast<std::size_t>((options.worlds + leaf_worlds - 1) / leaf_worlds * leaf_worlds);
    const std::vector<Factor> factors = factors_of(model);
    std::vector<double> a(worlds), b(worlds);
    std::vector<VarianceShares> shares(factors.size());
    std::mutex telling;
    std::int64_t finished = 0;
    const auto tell = [&] {
        const std::lock_guard lock(telling);
        finished += static_cast<std::int64_t>(worlds);
        if (progress) progress(finished, static_cast<std::int64_t>(worlds * (factors.size() + 2)));
    };
    tbb::parallel_for(std::size_t{0}, std::size_t{2}, [&](std::size_t i) {
        evaluation.values(model, static_cast<std::int64_t>(i * worlds), options, i == 0 ? a : b);
        tell();
    });
    tbb::parallel_for(std::size_t{0}, factors.size(), [&](std::size_t i) {
        RunModel mixed = model;
        factors[i].redraw(mixed, worlds);
        std::vector<double> values(worlds);
        evaluation.values(mixed, 0, options, values);
        shares[i] = variance_shares(a, b, values);
        tell();
    });
    options.stop->check();
    out.worlds = static_cast<std::int64_t>(worlds);
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
