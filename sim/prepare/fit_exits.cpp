// Fitting optimal exits (see fit_exits.hpp).
#include "prepare/fit_exits.hpp"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>

#include "prepare/pilot.hpp"
#include "world/evaluate.hpp"

namespace entente {

namespace {

constexpr int policy_degree = 2;
constexpr std::uint64_t policy_streams = 0x706F6C696379ULL;  // changes the seed, so that no world of the run is seen

// One leaver's option in one alternative.
struct Option {
    std::size_t alternative;
    int exit;
    std::size_t who;
};

const OptionSlots& slots_of(const RunModel& model, const Option& option) {
    return std::get<OptionSlots>(model.alternatives[option.alternative].exits.exits[static_cast<std::size_t>(option.exit)].trigger);
}

class OptionPaths {
public:
    OptionPaths(const RunModel& model, const Option& option, std::size_t worlds)
        : model_(model),
          option_(option),
          exits_(model.alternatives[option.alternative].exits),
          exit_(exits_.exits[static_cast<std::size_t>(option.exit)]),
          slots_(slots_of(model, option)),
          leaver_(exit_.leavers[option.who]),
          paths_(model.grid.boundaries.size(), worlds, slots_.observed[option.who].variables()) {}

    StoppingPaths make(const Stop& stop) {
        tbb::enumerable_thread_specific<Evaluator> evaluators([&] { return Evaluator(model_); });
        const std::size_t blocks = (paths_.paths + Sampler::block_size - 1) / Sampler::block_size;
        tbb::parallel_for(std::size_t{0}, blocks, [&](std::size_t block) {
            stop.check();
            Evaluator& evaluator = evaluators.local();
            const std::size_t first = block * Sampler::block_size;
            const int count = static_cast<int>(std::min<std::size_t>(Sampler::block_size, paths_.paths - first));
            evaluator.begin_block(static_cast<std::int64_t>(first), count);
            evaluator.each_pack([&] { add(evaluator, first + static_cast<std::size_t>(evaluator.pack().first)); });
        });
        return std::move(paths_);
    }

private:
    // One pack of worlds: what is known at each boundary, the value of leaving there, and that of never leaving.
    void add(Evaluator& evaluator, std::size_t first) {
        const Evaluated going_on = evaluator.evaluate(option_.alternative);
        const Lanes staying = net_present_value(model_, going_on.flows, leaver_);
        const Exits others = going_on.pack.state.exits;
        going_on.pack.each([&](std::size_t lane) { paths_.staying[first + lane] = staying[lane]; });
        evaluator.begin(option_.alternative);
        evaluator.pack().each([&](std::size_t lane) {
            if (evaluator.state().is_formed(lane)) look(evaluator.view(option_.alternative, lane), others[lane], first + lane);
        });
        for (std::size_t b = 0; b < model_.grid.boundaries.size(); ++b) leave(evaluator, b, first);
    }

    // Where this is the first exit, what is known in one world.
    void look(const ExitView& view, const Exit& other, std::size_t path) {
        const double notice = view.world.at(exits_.unwind.notice);
        for (std::size_t b = 0; b < model_.grid.boundaries.size(); ++b) {
            const double date = model_.grid.boundaries[b];
            const bool first = date < other.triggered || (date == other.triggered && option_.exit < other.terms);
            if (!first || !may_exercise(slots_, view, date) || date + notice > model_.grid.end()) continue;
            paths_.open[b][path] = 1;
            observe(slots_.observed[option_.who], view, date,
                    std::span(paths_.known[b]).subspan(path * paths_.variables, paths_.variables));
        }
    }

    // The value of leaving at one boundary in the worlds where one may.
    void leave(Evaluator& evaluator, std::size_t b, std::size_t first) {
        Exits exits;
        bool any = false;
        evaluator.pack().each([&](std::size_t lane) {
            if (paths_.open[b][first + lane] == 0) return;
            const double notice = evaluator.pack().world(lane).at(exits_.unwind.notice);
            Exit& exit = exits[lane];
            exit.terms = option_.exit;
            exit.leaver = leaver_;
            exit.triggered = model_.grid.boundaries[b];
            exit.tau = model_.grid.boundaries[b] + notice;
            exit.alliance = exit_.alliance;
            exit.program = exit_.program;
            any = true;
        });
        if (!any) return;
        const Lanes values = net_present_value(model_, evaluator.leave(option_.alternative, exits).flows, leaver_);
        evaluator.pack().each([&](std::size_t lane) {
            if (paths_.open[b][first + lane] != 0) paths_.leaving[b][first + lane] = values[lane];
        });
    }

    const RunModel& model_;
    const Option& option_;
    const ExitsModel& exits_;
    const ExitModel& exit_;
    const OptionSlots& slots_;
    int leaver_;
    StoppingPaths paths_;
};

// What the policy does with the paths it was fitted on.
void describe(const RunModel& model, const Option& option, const StoppingPaths& paths, std::vector<PolicyRow>& rows) {
    const AlternativeModel& alternative = model.alternatives[option.alternative];
    const ExitModel& exit = alternative.exits.exits[static_cast<std::size_t>(option.exit)];
    const OptionSlots& slots = slots_of(model, option);
    const std::vector<std::string>& names = slots.observed[option.who].names;
    std::vector<char> left(paths.paths, 0);
    for (std::size_t b = 0; b < paths.known.size(); ++b) {
        PolicyRow row{alternative.id,
                      exit.name,
                      model.firm_ids[static_cast<std::size_t>(exit.leavers[option.who])],
                      model.grid.boundaries[b],
                      0,
                      0,
                      {}};
        std::vector<double> sum(names.size()), squares(names.size()), leaving(names.size());
        for (std::size_t i = 0; i < paths.paths; ++i) {
            if (paths.open[b][i] == 0 || left[i] != 0) continue;
            const auto known = std::span(paths.known[b]).subspan(i * paths.variables, paths.variables);
            const bool leaves = slots.policy[option.who].leaves(b, known);
            row.open += 1;
            row.leaves += leaves ? 1 : 0;
            left[i] = leaves ? 1 : 0;
            for (std::size_t v = 0; v < names.size(); ++v) {
                sum[v] += known[v];
                squares[v] += known[v] * known[v];
                if (leaves) leaving[v] += known[v];
            }
        }
        if (row.open == 0) continue;
        for (std::size_t v = 0; v < names.size(); ++v) {
            const double mean = sum[v] / row.open;
            row.known.push_back({names[v], leaving[v] / row.leaves, (sum[v] - leaving[v]) / (row.open - row.leaves),
                                 std::sqrt(std::max(squares[v] / row.open - mean * mean, 0.0))});
        }
        rows.push_back(std::move(row));
    }
}

std::vector<Option> options_of(const RunModel& model) {
    std::vector<Option> out;
    for (std::size_t a = 0; a < model.alternatives.size(); ++a) {
        const auto& exits = model.alternatives[a].exits.exits;
        for (std::size_t e = 0; e < exits.size(); ++e) {
            if (!std::holds_alternative<OptionSlots>(exits[e].trigger)) continue;
            for (std::size_t who = 0; who < exits[e].leavers.size(); ++who) out.push_back({a, static_cast<int>(e), who});
        }
    }
    return out;
}

}  // namespace

std::vector<PolicyRow> fit_exits(const Scenario& scenario, RunModel& model, const Stop& stop) {
    std::vector<PolicyRow> rows;
    const std::vector<Option> options = options_of(model);
    if (options.empty()) return rows;
    // The same slots under other streams, with the weights and levels that are known by now.
    RunModel other = prepare(scenario, model.seed ^ policy_streams);
    other.alternatives = model.alternatives;
    for (const Option& option : options) {
        const StoppingPaths paths = OptionPaths(other, option, static_cast<std::size_t>(scenario.scenario.pilot)).make(stop);
        const StoppingPolicy policy = fit_stopping(paths, policy_degree, stop);
        for (RunModel* each : {&other, &model}) {
            auto& exit = each->alternatives[option.alternative].exits.exits[static_cast<std::size_t>(option.exit)];
            std::get<OptionSlots>(exit.trigger).policy[option.who] = policy;
        }
        describe(other, option, paths, rows);
    }
    return rows;
}

std::vector<PolicyRow> exit_policies(const Scenario& scenario, std::uint64_t seed, const Stop& stop) {
    RunModel model = prepare(scenario, seed);
    if (options_of(model).empty()) return {};
    run_pilot(scenario, model, stop);
    return fit_exits(scenario, model, stop);
}

}  // namespace entente
