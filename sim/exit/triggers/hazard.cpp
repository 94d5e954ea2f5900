// An exit by chance: what it needs and when it fires (see hazard.hpp).
#include "exit/triggers/hazard.hpp"

#include <algorithm>
#include <cmath>

#include "chance/words.hpp"
#include "exit/first_exit.hpp"
#include "exit/sayings.hpp"

namespace entente {

namespace {

// The chance that something at an uncertain rate happens within a year is told at its mean.
std::string in_a_year(const Quantity& rate, const ExitWords& words) {
    return (constant(rate.law) ? "" : "at its mean ") + words.chance(1 - std::exp(-mean(rate.law))) + " in a year";
}

}  // namespace

void check(const HazardTrigger& trigger, const ExitCheck& exit) {
    if (trigger.rate.has_value() == trigger.life.has_value()) exit.problem(" has both or neither of rate and life", "one of them");
    const bool by_regime = trigger.rate && !trigger.rate->flat;
    if (by_regime != trigger.market.has_value()) exit.problem(": a market goes with rates by regime", "both or neither");
    if (!by_regime || !trigger.market) return;
    std::vector<Name> regimes;
    for (const auto& [name, rate] : trigger.rate->by_regime) regimes.push_back(name);
    exit.regimes(*trigger.market, regimes);
}

void doubt(const HazardTrigger& trigger, const ExitDoubts& doubts) {
    if (!trigger.rate) return;
    if (trigger.rate->flat) doubts.yearly_rate(*trigger.rate->flat);
    for (const auto& [regime, rate] : trigger.rate->by_regime) doubts.yearly_rate(rate);
}

std::vector<std::string> own_draws(const HazardTrigger& trigger) {
    if (!trigger.life) return {};
    return {"life"};
}

ResolvedHazard resolve(const HazardTrigger& trigger, ExitBuilder& exit) {
    ResolvedHazard slots;
    if (trigger.life) {
        slots.life = exit.values(*trigger.life);
        return slots;
    }
    slots.clock = exit.clocks();
    if (trigger.rate->flat) {
        slots.rate.push_back(exit.value(*trigger.rate->flat, Sign::not_negative));
        return slots;
    }
    slots.market = exit.market(*trigger.market);
    for (const std::string& regime : exit.regimes(slots.market)) {
        const Quantity* rate = find(trigger.rate->by_regime, regime);
        slots.rate.push_back(rate != nullptr ? exit.value(*rate, Sign::not_negative) : Slot{});
    }
    return slots;
}

// When the integrated rate since formation passes the draw; with a life, that many years after formation.
Firing fire(const ResolvedHazard& slots, const ExitView& view, const Leaver& leaver) {
    const double formation = view.formation();
    if (!slots.life.empty()) return {formation + view.world.at(slots.life[leaver.place])};
    double left = view.world.at(slots.clock[leaver.place]);
    if (!slots.market) {
        const double rate = view.world.at(slots.rate[0]);
        return {rate > 0 ? formation + left / rate : never};
    }
    const Grid& grid = view.context.grid;
    for (Period k = grid.period(formation); k < grid.periods; ++k) {
        const double rate = view.world.at(slots.rate[view.regime(slots.market, k)]);
        const double begin = std::max(grid.date(k), formation), end = grid.date(k + 1);
        if (rate * (end - begin) > left) return {begin + left / rate};
        left -= rate * (end - begin);
    }
    return {};
}

std::string told(const HazardTrigger& trigger, const ExitWords& words) {
    if (trigger.life) {
        std::string out = "at the end of a life of " + years(*trigger.life) + " since formation";
        if (words.several) out += ", each of its own";
        if (constant(trigger.life->law)) return out;
        for (const double limit : {1.0, 5.0, 10.0})
            out += fmt::format("{}{} within {}", limit == 1 ? ": " : ", ", words.chance(cdf(trigger.life->law, limit).below),
                               years(shortest(limit)));
        return out;
    }
    if (trigger.rate->flat) return "with a rate of " + number(*trigger.rate->flat) + " a year: " + in_a_year(*trigger.rate->flat, words);
    std::string out;
    for (const auto& [regime, rate] : trigger.rate->by_regime)
        out += (out.empty() ? "" : ", ") + number(rate) + " in '" + regime.text + "' (" + in_a_year(rate, words) + ")";
    return "with a rate a year that hangs on the regime of market '" + trigger.market->text + "': " + out + ", 0 in others";
}

}  // namespace entente
