// Numbers of a scenario as people read them, each in its unit.
#pragma once

#include <string>
#include <string_view>

#include "model/results.hpp"

namespace entente {

// A number in a unit of assumptions.csv, without the unit's word: "1,200", "12.5%", "2031.0"; empty where there is none.
std::string figure_in(std::string_view unit, double value);
// The same with it: "1,200 USD m", "12.5% a year", "3.2 years".
std::string value_in(std::string_view unit, double value);
// A distribution in words: "pert: min 0.22, mode 0.32, max 0.5"; a bare number in its unit.
std::string value_in_words(const AssumptionRow& row);

}  // namespace entente
