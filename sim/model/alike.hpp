// Whether two parts of a scenario say the same: key by key, wherever they stand in the file.
#pragma once

#include <algorithm>
#include <type_traits>
#include <variant>

#include "model/scenario.hpp"

namespace entente {

inline bool alike(const Quantity& a, const Quantity& b) { return description(a.law) == description(b.law); }
inline bool alike(const Name& a, const Name& b) { return a.text == b.text; }
inline bool alike(const HazardRate& a, const HazardRate& b);
inline bool alike(const CostLevel& a, const CostLevel& b);
inline bool alike(const Funding& a, const Funding& b);
inline bool alike(const MeanwhileTerms& a, const MeanwhileTerms& b);

template <class T>
bool alike(const T& a, const T& b) {
    if constexpr (requires {
                      a.has_value();
                      *a;
                  }) {
        return a.has_value() == b.has_value() && (!a || alike(*a, *b));
    } else if constexpr (requires { a.valueless_by_exception(); }) {
        return a.index() == b.index() &&
               std::visit([&](const auto& one) { return alike(one, std::get<std::remove_cvref_t<decltype(one)>>(b)); }, a);
    } else if constexpr (requires {
                             a.begin();
                             a.size();
                         } &&
                         !std::is_convertible_v<T, std::string>) {
        return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](const auto& x, const auto& y) { return alike(x, y); });
    } else if constexpr (requires {
                             a.first;
                             a.second;
                         }) {
        return alike(a.first, b.first) && alike(a.second, b.second);
    } else if constexpr (HasFields<T>) {
        return std::apply([&](const auto&... field) { return (alike(a.*field.member, b.*field.member) && ...); }, T::fields());
    } else {
        return a == b;
    }
}

inline bool alike(const HazardRate& a, const HazardRate& b) { return alike(a.flat, b.flat) && alike(a.by_regime, b.by_regime); }
inline bool alike(const Funding& a, const Funding& b) { return alike(a.flat, b.flat) && alike(a.by_year, b.by_year); }
inline bool alike(const CostLevel& a, const CostLevel& b) { return a.level == b.level && alike(a.amount, b.amount); }
inline bool alike(const MeanwhileTerms& a, const MeanwhileTerms& b) { return a.all == b.all && alike(a.by_firm, b.by_firm); }

}  // namespace entente
