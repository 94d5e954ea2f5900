// A pool: its check, its slots and its words; and those that it shares with a venture (see pool.hpp).
#include "deal/modes/pool.hpp"

#include <algorithm>
#include <cmath>

#include "chance/words.hpp"
#include "deal/deal.hpp"
#include "game/cost_game.hpp"

namespace entente {

// ---- what pools and ventures share

Parties pool_parties(const PoolTerms& pool) { return {pool.members, {}, pool.licensees}; }

// What is wrong with all weights stands where they begin.
void check_weights(const Keyed<double>& weights, const std::vector<Name>& members, ModeCheck& mode, const std::string& key) {
    if (members.size() < 2) return;  // which was said to be wrong already
    const Source at = weights.empty() ? mode.at : weights.front().first.source;
    const std::string where = mode.where + key;
    double sum = 0;
    for (const auto& [firm, weight] : weights) {
        mode.member(firm, members, key);
        sum += weight;
    }
    for (const Name& member : members) {
        if (find(weights, member.text) == nullptr)
            mode.problem(at, where + " has no weight for '" + member.text + "'", "a weight for each member");
    }
    if (std::fabs(sum - 1) > 1e-9) mode.problem(at, where + " sums to " + shortest(to_twelve_digits(sum)), "a sum of 1");
}

void check_pool(const PoolTerms& pool, ModeCheck& mode) {
    if (pool.members.size() < 2)
        mode.problem(mode.at, mode.where + " has fewer than two members", "two or more", "what one firm does alone needs no arrangement");
    if (pool.members.size() > CostGame::most_players) mode.problem(mode.where + " has over 20 members", "at most 20");
    for (const Name& member : pool.members) mode.participant(member, ".members");
    mode.distinct(pool.members, ".members");
    if (pool.lead) mode.member(*pool.lead, pool.members, ".lead");
    check_royalties(pool, mode);
    for (const Name& firm : pool.licensees) {
        const auto is_firm = [&](const Name& member) { return member.text == firm.text; };
        if (std::any_of(pool.members.begin(), pool.members.end(), is_firm))
            mode.problem(firm.source, "'" + firm.text + "' is member and licensee of " + mode.where, "one of the two");
    }
    for (const auto& [firm, unused] : pool.usable) mode.member(firm, pool.members, ".usable");
    if (const auto synergy = constant(pool.synergy.law); synergy && *synergy >= 1)
        mode.problem(pool.synergy.source, mode.where + ".synergy = " + shortest(*synergy), "a number below 1");
}

std::vector<double> weights_of(const Keyed<double>& table, const std::vector<Name>& members) {
    std::vector<double> out;
    double sum = 0;
    for (const Name& member : members) out.push_back(*find(table, member.text));
    for (const double weight : out) sum += weight;
    for (double& weight : out) weight /= sum;
    return out;
}

namespace {

// What the members have done, and what of it the pool begins with.
void resolve_contribution(const PoolTerms& pool, ModeBuilder& mode) {
    ResolvedContribution& out = mode.out.contribution;
    const ResolvedFactors& factors = mode.work(mode.out.work).factors;
    out.joins = pool.contribution == Contribution::join;
    out.given = out.joins;
    out.choice = factors.choice;
    out.lead = MemberId(factors.lead);
    // Pools of the same members share a work, but each lists them as it likes.
    const auto& of_work = mode.work(mode.out.work).members;
    for (const FirmId firm : mode.out.members) {
        const Quantity* usable = find(pool.usable, mode.id(firm));
        out.given = out.given || (usable != nullptr && constant(usable->law) != 1.0);
        out.usable.push_back(mode.value(usable != nullptr ? *usable : Quantity(1), Sign::not_negative));
        const auto place = std::find(of_work.begin(), of_work.end(), firm) - of_work.begin();
        if (MemberId(place) == MemberId(factors.lead)) out.lead = MemberId(out.spent.size());
        out.spent.push_back(factors.members[static_cast<std::size_t>(place)].spent);
    }
}

}  // namespace

void resolve_pool(const PoolTerms& pool, ModeBuilder& mode) {
    mode.out.work = mode.pool_work(pool);
    for (const Name& name : pool.members) mode.out.members.push_back(mode.firm(name));
    for (const Name& name : pool.licensees) mode.out.users.firms.push_back(mode.firm(name));
    resolve_royalties(pool, mode);
    resolve_contribution(pool, mode);
}

std::string by_weight(const Keyed<double>& weights, const ModeWords& words) {
    return words.by_firm(weights, [](double weight) { return fmt::format("{:.4g}%", 100 * weight); });
}

void tell_pool(const PoolTerms& pool, const ModeWords& words, std::vector<std::string>& out) {
    constexpr std::string_view capability[] = {"the best member in each world", "the lead", "the members' mean"};
    const bool leads = pool.capability == Capability::lead;
    out.push_back(fmt::format("Factors of {}{}; overhead {} and drag {} a member more, synergy {}.",
                              capability[static_cast<int>(pool.capability)],
                              leads ? " (" + words.firm(pool.lead.value_or(pool.members.front()).text) + ")" : "", percent(pool.overhead),
                              percent(pool.drag), percent(pool.synergy)));
    const std::string usable = pool.usable.empty() ? "all of it" : words.by_firm(pool.usable, percent) + ", of others all";
    if (!pool.usable.empty() || pool.contribution == Contribution::join)
        out.push_back(
            fmt::format("It begins with what its members have done, as far as it can use that ({}){}.", usable,
                        pool.contribution == Contribution::join ? "; each adds to what the others bring" : ", taken as their factors are"));
    tell_royalties(pool, words, out);
}

// ---- a pool's own: the sharing rule

namespace {

void check_charge(const Sharing& share, bool by_game, ModeCheck& mode) {
    const std::string where = mode.where + ".share.charge = \"justifiable\"";
    if (share.settle == Settle::ex_post) {
        mode.problem(mode.at, where + " with settle = \"ex_post\"", "one of the two",
                     "what is settled ex post rests on a world's own costs, what is justifiable on expected benefits");
    } else if (!by_game) {
        mode.problem(where + " with a rule that does not divide the cost game", "a rule of the cost game, e.g. \"shapley\"");
    }
}

// Only rules that rest on plan costs can be settled by a world's own.
void check_settlement(const Sharing& share, ModeCheck& mode) {
    const bool by_game = std::visit([](const auto& rule) { return CostGameRule<std::remove_cvref_t<decltype(rule)>>; }, share.rule);
    if (share.charge == Charge::justifiable) check_charge(share, by_game, mode);
    if (share.settle != Settle::ex_post) return;
    const auto* proportional = std::get_if<Proportional>(&share.rule);
    const bool by_costs = proportional != nullptr ? proportional->to == Measure::solo_cost : by_game;
    if (!by_costs)
        mode.problem(mode.where + ".share.settle = \"ex_post\" with a rule that does not rest on plan costs",
                     "a rule of the cost game, or proportional to solo_cost");
}

ResolvedLevel level_of(const CostLevel& level, ModeBuilder& mode) {
    ResolvedLevel slots;
    slots.level = level.level;
    if (level.level == Level::money) slots.amount = mode.value(level.amount, Sign::not_negative);
    return slots;
}

std::string level_told(const CostLevel& level) {
    constexpr std::string_view names[] = {"the mean", "p50", "p80"};
    return level.level == Level::money ? number(level.amount) : std::string(names[static_cast<int>(level.level)]) + " of the plan cost";
}

// By what a rule shares: its own weights or measure.
std::string rule_told(const Rule& rule, const ModeWords& words) {
    return std::visit(
        [&](const auto& one) -> std::string {
            if constexpr (requires { one.weights; }) return " (" + by_weight(one.weights, words) + ")";
            if constexpr (requires { one.to; }) return " to " + std::string(word_of(one.to));
            if constexpr (requires { one.power; })
                return one.power.empty() ? " (equal power)"
                                         : " (power " + words.by_firm(one.power, [](double w) { return shortest(w); }) + ")";
            return "";
        },
        rule);
}

}  // namespace

Parties parties(const Pool& pool) { return pool_parties(pool); }

void check(const Pool& pool, ModeCheck& mode) {
    check_pool(pool, mode);
    const Sharing& share = pool.share;
    if (const auto* fixed = std::get_if<Fixed>(&share.rule)) check_weights(fixed->weights, pool.members, mode, ".share.weights");
    if (!share.overrun.empty()) check_weights(share.overrun, pool.members, mode, ".share.overrun");
    if (!share.beyond.empty()) check_weights(share.beyond, pool.members, mode, ".share.beyond");
    if (!share.beyond.empty() && !share.cap) mode.problem(mode.where + ".share has beyond without cap", "both");
    check_settlement(share, mode);
    if (const auto* bargain = std::get_if<NashRule>(&share.rule)) {
        for (const auto& [firm, power] : bargain->power) mode.member(firm, pool.members, ".share.power");
    }
    const auto* proportional = std::get_if<Proportional>(&share.rule);
    if (proportional == nullptr || proportional->to != Measure::budget) return;
    for (const Name& member : pool.members) {
        if (!mode.has_budget(member))
            mode.problem(member.source, "'" + member.text + "' has no budget to share by in " + mode.where,
                         "firm." + member.text + ".budget");
    }
}

void resolve(const Pool& pool, ModeBuilder& mode) {
    resolve_pool(pool, mode);
    ResolvedShare& share = mode.out.share;
    if (const auto* fixed = std::get_if<Fixed>(&pool.share.rule)) share.base = weights_of(fixed->weights, pool.members);
    // A rule that looks at the pilot worlds has equal weights until run_pilot finds its own: nothing that the pilot evaluates depends on
    // them.
    if (share.base.empty()) share.base = weights(Equal{}, pool.members.size());
    share.overrun = pool.share.overrun.empty() ? std::vector<double>{} : weights_of(pool.share.overrun, pool.members);
    share.beyond = pool.share.beyond.empty() ? share.overrun : weights_of(pool.share.beyond, pool.members);
    share.banded = !share.overrun.empty() || !share.beyond.empty();
    share.capped = pool.share.cap.has_value() && !share.beyond.empty();
    share.target = level_of(pool.share.target, mode);
    if (pool.share.cap) share.cap = level_of(*pool.share.cap, mode);
    if (pool.share.settle != Settle::ex_post) return;
    ResolvedExPost terms{pool.share.rule, mode.coalitions(pool), {}, {}};
    for (const Name& member : pool.members) terms.members.push_back(member.text);
    terms.benefits.assign(pool.members.size(), never);
    mode.out.ex_post = std::move(terms);
}

std::vector<std::string> told(const Pool& pool, const ModeWords& words) {
    const Sharing& share = pool.share;
    std::string cost = fmt::format("Cost is shared by rule '{}'{}", std::visit([](const auto& rule) { return rule.name; }, share.rule),
                                   rule_told(share.rule, words));
    if (!share.overrun.empty() || share.cap || share.target.level != Level::p50)
        cost += fmt::format(" up to {}, above it {}", level_told(share.target),
                            share.overrun.empty() ? "by the same weights" : by_weight(share.overrun, words));
    if (share.cap)
        cost += fmt::format(", beyond {} {}", level_told(*share.cap), share.beyond.empty() ? "as before" : by_weight(share.beyond, words));
    cost += share.charge == Charge::justifiable ? "; none is served at more than it is worth to it." : ".";
    std::vector<std::string> out{words.firms(pool.members) + " develop it together.", cost};
    if (share.settle == Settle::ex_post) out.emplace_back("In the end it is settled by the weights of this world's own plan costs.");
    tell_pool(pool, words, out);
    return out;
}

}  // namespace entente
