// What firms, programs and alternatives are called where people read: their names, where the scenario gives them, else their ids.
#pragma once

#include "base/text.hpp"
#include "model/results.hpp"
#include "model/scenario.hpp"

namespace entente {

// By id; a name that two of a kind have is followed by the id in brackets, so that nobody takes one for the other.
template <class T>
std::string title_of(const Keyed<T>& table, const std::string& id) {
    const T* const own = find(table, id);
    if (own == nullptr || own->name.empty()) return id;
    for (const auto& [other, terms] : table) {
        const std::string& called = terms.name.empty() ? other.text : terms.name;
        if (other.text != id && called == own->name) return own->name + " (" + id + ")";
    }
    return own->name;
}

inline Titles titles_of(const Scenario& scenario) {
    Titles out;
    for (const auto& [id, firm] : scenario.firm) out.firms.emplace_back(id.text, title_of(scenario.firm, id.text));
    for (const auto& [id, program] : scenario.program) out.programs.emplace_back(id.text, title_of(scenario.program, id.text));
    for (const auto& [id, one] : scenario.alternative) out.alternatives.emplace_back(id.text, title_of(scenario.alternative, id.text));
    return out;
}

}  // namespace entente
