// A number of the scenario that may be uncertain, with the name by which correlations and streams know it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/problem.hpp"

namespace entente {

struct Distribution;

// A distribution that is never changed, held so that who only passes it on need not know the families.
class HeldDistribution {
public:
    HeldDistribution(double value = 0);
    HeldDistribution(Distribution distribution);
    operator const Distribution&() const { return *held_; }

private:
    std::shared_ptr<const Distribution> held_;
};

struct Quantity {
    std::string name;  // its path in the scenario, e.g. program.ev.stage.platform.cost
    HeldDistribution law;
    Source source;

    Quantity() = default;
    Quantity(double value) : law(value) {}
};

// The number, if the distribution is one.
std::optional<double> constant(const Distribution& distribution);

// The name whose score a quantity takes. Terms of deals are drawn without the alternative's name (as their events are),
// so that variants of one deal meet the same fate: alternative.x.formation.delay draws as formation.delay.
std::string drawn_name(const std::string& name);

// A text that two distributions share exactly when they are the same, readable: lognormal(mean=900, cv=0.25).
std::string description(const Distribution& distribution);

// The same for people: long lists by their number, "empirical of 20,000 values from big.csv (cost)".
std::string summary(const Distribution& distribution);

}  // namespace entente
