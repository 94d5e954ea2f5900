// What the parts of explain share: numbers, shares and names in words.
#pragma once

#include <string>
#include <vector>

#include "base/fields.hpp"
#include "base/text.hpp"
#include "chance/words.hpp"
#include "cli/cli.hpp"
#include "deal/mode.hpp"
#include "model/scenario.hpp"
#include "model/titles.hpp"

namespace entente {

struct Ready;

// "a", "a and b", "a, b and c".
inline std::string enumerated(const std::vector<std::string>& names) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) out += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    return out;
}
// What people call these firms or programs, whose table is given.
template <class T>
std::string named(const Keyed<T>& table, const std::vector<Name>& names) {
    std::vector<std::string> out;
    for (const Name& name : names) out.push_back(title_of(table, name.text));
    return enumerated(out);
}
inline std::string named(const std::vector<Name>& names) {
    std::string out;
    for (const Name& name : names) out += (out.empty() ? "" : ", ") + name.text;
    return out;
}
// What people call the firms of a scenario.
class Called final : public ModeWords {
public:
    explicit Called(const Scenario& scenario) : scenario_(scenario) {}
    std::string firm(const std::string& id) const override { return title_of(scenario_.firm, id); }
    std::string firms(const std::vector<Name>& names) const override { return named(scenario_.firm, names); }

private:
    const Scenario& scenario_;
};

// "name text, name text", for a table whose keys are ids; and for one whose keys are firms.
template <class T, class Text>
std::string by_key(const Keyed<T>& table, const Text& text) {
    std::string out;
    for (const auto& [name, value] : table) out += (out.empty() ? "" : ", ") + name.text + " " + text(value);
    return out;
}
template <class T, class Text>
std::string by_firm(const Scenario& scenario, const Keyed<T>& table, const Text& text) {
    return Called(scenario).by_firm(table, text);
}
// Where something is first spoken of: its name, and the id by which the file and --set know it.
template <class T>
std::string introduced(const Keyed<T>& table, const std::string& id) {
    const std::string title = title_of(table, id);
    return title == id || title.ends_with("(" + id + ")") ? title : title + " (" + id + ")";
}

// All of it as JSON.
void explain_json(const Scenario& scenario, const Ready& ready);

// Limited funding: what there is, what comes first, what waits and at what cost. Nothing where there is none.
void explain_funding(const Scenario& scenario, const Bold& bold);
// Programs: their stages, what firms bring, what they earn, and what it costs them to be without.
void explain_programs(const Scenario& scenario, const Bold& bold);

// How an alternative may end early, and what that costs each firm; nothing where it has no exit.
void explain_exits(const Scenario& scenario, const Alternative& alternative);

}  // namespace entente
