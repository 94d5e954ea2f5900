// Sharing rules that look at the cost game of the pool: what each group of members would pay on its own.
#pragma once

#include <string_view>
#include <tuple>
#include <vector>

#include "base/fields.hpp"
#include "game/solutions.hpp"

namespace entente {

// What a rule may know besides the game, by member: the contract's names and the expected discounted benefits.
struct GameView {
    const CostGame& game;
    const std::vector<std::string>& members;
    const std::vector<double>& benefits;
};

struct ShapleyRule {
    static constexpr std::string_view name = "shapley";
    static constexpr std::tuple<> fields() { return {}; }
};
inline Allocation allocate(const ShapleyRule&, const GameView& view) { return shapley(view.game); }

struct NucleolusRule {
    static constexpr std::string_view name = "nucleolus";
    static constexpr std::tuple<> fields() { return {}; }
};
inline Allocation allocate(const NucleolusRule&, const GameView& view) { return nucleolus(view.game); }

struct PrenucleolusRule {
    static constexpr std::string_view name = "prenucleolus";
    static constexpr std::tuple<> fields() { return {}; }
};
inline Allocation allocate(const PrenucleolusRule&, const GameView& view) { return prenucleolus(view.game); }

struct ScrbRule {
    static constexpr std::string_view name = "scrb";
    static constexpr std::tuple<> fields() { return {}; }
};
inline Allocation allocate(const ScrbRule&, const GameView& view) { return separable_remaining_benefit(view.game, view.benefits); }

struct AcaRule {
    static constexpr std::string_view name = "aca";
    static constexpr std::tuple<> fields() { return {}; }
};
inline Allocation allocate(const AcaRule&, const GameView& view) { return alternate_cost_avoided(view.game); }

struct TauRule {
    static constexpr std::string_view name = "tau";
    static constexpr std::tuple<> fields() { return {}; }
};
inline Allocation allocate(const TauRule&, const GameView& view) { return tau_value(view.game); }

struct NashRule {
    static constexpr std::string_view name = "nash";
    Keyed<double> power;  // default equal
    template <class S = NashRule>
    static constexpr auto fields() {
        return std::tuple{field("power", &S::power, Range::positive, "bargaining power by member")};
    }
};
inline Allocation allocate(const NashRule& rule, const GameView& view) {
    std::vector<double> power;
    for (const std::string& member : view.members) {
        const double* given = find(rule.power, member);
        power.push_back(given != nullptr ? *given : 1.0);
    }
    return nash(view.game, power);
}

struct KalaiSmorodinskyRule {
    static constexpr std::string_view name = "kalai_smorodinsky";
    static constexpr std::tuple<> fields() { return {}; }
};
inline Allocation allocate(const KalaiSmorodinskyRule&, const GameView& view) { return kalai_smorodinsky(view.game); }

struct EqualProfitRule {
    static constexpr std::string_view name = "equal_profit";
    static constexpr std::tuple<> fields() { return {}; }
};
inline Allocation allocate(const EqualProfitRule&, const GameView& view) { return equal_profit(view.game); }

// A rule of this kind, found out at compile time.
template <class R>
concept CostGameRule = requires(const R& rule, const GameView& view) {
    allocate(rule, view);
};

}  // namespace entente
