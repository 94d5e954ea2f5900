// From worlds to decisions: each alternative's npv, and what was drawn (see voi.hpp).
#include "studies/voi.hpp"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>

#include "base/problem.hpp"
#include "base/text.hpp"
#include "outcome/outcomes.hpp"
#include "outcome/write_outcomes.hpp"
#include "prepare/ready.hpp"
#include "stats/value_of_information.hpp"
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

// The npv of one firm in every alternative of a choice, world by world.
OptionValues npv_by_world(const RunModel& model, const RunOptions& options, const std::vector<const Outcome*>& outcomes,
                          const Layout& layout, const std::function<void(std::int64_t)>& tell) {
    const auto worlds = static_cast<std::size_t>(options.worlds);
    OptionValues values(outcomes.size(), std::vector<double>(worlds));
    std::vector<AlternativeId> alternatives;
    for (const Outcome* outcome : outcomes) alternatives.push_back(outcome->alternative);
    tbb::enumerable_thread_specific<Workspace> workspaces([&] { return Workspace(model); });
    tbb::parallel_for(std::size_t{0}, worlds / leaf_worlds, [&](std::size_t i) {
        options.stop->check();
        const std::size_t first = i * leaf_worlds;
        const Leaf leaf = evaluate_leaf(model, layout, {static_cast<std::int64_t>(first), static_cast<int>(leaf_worlds), options.block},
                                        alternatives, workspaces.local());
        refuse_uncountable(model, leaf.totals);
        for (std::size_t a = 0; a < outcomes.size(); ++a) outcomes[a]->derive(leaf, std::span(values[a]).subspan(first, leaf_worlds));
        tell(static_cast<std::int64_t>(leaf_worlds));
    });
    return values;
}

std::vector<const Outcome*> npv_outcomes(const RunModel& model, const std::vector<Outcome>& outcomes, const VoiAsked& asked) {
    std::vector<std::string> ids = asked.alternatives;
    if (ids.empty()) {
        for (const ResolvedAlternative& alternative : model.alternatives) ids.push_back(alternative.id);
    }
    std::vector<const Outcome*> out;
    for (const std::string& id : ids) {
        const Metric wanted{id, "npv", asked.firm};
        const auto found = std::find_if(outcomes.begin(), outcomes.end(), [&](const Outcome& outcome) { return outcome.name == wanted; });
        if (found == outcomes.end()) throw Failure("no npv of '" + asked.firm + "' in alternative '" + id + "'");
        out.push_back(&*found);
    }
    return out;
}

}  // namespace

Voi value_of_information(const Scenario& scenario, const RunOptions& options, const VoiAsked& asked,
                         const std::function<void(std::int64_t, std::int64_t)>& progress) {
    std::optional<tbb::global_control> limit;
    if (options.threads > 0) limit.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(options.threads));
    RunOptions whole = options;
    whole.worlds = (options.worlds + leaf_worlds - 1) / leaf_worlds * leaf_worlds;
    const RunModel model = ready_model(scenario, options.seed, *options.stop).model;
    const Layout layout(model, whole.worlds, YearlyFlows::dropped);
    Results rows;
    const std::vector<Outcome> all = outcomes_of(model, layout, rows);
    const std::vector<const Outcome*> outcomes = npv_outcomes(model, all, asked);
    std::mutex telling;
    std::int64_t finished = 0;
    const OptionValues values = npv_by_world(model, whole, outcomes, layout, [&](std::int64_t count) {
        const std::lock_guard lock(telling);
        finished += count;
        if (progress) progress(finished, whole.worlds);
    });

    Voi out{asked.firm, scenario.scenario.currency, whole.worlds, {}, {}, perfect_information(values), {}};
    for (std::size_t a = 0; a < outcomes.size(); ++a) {
        const Moments m = moments(values[a]);
        out.alternatives.emplace_back(outcomes[a]->name.alternative, Estimate{m.mean, m.standard_error()});
    }
    out.best = out.alternatives[best_option(values)].first;
    DrawTable inputs;
    add_draws(model, {{model.design.method, 0, static_cast<std::uint64_t>(whole.worlds)}}, whole.worlds, inputs);
    out.factors = factors_of(inputs, asked.groups);
    tbb::parallel_for(std::size_t{0}, out.factors.size(), [&](std::size_t i) {
        options.stop->check();
        std::vector<std::vector<double>> columns;
        for (const std::string& name : out.factors[i].quantities)
            columns.push_back(
                inputs.columns[static_cast<std::size_t>(std::find(inputs.names.begin(), inputs.names.end(), name) - inputs.names.begin())]);
        out.factors[i].worth = partial_information(values, columns);
    });
    std::stable_sort(out.factors.begin(), out.factors.end(),
                     [](const FactorWorth& a, const FactorWorth& b) { return a.worth.value > b.worth.value; });
    return out;
}

}  // namespace entente
