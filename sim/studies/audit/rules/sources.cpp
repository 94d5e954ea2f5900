// sources: numbers that have no source, and sources that nobody could know at the scenario's date.
#include <map>

#include "model/dates.hpp"
#include "model/scenario_keys.hpp"
#include "studies/audit/audit.hpp"
#include "studies/audit/inquiry.hpp"

namespace entente::audit_rule {

namespace {

// The table that a key belongs to: market.europe.
std::string table_of(const std::string& path) {
    const std::size_t first = path.find('.');
    return path.substr(0, first == std::string::npos ? first : path.find('.', first + 1));
}

void judge_numbers(const Scenario& scenario, std::vector<Finding>& out) {
    std::map<std::string, std::pair<int, std::string>> silent;  // by table: how many, and the first
    int all = 0;
    for (const ScenarioKey& key : sourced_keys(scenario)) {
        if (!key.number || key.default_value || citation_of(scenario, key.path) != nullptr) continue;
        auto& [count, first] = silent[table_of(key.path)];
        if (count++ == 0) first = key.path;
        ++all;
    }
    if (all == 0) return;
    if (scenario.sources.empty()) {
        out.push_back({Grade::warning, "", "no number has a source: the scenario has no [sources]", static_cast<double>(all), no_figure,
                       "numbers", "sources", "say who says so, by key; a judgement is a source too"});
        return;
    }
    for (const auto& [table, found] : silent) {
        const std::string more = found.first > 1 ? " and " + std::to_string(found.first - 1) + " more of " + table : "";
        out.push_back({Grade::warning, "", found.second + more + ": no source", static_cast<double>(found.first), no_figure, "numbers",
                       "sources.\"" + table + "\"", "say who says so; a judgement is a source too"});
    }
}

// A fact after the date is refused before; what was derived from one, or judged with it in mind, is told here.
void judge_dates(const Scenario& scenario, std::vector<Finding>& out) {
    const std::optional<double> as_of = scenario.scenario.as_of;
    for (const auto& [pattern, citation] : scenario.sources) {
        if (!citation.date || (as_of && *citation.date <= *as_of)) continue;
        if (!as_of) {
            out.push_back({Grade::note, "", "the scenario does not say whose knowledge it rests on", no_figure, no_figure, "",
                           "scenario.as_of", "as_of = the date at which the question was asked"});
            return;
        }
        out.push_back({citation.mark == Mark::judgement ? Grade::warning : Grade::serious, "",
                       pattern.text + " (" + word_of(citation.mark) + ") rests on a source of " + day_text(*citation.date) + ", after " +
                           day_text(*as_of),
                       *citation.date - *as_of, no_figure, "years", "sources.\"" + pattern.text + "\"",
                       "a source of the time, or what was expected then"});
    }
}

void ask(Inquiry& inquiry) {
    inquiry.ask({}, [scenario = inquiry.plain()](const Told&, std::vector<Finding>& out) {
        judge_numbers(scenario, out);
        judge_dates(scenario, out);
    });
}

}  // namespace

extern const AuditRule sources{"sources", "Who says so, and since when?", ask};

}  // namespace entente::audit_rule
