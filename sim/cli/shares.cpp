// Keys and their shares (see shares.hpp).
#include "cli/shares.hpp"

#include <algorithm>
#include <map>

#include "cli/cli.hpp"
#include "model/scenario_keys.hpp"

namespace entente {

std::map<std::string, std::string> values_by_key(const Scenario& scenario) {
    std::map<std::string, std::string> out;
    for (const ScenarioKey& key : scenario_keys(scenario)) out[key.path] = key.value;
    return out;
}

std::string alternative_of_key(const std::string& key) {
    const std::string head = "alternative.";
    if (!key.starts_with(head)) return "";
    return key.substr(head.size(), key.find('.', head.size()) - head.size());
}

std::string shares_of_key(const std::string& key) {
    const std::size_t last = key.rfind('.');
    if (last == std::string::npos) return "";
    const std::string table = key.substr(0, last);
    const std::string word = table.substr(table.rfind('.') + 1);
    return word == "weights" || word == "overrun" || word == "beyond" || word == "stakes" ? table : "";
}

std::vector<MovedShare> moved_shares(const Scenario& before, const Scenario& now, const std::vector<std::string>& keys) {
    const std::map<std::string, std::string> old = values_by_key(before);
    std::vector<MovedShare> out;
    for (const auto& [key, text] : values_by_key(now)) {
        const std::string table = shares_of_key(key);
        const bool beside =
            std::any_of(keys.begin(), keys.end(), [&](const std::string& set) { return !table.empty() && shares_of_key(set) == table; });
        const bool set = std::find(keys.begin(), keys.end(), key) != keys.end();
        const auto was = old.find(key);
        MovedShare share{key};
        if (!beside || set || was == old.end() || was->second == text) continue;
        if (parse_number(was->second, share.before) && parse_number(text, share.now)) out.push_back(share);
    }
    return out;
}

}  // namespace entente
