// Weights in proportion to a size of each member, as the pilot worlds expect it.
#pragma once

#include <array>
#include <numeric>
#include <span>
#include <string_view>
#include <vector>

#include "base/fields.hpp"

namespace entente {

// Expected units or discounted benefit in the solo alternative, expected discounted solo plan cost, first year's budget.
enum class Measure { volume, benefit, solo_cost, budget };
constexpr std::array<std::string_view, 4> words(Measure) { return {"volume", "benefit", "solo_cost", "budget"}; }

struct Proportional {
    static constexpr std::string_view name = "proportional";
    Measure to = Measure::volume;
    template <class S = Proportional>
    static constexpr auto fields() {
        return std::tuple{needed("to", &S::to, "'volume', 'benefit', 'solo_cost' or 'budget'")};
    }
};

// Weights of the members' sizes, sum 1. Empty where the rule is undefined: a negative size, or none above 0.
inline std::vector<double> weights(const Proportional&, std::span<const double> sizes) {
    double total = 0;
    for (const double size : sizes) {
        if (!(size >= 0)) return {};
        total += size;
    }
    if (!(total > 0)) return {};
    std::vector<double> out(sizes.begin(), sizes.end());
    for (double& weight : out) weight /= total;
    return out;
}

}  // namespace entente
