// Sharing rules: how a pool's cost is split among its members (docs/model.md, section 4).
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "dist/quantity.hpp"
#include "game/rules/cost_rules.hpp"
#include "game/rules/equal.hpp"
#include "game/rules/fixed.hpp"
#include "game/rules/proportional.hpp"

namespace entente {

using Rule =
    std::variant<Equal, Fixed, Proportional, ShapleyRule, NucleolusRule, ScrbRule, AcaRule, TauRule, NashRule, KalaiSmorodinskyRule>;

// A level of the pool's real plan cost: a statistic over the pilot worlds, or money.
enum class Level { mean, p50, p80, money };
struct CostLevel {
    Level level = Level::p50;
    Quantity amount;  // where level is money
};

struct Sharing {
    Rule rule = Equal{};
    CostLevel target;
    std::optional<CostLevel> cap;
    Keyed<double> overrun;  // weights from target to cap; default the rule's
    Keyed<double> beyond;   // weights above the cap; default those of overrun
    static constexpr auto fields() {
        return std::tuple{tagged("rule", &Sharing::rule, "the rule of the base weights"),
                          field("target", &Sharing::target, "'mean', 'p50', 'p80' of the plan cost, or money"),
                          field("cap", &Sharing::cap, "where 'beyond' takes over"),
                          field("overrun", &Sharing::overrun, Range::fraction, "weights above the target"),
                          field("beyond", &Sharing::beyond, Range::fraction, "weights above the cap")};
    }
};

}  // namespace entente
