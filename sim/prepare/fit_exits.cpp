// Fitting optimal exits (see fit_exits.hpp).
#include "prepare/fit_exits.hpp"

#include <algorithm>
#include <cmath>

#include "base/problem.hpp"
#include "exit/first_exit.hpp"
#include "prepare/pilot_worlds.hpp"
#include "resolve/resolve.hpp"
#include "world/evaluate.hpp"

namespace entente {

namespace {

constexpr std::uint64_t policy_streams = 0x706F6C696379ULL;  // changes the seed, so that no world of the run is seen

// One leaver's option in one alternative.
struct Option {
    AlternativeId alternative;
    ExitId exit;
    std::size_t who;  // in ResolvedExit::leavers
};

const ResolvedOption& slots_of(const RunModel& model, const Option& option) {
    return std::get<ResolvedOption>(model.alternatives[option.alternative].exits.exits[option.exit].trigger);
}

// Finds the paths on which one option's policy is fitted.
class OptionPaths {
public:
    OptionPaths(const RunModel& model, const Option& option, std::size_t worlds)
        : model_(model),
          option_(option),
          alternative_(model.alternatives[option.alternative]),
          exit_(alternative_.exits.exits[option.exit]),
          slots_(slots_of(model, option)),
          leaver_(exit_.leavers[option.who]),
          paths_(model.grid.boundaries.size(), worlds, slots_.observed[option.who].variables()) {}

    StoppingPaths find(const Stop& stop) {
        for_each_pilot_pack(model_, blocks_of(static_cast<std::int64_t>(paths_.paths)), FlowDetail::firms, stop,
                            [&](std::size_t, const Pack& pack, Workspace& work) { add(pack, work); });
        return std::move(paths_);
    }

private:
    // One pack of worlds: the value of never leaving, what is known at each boundary, and the value of leaving there.
    void add(const Pack& pack, Workspace& work) {
        const auto first = static_cast<std::size_t>(pack.first_world());
        const Evaluated stayed = evaluate(alternative_, pack, work);
        const Lanes staying = net_present_value(model_, stayed.flows, leaver_);
        pack.each([&](std::size_t lane) { paths_.staying[first + lane] = counted(staying[lane]); });
        const GoingOn on = going_on(alternative_, pack, work);
        pack.each([&](std::size_t lane) {
            if (on.schedule.is_formed(lane)) look(ExitView(on, lane), stayed.exits[lane], first + lane);
        });
        for (std::size_t b = 0; b < model_.grid.boundaries.size(); ++b) leave(b, pack, work);
    }

    // Where this is the first exit, what is known in one world.
    void look(const ExitView& view, const Exit& other, std::size_t path) {
        const double notice = view.world.at(alternative_.exits.unwind.notice);
        for (std::size_t b = 0; b < model_.grid.boundaries.size(); ++b) {
            const double date = model_.grid.boundaries[b];
            const bool first = date < other.triggered || (date == other.triggered && option_.exit < other.terms);
            if (!first || !may_exercise(slots_, view, leaver_, date) || date + notice > model_.grid.end()) continue;
            paths_.open[b][path] = 1;
            observe(slots_.observed[option_.who], view, date,
                    std::span(paths_.known[b]).subspan(path * paths_.variables, paths_.variables));
        }
    }

    // The value of leaving at one boundary in the worlds where one may.
    void leave(std::size_t b, const Pack& pack, Workspace& work) {
        const auto first = static_cast<std::size_t>(pack.first_world());
        const auto may_leave = [&](std::size_t lane) { return paths_.open[b][first + lane] != 0; };
        Exits exits;
        pack.each([&](std::size_t lane) {
            if (!may_leave(lane)) return;
            Exit& exit = exits[lane];
            exit.terms = option_.exit;
            exit.leaver = leaver_;
            exit.triggered = model_.grid.boundaries[b];
            exit.tau = model_.grid.boundaries[b] + pack.world(lane).at(alternative_.exits.unwind.notice);
            exit.alliance = exit_.alliance;
            exit.program = exit_.program;
        });
        if (!any_happens(exits)) return;
        const Lanes values = net_present_value(model_, evaluate_with(alternative_, pack, exits, work).flows, leaver_);
        pack.each([&](std::size_t lane) {
            if (may_leave(lane)) paths_.leaving[b][first + lane] = counted(values[lane]);
        });
    }

    // No policy can rest on what is no number.
    double counted(double value) const {
        if (std::isfinite(value)) return value;
        throw Failure("exit '" + exit_.name + "' of alternative '" + model_.alternatives[option_.alternative].id +
                      "' cannot be fitted: in one of its pilot worlds the npv of '" + model_.firm_names[leaver_] + "' is no number");
    }

    const RunModel& model_;
    const Option& option_;
    const ResolvedAlternative& alternative_;
    const ResolvedExit& exit_;
    const ResolvedOption& slots_;
    FirmId leaver_;
    StoppingPaths paths_;
};

// Sums over the paths that are open at one date.
struct OpenSums {
    double open = 0, leaves = 0;
    std::vector<double> known, squares, leaving;  // by variable; `leaving`: of those that leave

    explicit OpenSums(std::size_t variables) : known(variables), squares(variables), leaving(variables) {}
    void add(std::span<const double> values, bool leave) {
        open += 1;
        leaves += leave ? 1 : 0;
        for (std::size_t v = 0; v < values.size(); ++v) {
            known[v] += values[v];
            squares[v] += values[v] * values[v];
            if (leave) leaving[v] += values[v];
        }
    }
    PolicyRow::Variable variable(const std::string& name, std::size_t v) const {
        const double mean = known[v] / open;
        return {name, leaving[v] / leaves, (known[v] - leaving[v]) / (open - leaves),
                std::sqrt(std::max(squares[v] / open - mean * mean, 0.0))};
    }
};

// What the policy does with the paths it was fitted on.
void describe(const RunModel& model, const Option& option, const StoppingPaths& paths, std::vector<PolicyRow>& rows) {
    const ResolvedAlternative& alternative = model.alternatives[option.alternative];
    const ResolvedExit& exit = alternative.exits.exits[option.exit];
    const ResolvedOption& slots = slots_of(model, option);
    const std::string& leaver = model.firm_names[exit.leavers[option.who]];
    const std::vector<std::string>& names = slots.observed[option.who].names;
    std::vector<char> left(paths.paths, 0);
    for (std::size_t b = 0; b < paths.known.size(); ++b) {
        OpenSums sums(names.size());
        for (std::size_t i = 0; i < paths.paths; ++i) {
            if (paths.open[b][i] == 0 || left[i] != 0) continue;
            const auto known = std::span(paths.known[b]).subspan(i * paths.variables, paths.variables);
            const bool leaves = slots.policy[option.who].leaves(b, known);
            left[i] = leaves ? 1 : 0;
            sums.add(known, leaves);
        }
        if (sums.open == 0) continue;
        PolicyRow row{alternative.id, exit.name, leaver, model.grid.boundaries[b], sums.open, sums.leaves, {}};
        for (std::size_t v = 0; v < names.size(); ++v) row.known.push_back(sums.variable(names[v], v));
        rows.push_back(std::move(row));
    }
}

std::vector<Option> options_of(const RunModel& model) {
    std::vector<Option> out;
    for (const AlternativeId a : model.alternatives.ids()) {
        const auto& exits = model.alternatives[a].exits.exits;
        for (const ExitId e : exits.ids()) {
            if (!std::holds_alternative<ResolvedOption>(exits[e].trigger)) continue;
            for (std::size_t who = 0; who < exits[e].leavers.size(); ++who) out.push_back({a, e, who});
        }
    }
    return out;
}

}  // namespace

std::vector<PolicyRow> fit_exits(RunModel& model, const Stop& stop) {
    std::vector<PolicyRow> rows;
    const std::vector<Option> options = options_of(model);
    if (options.empty()) return rows;
    RunModel other = with_seed(model, model.seed ^ policy_streams);
    for (const Option& option : options) {
        const StoppingPaths paths = OptionPaths(other, option, static_cast<std::size_t>(model.pilot_worlds)).find(stop);
        const StoppingPolicy policy = fit_stopping(paths, policy_degree, stop);
        for (RunModel* each : {&other, &model}) {
            auto& exit = each->alternatives[option.alternative].exits.exits[option.exit];
            std::get<ResolvedOption>(exit.trigger).policy[option.who] = policy;
        }
        describe(other, option, paths, rows);
    }
    return rows;
}

bool has_options(const RunModel& model) { return !options_of(model).empty(); }

}  // namespace entente
