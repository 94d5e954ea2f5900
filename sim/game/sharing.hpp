// Sharing rules: how a pool's cost is split among its members (docs/model.md, section 4).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "chance/quantity.hpp"
#include "game/rules/cost_rules.hpp"
#include "game/rules/equal.hpp"
#include "game/rules/fixed.hpp"
#include "game/rules/proportional.hpp"

namespace entente {

// Registration: one entry a rule.
using Rule = std::variant<Equal, Fixed, Proportional, ShapleyRule, NucleolusRule, PrenucleolusRule, ScrbRule, AcaRule, TauRule,
                          EqualProfitRule, NashRule, KalaiSmorodinskyRule>;

// Weights fixed beforehand; or trued up at the pool's end to those that this world's own plan costs give.
enum class Settle { ex_ante, ex_post };
constexpr std::array<std::string_view, 2> words(Settle) { return {"ex_ante", "ex_post"}; }

// What the rules of the cost game divide: what serving each group costs, or that as far as it is worth it to those served.
enum class Charge { cost, justifiable };
constexpr std::array<std::string_view, 2> words(Charge) { return {"cost", "justifiable"}; }

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
    Settle settle = Settle::ex_ante;
    std::optional<Charge> charge;  // default: see charge_of
    template <class S = Sharing>
    static constexpr auto fields() {
        return std::tuple{tagged("rule", &S::rule, "the rule of the base weights"),
                          field("target", &S::target, "'mean', 'p50', 'p80' of the plan cost, or money"),
                          field("cap", &S::cap, "where 'beyond' takes over"),
                          field("overrun", &S::overrun, Range::fraction, "weights above the target"),
                          field("beyond", &S::beyond, Range::fraction, "weights above the cap"),
                          field("settle", &S::settle, "'ex_ante' or 'ex_post'"),
                          field("charge", &S::charge, "'cost' or 'justifiable': no more than it is worth to each")};
    }
};

// What the contract says, or where it says nothing: what is justifiable where firms carry out alone only what pays (`best_alone`), for who
// would not carry it out alone does not pay what that would cost; else the cost.
inline Charge charge_of(const Sharing& share, bool best_alone) {
    if (share.charge) return *share.charge;
    return best_alone && share.settle == Settle::ex_ante ? Charge::justifiable : Charge::cost;
}

}  // namespace entente
