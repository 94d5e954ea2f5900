// Reading a metric's name (see metric.hpp).
#include "cli/metric.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "cli/output.hpp"

namespace entente {

namespace {

using Words = std::vector<std::string>;

const Words of_alternative{"cost_npv", "cost", "transfer_npv", "benefit_npv", "npv", "peak", "over_budget", "worst_overrun"};
const Words of_comparison{"saving", "gain"};
const Words of_all{"formed", "all_gain"};

bool holds(const Words& words, const std::string& word) { return std::find(words.begin(), words.end(), word) != words.end(); }

Words joined(Words a, const Words& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

}  // namespace

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
    const Words metrics = joined(joined(of_alternative, of_comparison), of_all);
    if (!holds(metrics, out.metric)) return fault(option + ": no metric '" + out.metric + "'; " + suggestion(out.metric, metrics));
    if (!holds(firms, out.firm)) return fault(option + ": no firm '" + out.firm + "'; " + suggestion(out.firm, firms));
    if (holds(of_all, out.metric) && out.firm != "all") return fault(option + ": '" + out.metric + "' is of the firm 'all'");
    const bool compares = holds(of_comparison, out.metric) || out.metric == "all_gain";
    if (compares && alternative == scenario.scenario.baseline.text)
        return fault(option + ": '" + alternative + "' is the baseline, which has no " + out.metric +
                     "; expected another --alternative, or " + listed(of_alternative));
    if (out.metric == "formed" && alternative == "solo") return fault(option + ": 'solo' is no deal that could be formed");
    return out;
}

}  // namespace entente
