// Reading a metric's name (see metric.hpp).
#include "cli/metric.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "cli/output.hpp"
#include "model/scenario.hpp"
#include "outcome/metrics.hpp"

namespace entente {

namespace {

using Words = std::vector<std::string>;

bool holds(const Words& words, const std::string& word) { return std::find(words.begin(), words.end(), word) != words.end(); }

Words metric_names() {
    Words out;
    for (const MetricKind& metric : metrics) out.emplace_back(metric.name);
    return out;
}
// Those that every alternative has.
Words metrics_of_all() {
    Words out;
    for (const MetricKind& metric : metrics) {
        if (metric.of == ToldOf::alternatives) out.emplace_back(metric.name);
    }
    return out;
}

}  // namespace

std::string first_compared(const Scenario& scenario) {
    const std::string& baseline = scenario.scenario.baseline.text;
    for (const auto& [id, alternative] : scenario.alternative) {
        if (id.text != baseline) return id.text;
    }
    return "solo";
}

bool check_metric(const std::string& option, const std::string& name) {
    if (find_metric(name) != nullptr) return true;
    tell("entente: error: {}: no metric '{}'; {}\n", option, name, suggestion(name, metric_names()));
    return false;
}

std::optional<Metric> read_metric(const std::string& option, const std::string& text, const std::string& alternative,
                                  const Scenario& scenario) {
    const auto fault = [](const std::string& message) {
        tell("entente: error: {}\n", message);
        return std::nullopt;
    };
    Words alternatives{"solo"}, firms{"all"};
    for (const auto& [id, unused] : scenario.alternative) alternatives.push_back(id.text);
    for (const auto& [id, unused] : scenario.firm) firms.push_back(id.text);
    if (!holds(alternatives, alternative)) return fault("no alternative '" + alternative + "'; " + suggestion(alternative, alternatives));
    const std::size_t dot = text.find('.');
    Metric out{alternative, text.substr(0, dot), dot == std::string::npos ? "all" : text.substr(dot + 1)};
    if (!check_metric(option, out.metric)) return std::nullopt;
    const MetricKind* metric = find_metric(out.metric);
    if (!holds(firms, out.firm)) return fault(option + ": no firm '" + out.firm + "'; " + suggestion(out.firm, firms));
    if (metric->whose == Whose::all_only && out.firm != "all") return fault(option + ": '" + out.metric + "' is of the firm 'all'");
    if (metric->of == ToldOf::comparisons && alternative == scenario.scenario.baseline.text)
        return fault(option + ": '" + alternative + "' is the baseline, which has no " + out.metric +
                     "; expected another --alternative, or " + listed(metrics_of_all()));
    if (metric->of == ToldOf::deals && alternative == "solo") return fault(option + ": 'solo' is no deal that could be formed");
    return out;
}

}  // namespace entente
