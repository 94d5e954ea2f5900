// What the parts of explain share: numbers, shares and names in words.
#pragma once

#include <fmt/core.h>

#include <string>
#include <vector>

#include "base/text.hpp"
#include "chance/distribution.hpp"
#include "cli/cli.hpp"

namespace entente {

inline std::string number(const Quantity& q) {
    if (const auto value = constant(q.law)) return shortest(*value);
    return fmt::format("{:.5g} [{:.5g}, {:.5g}]", mean(q.law), quantile(q.law, {0.1, 0.9}), quantile(q.law, {0.9, 0.1}));
}
inline std::string percent(const Quantity& q) {
    const auto value = constant(q.law);
    return value ? fmt::format("{:.4g}%", 100 * *value) : number(q);
}
inline std::string named(const std::vector<Name>& names) {
    std::string out;
    for (const Name& name : names) out += (out.empty() ? "" : ", ") + name.text;
    return out;
}
template <class T, class Text>
std::string by_firm(const Keyed<T>& table, const Text& text) {
    std::string out;
    for (const auto& [name, value] : table) out += (out.empty() ? "" : ", ") + name.text + " " + text(value);
    return out;
}

// Limited funding: what there is, what comes first, what waits and at what cost. Nothing where there is none.
void explain_funding(const Scenario& scenario, const Bold& bold);
// Programs: their stages, what firms bring, what they earn, and what it costs them to be without.
void explain_programs(const Scenario& scenario, const Bold& bold);

}  // namespace entente
