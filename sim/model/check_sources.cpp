// What [sources] says: of keys that the scenario has, and nothing as a fact that nobody knew at its date (see check.hpp).
#include <algorithm>

#include "base/text.hpp"
#include "model/check.hpp"
#include "model/dates.hpp"
#include "model/scenario_keys.hpp"

namespace entente {

namespace {

// The known key that a mistyped one is nearest to.
std::string near_key(const std::string& pattern, const std::vector<ScenarioKey>& keys) {
    std::vector<std::string> known;
    for (const ScenarioKey& key : keys) known.push_back(key.path);
    const std::string near = nearest(pattern, known);
    return near.empty() ? "entente explain lists the keys; * stands for any text" : "did you mean '" + near + "'?";
}

}  // namespace

void check_sources(const Scenario& scenario, Problems& problems) {
    const Settings& settings = scenario.scenario;
    if (scenario.sources.empty()) return;
    const std::vector<ScenarioKey> keys = sourced_keys(scenario);
    for (const auto& [pattern, citation] : scenario.sources) {
        const std::string where = "sources.\"" + pattern.text + "\"";
        const auto covered = [&pattern = pattern](const ScenarioKey& key) { return covers(pattern.text, key.path); };
        if (std::none_of(keys.begin(), keys.end(), covered))
            problems.push_back({pattern.source, "'" + pattern.text + "' in [sources] matches no key of the scenario",
                                "the path of a key or of a table, e.g. market.europe.size", near_key(pattern.text, keys)});
        if (citation.text.empty())
            problems.push_back({citation.source, where + ".source is empty", "who says so, and where", "of a judgement what it rests on"});
        if (citation.mark != Mark::fact) continue;
        if (!citation.date) {
            problems.push_back({citation.source, where + " is a fact without a date", "the date at which it was known",
                                "date = 2019-07-12, or another mark"});
        } else if (settings.as_of && *citation.date > *settings.as_of) {
            problems.push_back({citation.source,
                                where + " is a fact of " + day_text(*citation.date) +
                                    ", which nobody knew at scenario.as_of = " + day_text(*settings.as_of),
                                "what was known by then", "an earlier source, or mark = \"judgement\" with what it rested on"});
        }
    }
}

}  // namespace entente
