// entente explain --json: every key, and what is found out of a scenario before its worlds.
#include <fmt/core.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/fields.hpp"
#include "cli/commands/explain.hpp"
#include "model/check.hpp"
#include "model/correlations.hpp"
#include "model/scenario.hpp"
#include "model/scenario_keys.hpp"
#include "prepare/ready.hpp"

namespace entente {

namespace {

using Json = nlohmann::ordered_json;

Json keys_json(const Scenario& scenario) {
    Json out = Json::array();
    for (const ScenarioKey& key : scenario_keys(scenario)) {
        Json one{{"key", key.path}, {"value", key.value}, {"default", key.default_value}};
        if (const Citation* citation = citation_of(scenario, key.path)) {
            one["source"] = citation->text;
            one["mark"] = word_of(citation->mark);
        }
        out.push_back(std::move(one));
    }
    return out;
}

Json known_json(const std::vector<PolicyRow::Variable>& known, const char* first, const char* second) {
    Json out = Json::array();
    for (const PolicyRow::Variable& v : known) out.push_back({{"name", v.name}, {first, v.leaving}, {second, v.staying}});
    return out;
}

Json decided_json(const Ready& ready) {
    Json out{{"choices", Json::array()}, {"going_on", Json::array()}, {"policies", Json::array()}};
    for (const ChoiceRow& row : ready.choices)
        out["choices"].push_back({{"alternative", row.alternative},
                                  {"firm", row.firm},
                                  {"program", row.program},
                                  {"choice", row.choice},
                                  {"probability", row.probability},
                                  {"value", row.value},
                                  {"se", row.se}});
    for (const GoingOnRow& row : ready.going_on)
        out["going_on"].push_back({{"alternative", row.alternative},
                                   {"firm", row.firm},
                                   {"program", row.program},
                                   {"worlds", row.worlds},
                                   {"goes_on", row.goes_on},
                                   {"value", row.value},
                                   {"se", row.se},
                                   {"free", row.free},
                                   {"known", known_json(row.known, "goes_on", "stops")}});
    for (const PolicyRow& row : ready.policies)
        out["policies"].push_back({{"alternative", row.alternative},
                                   {"exit", row.exit},
                                   {"leaver", row.leaver},
                                   {"date", row.date},
                                   {"may_leave", row.open},
                                   {"leaves", row.leaves},
                                   {"known", known_json(row.known, "leaves", "stays")}});
    return out;
}

}  // namespace

void explain_json(const Scenario& scenario, const Ready& ready) {
    Json out{{"name", scenario.scenario.name}, {"keys", keys_json(scenario)}, {"not_counted", Json::array()}, {"repaired", Json::array()}};
    for (const Problem& one : dropped(scenario)) out["not_counted"].push_back(one.found);
    Problems none;
    for (const CorrelationChange& c : correlations_of(scenario, none).changes)
        out["repaired"].push_back({{"a", c.a}, {"b", c.b}, {"before", c.before}, {"after", c.after}});
    out.update(decided_json(ready));
    fmt::print("{}\n", out.dump(2, ' ', false, Json::error_handler_t::replace));
}

}  // namespace entente
