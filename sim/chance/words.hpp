// Uncertain numbers in words: what explain, and who tells of exits and modes, writes for them.
#pragma once

#include <fmt/core.h>

#include <string>

#include "base/text.hpp"
#include "chance/properties.hpp"

namespace entente {

// "900", or "900 [700, 1100]": the mean, and between which values eight of ten fall.
inline std::string number(const Quantity& q) {
    if (const auto value = constant(q.law)) return shortest(*value);
    return fmt::format("{:.5g} [{:.5g}, {:.5g}]", mean(q.law), quantile(q.law, {0.1, 0.9}), quantile(q.law, {0.9, 0.1}));
}
// "1 year", "2.5 years"
inline std::string years(const std::string& number) { return number + (number == "1" ? " year" : " years"); }
inline std::string years(const Quantity& q) { return years(number(q)); }
inline std::string percent(const Quantity& q) {
    const auto value = constant(q.law);
    return value ? fmt::format("{:.4g}%", 100 * *value) : number(q);
}
// Added to something that comes about with a probability; nothing where that is 1.
inline std::string with_chance(const Quantity& probability) {
    return constant(probability.law) == 1.0 ? "" : ", with a chance of " + percent(probability);
}

}  // namespace entente
