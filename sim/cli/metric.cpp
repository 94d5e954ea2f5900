// Reading figures and conditions (see metric.hpp).
#include "cli/metric.hpp"

#include <fmt/core.h>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "model/scenario.hpp"
#include "outcome/metrics.hpp"
#include "read/condition.hpp"
#include "run/run.hpp"
#include "write/verdict.hpp"

namespace entente {

std::optional<Metric> read_metric(const std::string& option, const std::string& text, const std::string& alternative,
                                  const Scenario& scenario) {
    Problem fault;
    const auto metric = metric_of(text, alternative, scenario, fault);
    if (!metric) tell("entente: error: {}: {}; {}\n", option, fault.found, fault.hint.empty() ? "expected " + fault.expected : fault.hint);
    return metric;
}

std::optional<Condition> read_condition(const std::string& option, const std::string& text) {
    Problem fault;
    const auto condition = condition_of(text, fault);
    if (!condition) tell("{}", formatted(fault, option, text));
    return condition;
}

std::optional<Difference> read_difference(const std::string& option, const std::string& text, const Condition& condition,
                                          const std::string& alternative, const Scenario& scenario) {
    Problem fault{{1, condition.column}, "no comparison of figures", "one, e.g. gain.ford >= 0 or gain.ford = gain.vw", ""};
    bool sound = condition.kind == Condition::Kind::comparison;
    Difference out;
    const auto read = [&](const Operand& operand, Side& side) {
        side.number = operand.number;
        if (!sound || operand.is_number()) return;
        side.figure = figure_of(operand, alternative, scenario, fault);
        sound = side.figure.has_value();
    };
    read(condition.left, out.left);
    read(condition.right, out.right);
    if (sound && !out.left.figure && !out.right.figure) {
        fault.found = "two numbers";
        sound = false;
    }
    if (sound) return out;
    tell("{}", formatted(fault, option, text));
    return std::nullopt;
}

std::optional<Figure> read_figure(const std::string& option, const std::string& text, const std::string& alternative,
                                  const Scenario& scenario) {
    const auto condition = read_condition(option, text);
    if (!condition) return std::nullopt;
    Problem fault{{1, condition->column}, "a condition", "one figure, e.g. gain.ford or tail10.npv.vw", ""};
    std::optional<Figure> out;
    if (condition->kind == Condition::Kind::fact) out = figure_of(condition->left, alternative, scenario, fault);
    if (!out) tell("{}", formatted(fault, option, text));
    return out;
}

bool read_given(const RunArguments& arguments, const std::vector<LoadedScenario>& scenarios, std::optional<GivenCondition>& out) {
    if (arguments.given.empty()) return true;
    const auto condition = read_condition("--given", arguments.given);
    if (!condition) return false;
    out = GivenCondition{arguments.given, *condition};
    for (const LoadedScenario& loaded : scenarios) {
        Problem fault;
        if (is_sound(*out, *loaded.scenario, fault)) continue;
        tell("{}", formatted(fault, "--given", arguments.given));
        return false;
    }
    return true;
}

namespace {

// A mean of one metric on the left, a number on the right.
bool read_target(const std::string& text, const std::vector<LoadedScenario>& scenarios, Target& out) {
    const auto condition = read_condition("--target", text);
    if (!condition) return false;
    Problem fault{{1, condition->column}, "no target", "METRIC.FIRM = NUMBER, e.g. gain.ford = -1000", ""};
    const bool formed = condition->kind == Condition::Kind::comparison && condition->relation == Relation::equal &&
                        !condition->left.is_number() && condition->right.is_number();
    for (const LoadedScenario& loaded : scenarios) {
        // Of a scenario without alternatives to compare the baseline is looked at, and a gain is refused.
        std::string alternative = condition->left.alternative;
        for (const auto& [id, unused] : loaded.scenario->alternative) {
            if (alternative.empty() && id.text != loaded.scenario->scenario.baseline.text) alternative = id.text;
        }
        if (alternative.empty()) alternative = loaded.scenario->scenario.baseline.text;
        const auto metric = formed ? metric_of(condition->left.name, alternative, *loaded.scenario, fault) : std::nullopt;
        if (metric) {
            out = {condition->left.alternative, metric->metric, metric->firm, condition->right.number};
            continue;
        }
        if (formed) fault.source.column = condition->left.column;
        tell("{}", formatted(fault, "--target", text));
        return false;
    }
    return true;
}

}  // namespace

bool read_targets(const RunArguments& arguments, const std::vector<LoadedScenario>& scenarios, std::vector<Target>& out) {
    bool sound = true;
    for (const std::string& text : arguments.targets) sound = read_target(text, scenarios, out.emplace_back()) && sound;
    return sound;
}

std::string first_compared(const Scenario& scenario) {
    const std::string& baseline = scenario.scenario.baseline.text;
    for (const auto& [id, alternative] : scenario.alternative) {
        if (id.text != baseline) return id.text;
    }
    return "solo";
}

bool check_precision(const std::vector<PrecisionTarget>& targets, const std::vector<LoadedScenario>& scenarios) {
    for (const PrecisionTarget& target : targets) {
        const std::string text = target.metric + (target.firm.empty() ? "" : "." + target.firm);
        for (const LoadedScenario& loaded : scenarios) {
            if (!text.empty() && !read_metric("--precision", text, first_compared(*loaded.scenario), *loaded.scenario)) return false;
        }
    }
    return true;
}

std::string figure_text(const Figure& figure, double value) { return figure.is_money ? money_text(value) : fmt::format("{:.3f}", value); }

}  // namespace entente
