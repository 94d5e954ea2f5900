// Every name of a scenario that has a score: uncertain quantities and the events of programs, markets and deals.
#pragma once

#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "model/scenario.hpp"
#include "plan/score_names.hpp"

namespace entente {

// Calls visit(quantity) for each Quantity in a struct with fields(), to any depth, in the order of declaration.
template <class T, class Visit>
void visit_quantities(const T& value, const Visit& visit);

// A score: the name that a scenario uses, and the name under which it is drawn (docs/model.md, Streams).
struct ScoreName {
    std::string written;
    std::string drawn;
};

// The scores of uncertain quantities, gates, risks, events, formations and exits; regimes apart (regime_names).
std::vector<ScoreName> score_names(const Scenario& scenario);
// market.m.regime of each market with two regimes or more.
std::vector<std::string> regime_names(const Scenario& scenario);

// The name of an exit: its own, or its trigger's.
std::string exit_name(const ExitTerms& terms);

// The name by which an element of an array is addressed, `index` being its place from 0: its own, its program's, a benefit's FIRM.MARKET,
// an exit's trigger; its place from 1 where it has none.
inline std::string element_of(const Arrangement& x, std::size_t) { return x.program.text; }
inline std::string element_of(const Benefit& x, std::size_t) { return x.firm.text + "." + x.market.text; }
inline std::string element_of(const ExitTerms& x, std::size_t) { return exit_name(x); }
template <class T>
std::string element_of(const T& x, std::size_t index) {
    if constexpr (requires { x.name.text; }) {
        return x.name.text;
    } else {
        return std::to_string(index + 1);
    }
}

// ---- the visitor

namespace detail {

template <class T>
constexpr bool is_vector = false;
template <class T>
constexpr bool is_vector<std::vector<T>> = true;

template <class T, class Visit>
void visit_value(const T& value, const Visit& visit) {
    if constexpr (std::is_same_v<T, Quantity>) {
        visit(value);
    } else if constexpr (HasFields<T>) {
        visit_quantities(value, visit);
    } else if constexpr (is_vector<T>) {
        for (const auto& element : value) visit_value(element, visit);
    } else if constexpr (requires {
                             value.has_value();
                             *value;
                         }) {
        if (value) visit_value(*value, visit);
    } else if constexpr (requires {
                             value.first;
                             value.second;
                         }) {
        visit_value(value.second, visit);
    } else if constexpr (std::is_same_v<T, HazardRate>) {
        visit_value(value.flat, visit);
        visit_value(value.by_regime, visit);
    } else if constexpr (std::is_same_v<T, Funding>) {
        visit_value(value.flat, visit);
        visit_value(value.by_year, visit);
    } else if constexpr (std::is_same_v<T, CostLevel>) {
        if (value.level == Level::money) visit(value.amount);
    } else if constexpr (std::is_same_v<T, Mode> || std::is_same_v<T, Trigger> || std::is_same_v<T, Rule>) {
        std::visit([&](const auto& leaf) { visit_quantities(leaf, visit); }, value);
    }
}

}  // namespace detail

template <class T, class Visit>
void visit_quantities(const T& value, const Visit& visit) {
    std::apply([&](const auto&... field) { (detail::visit_value(value.*field.member, visit), ...); }, T::fields());
}

}  // namespace entente
