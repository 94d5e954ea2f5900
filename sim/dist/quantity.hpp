// A number of the scenario that may be uncertain, with the name by which correlations and streams know it.
#pragma once

#include <string>

#include "base/problem.hpp"
#include "dist/distribution.hpp"

namespace entente {

struct Quantity {
    std::string name;  // its path in the scenario, e.g. program.ev.stage.platform.cost
    Distribution law;
    Source source;

    Quantity() = default;
    Quantity(double value) : law(value) {}
};

// The name whose score a quantity takes. Terms of deals are drawn without the alternative's name (as their events are),
// so that variants of one deal meet the same fate: alternative.x.formation.delay draws as formation.delay.
std::string drawn_name(const std::string& name);

// A text that two distributions share exactly when they are the same, readable: lognormal(mean=900, cv=0.25).
std::string description(const Distribution& distribution);

}  // namespace entente
