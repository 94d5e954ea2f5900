// Every key of a scenario with its value, written from the same fields() that the reader uses.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/scenario.hpp"

namespace entente {

struct ScenarioKey {
    std::string path;     // as --set takes it
    std::string value;    // as a file would write it
    bool number = false;  // or a distribution, or a list of numbers; else a name, a word or a switch
    bool default_value = false;
    // What the key declares of itself.
    std::string_view meaning = {};
    Range range = Range::any;
    bool money = false;            // to be spent
    const Distribution* law = {};  // the scenario's own, where a distribution may stand; null elsewhere
};

// In the order of declaration, defaults filled in; of an optional table that is left out, none.
std::vector<ScenarioKey> scenario_keys(const Scenario& scenario);

// The keys that a source may be given for: what the scenario says of the world and of the deals, not how it is run.
std::vector<ScenarioKey> sourced_keys(const Scenario& scenario);

// Whether a key of [sources] covers a key: `*` stands for any text, and the name of a table for all that is in it.
bool covers(const std::string& pattern, const std::string& path);

// The last in the file of those that cover the key; null where none does.
const Citation* citation_of(const Scenario& scenario, const std::string& path);

}  // namespace entente
