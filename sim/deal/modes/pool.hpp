// A pool: the members develop the program together and share its cost by a rule.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "chance/quantity.hpp"
#include "deal/modes/royalty.hpp"
#include "game/sharing.hpp"

namespace entente {

// Whose cost and duration factors a pool has: the smallest in each world, the lead's, or the members' mean.
enum class Capability { best, lead, mean };
constexpr std::array<std::string_view, 3> words(Capability) { return {"best", "lead", "mean"}; }

// How what the members have done makes the work that the pool begins with: taken as `capability` takes factors, or each adding to the
// others'.
enum class Contribution { capability, join };
constexpr std::array<std::string_view, 2> words(Contribution) { return {"capability", "join"}; }

// Who works together and how well; shared by pools and ventures.
struct PoolTerms : RoyaltyTerms {
    std::vector<Name> members;
    std::optional<Name> lead;  // default: the first member
    Capability capability = Capability::best;
    Quantity overhead;
    Quantity drag;
    Quantity synergy;
    Keyed<Quantity> usable;  // the share of a member's own work that the pool can use; 1 by default
    Contribution contribution = Contribution::capability;
};

constexpr auto pool_fields() {
    using P = PoolTerms;
    return std::tuple_cat(std::tuple{needed("members", &P::members, "firms that develop it together"),
                                     field("lead", &P::lead, "the leading member; the first by default"),
                                     field("capability", &P::capability, "'best', 'lead' or 'mean'"),
                                     field("overhead", &P::overhead, Range::non_negative, "added cost share per extra member"),
                                     field("drag", &P::drag, Range::non_negative, "added time share per extra member"),
                                     field("synergy", &P::synergy, "cost share saved by working together (below 1)"),
                                     field("usable", &P::usable, Range::fraction, "share of a member's own work that the pool can use"),
                                     field("contribution", &P::contribution, "'capability' or 'join': what the pool begins with")},
                          royalty_fields());
}

struct Pool : PoolTerms {
    static constexpr std::string_view name = "pool";
    Sharing share;
    template <class S = Pool>
    static constexpr auto fields() {
        return std::tuple_cat(pool_fields(), std::tuple{field("share", &S::share, "the sharing rule")});
    }
};

// What a venture has in common with it.
Parties pool_parties(const PoolTerms& pool);
void check_pool(const PoolTerms& pool, ModeCheck& mode);
void check_weights(const Keyed<double>& weights, const std::vector<Name>& members, ModeCheck& mode, const std::string& key);
void resolve_pool(const PoolTerms& pool, ModeBuilder& mode);
// The members' weights, scaled to a sum of 1.
std::vector<double> weights_of(const Keyed<double>& table, const std::vector<Name>& members);
void tell_pool(const PoolTerms& pool, const ModeWords& words, std::vector<std::string>& out);
// "a 50%, b 50%".
std::string by_weight(const Keyed<double>& weights, const ModeWords& words);

Parties parties(const Pool& pool);
void check(const Pool& pool, ModeCheck& mode);
void resolve(const Pool& pool, ModeBuilder& mode);
std::vector<std::string> told(const Pool& pool, const ModeWords& words);

}  // namespace entente
