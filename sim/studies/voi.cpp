// From worlds to decisions: each alternative's npv, and what was drawn (see voi.hpp).
#include "studies/voi.hpp"

#include <tbb/global_control.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>

#include "base/problem.hpp"
#include "base/text.hpp"
#include "prepare/coordinates.hpp"
#include "prepare/ready.hpp"
#include "stats/value_of_information.hpp"
#include "studies/columns.hpp"
#include "studies/valuation.hpp"
#include "summary/summarise.hpp"

namespace entente {

namespace {

// What a person would look into: so many steps of a quantity's name tell it.
std::string investigated(const std::string& name) {
    struct Kind {
        std::string_view beginning;
        std::size_t steps;
    };
    constexpr std::array kinds{Kind{"program.", 4}, Kind{"market.", 2}, Kind{"event.", 2}, Kind{"exit.", 2}, Kind{"alternative.", 2}};
    const std::string path = name.substr(0, name.find_first_of("@ "));
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& k) { return path.starts_with(k.beginning); });
    if (kind == kinds.end()) return path;
    std::size_t end = 0;
    for (std::size_t step = 0; step < kind->steps && end != std::string::npos; ++step) end = path.find('.', end + (step > 0 ? 1 : 0));
    return path.substr(0, end);
}

std::vector<FactorWorth> factors_of(const DrawTable& inputs, const std::vector<FactorGroup>& groups) {
    std::vector<FactorWorth> out;
    const auto factor = [&](const std::string& name) -> FactorWorth& {
        const auto known = std::find_if(out.begin(), out.end(), [&](const FactorWorth& one) { return one.factor == name; });
        if (known != out.end()) return *known;
        out.push_back({name, {}, {}});
        return out.back();
    };
    if (groups.empty()) {
        for (const std::string& name : inputs.names) factor(investigated(name)).quantities.push_back(name);
        return out;
    }
    for (const FactorGroup& group : groups) {
        FactorWorth& of = factor(group.name);
        for (const std::string& name : inputs.names) {
            const auto fits = [&](const std::string& pattern) { return matches(pattern, name); };
            if (std::any_of(group.patterns.begin(), group.patterns.end(), fits)) of.quantities.push_back(name);
        }
        if (of.quantities.empty()) throw Failure("group '" + group.name + "' matches no quantity that is drawn");
    }
    return out;
}

// The npv of the one who decides in every alternative of the choice.
std::vector<Metric> npvs_of(const RunModel& model, const VoiAsked& asked) {
    std::vector<Metric> out;
    for (const std::string& id : asked.alternatives) out.push_back({id, "npv", asked.firm});
    if (!out.empty()) return out;
    for (const ResolvedAlternative& alternative : model.alternatives) out.push_back({alternative.id, "npv", asked.firm});
    return out;
}

}  // namespace

Voi value_of_information(const Scenario& scenario, const RunOptions& options, const VoiAsked& asked,
                         const std::function<void(std::int64_t, std::int64_t)>& progress) {
    std::optional<tbb::global_control> limit;
    if (options.threads > 0) limit.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(options.threads));
    RunOptions whole = options;
    whole.worlds = (options.worlds + leaf_worlds - 1) / leaf_worlds * leaf_worlds;
    RunModel model = ready_model(scenario, options.seed, *options.stop).model;
    lay_out(options.sampling, options.coordinates.get(), model, *options.stop);
    model.design = {options.sampling, 0, static_cast<std::uint64_t>(whole.worlds)};
    const Estimator estimator = estimator_for(options.sampling);
    const std::vector<Metric> npvs = npvs_of(model, asked);
    std::mutex telling;
    std::int64_t finished = 0;
    const OptionValues values = columns_of(model, whole, npvs, {0, whole.worlds}, [&](std::int64_t count) {
        const std::lock_guard lock(telling);
        finished += count;
        if (progress) progress(finished, whole.worlds);
    });

    Voi out{asked.firm, scenario.scenario.currency, whole.worlds, {}, {}, perfect_information(values, estimator), {}};
    for (std::size_t a = 0; a < npvs.size(); ++a) {
        const Moments m = moments(values[a]);
        out.alternatives.emplace_back(npvs[a].alternative, Estimate{m.mean, estimator.standard_error(values[a], m)});
    }
    out.best = out.alternatives[best_option(values)].first;
    DrawTable inputs;
    add_draws(model, {model.design}, whole.worlds, inputs);
    out.factors = factors_of(inputs, asked.groups);
    tbb::parallel_for(std::size_t{0}, out.factors.size(), [&](std::size_t i) {
        options.stop->check();
        std::vector<std::vector<double>> columns;
        for (const std::string& name : out.factors[i].quantities)
            columns.push_back(
                inputs.columns[static_cast<std::size_t>(std::find(inputs.names.begin(), inputs.names.end(), name) - inputs.names.begin())]);
        out.factors[i].worth = partial_information(values, columns, estimator);
    });
    std::stable_sort(out.factors.begin(), out.factors.end(),
                     [](const FactorWorth& a, const FactorWorth& b) { return a.worth.value > b.worth.value; });
    return out;
}

}  // namespace entente
