// How one amount of a pool's cost is split among its members: weights, bands, commitments (docs/model.md, section 4).
#pragma once

#include <array>
#include <span>
#include <vector>

#include "deal/pack.hpp"
#include "settle/coalition_costs.hpp"

namespace entente {

// A member's weight, renormalised when another has left (or none). Those who stay may all have weight 0: then they share equally.
inline double weight_of(std::span<const double> weights, MemberId member, MemberId left) {
    if (!left) return weights[member.place()];
    const double rest = 1 - weights[left.place()];
    return rest > 0 ? weights[member.place()] / rest : 1 / static_cast<double>(weights.size() - 1);
}

// Calls visit(firm, weight) for each of those whom licensees and buyers pay: the licensor or maker, or the pool's members by
// their base weights, but for one who has left (or none).
template <class Visit>
void each_provider(const ResolvedArrangement& arrangement, MemberId left, const Visit& visit) {
    if (arrangement.provider) return visit(arrangement.provider, 1.0);
    for (const MemberId m : arrangement.members.ids()) {
        if (m != left) visit(arrangement.members[m], weight_of(arrangement.share.base, m, left));
    }
}

// The bands of a pool's real cost in one world.
struct Bands {
    const ResolvedShare& terms;
    std::span<const double> base;  // weights below the target
    double target, cap;
};

// Adds an amount's parts by weight to `out`. A member who has left (or none) pays nothing, the others' weights are renormalised.
void split_band(std::span<const double> weights, double amount, MemberId left, std::span<double> out);

// Splits one amount of a pool's real cost among its members: the part below the target by the base weights, up to the
// cap by `overrun`, above it by `beyond`. `spent` is what the pool had spent before; amounts are added to `out`.
// A member who has left (or none) pays nothing, the others' weights are renormalised.
void split_cost(const Bands& bands, double spent, double amount, MemberId left, std::span<double> out);

using Amounts = std::array<double, CostGame::most_players>;  // by member

// The terms of a pool in one world.
struct PoolInWorld {
    Bands bands;
    Amounts limits;     // commitments; infinite without one
    Amounts calls{};    // parts of what is called, by member
    double called = 0;  // nominal

    PoolInWorld(const ResolvedShare& terms, const DealWorld& world)
        : bands{terms, terms.base, level_of(terms.target, world), terms.capped ? level_of(terms.cap, world) : never} {
        limits.fill(never);
        for (std::size_t m = 0; m < terms.commitment.size(); ++m) {
            if (terms.committed && terms.commitment[m]) limits[m] = world.at(*terms.commitment[m]);
        }
        if (!terms.called) return;
        for (std::size_t m = 0; m < terms.calls.size(); ++m) {
            calls[m] = terms.calls[m] ? world.at(*terms.calls[m]) : 0;
            called += calls[m];
        }
        for (std::size_t m = 0; m < terms.calls.size() && called > 0; ++m) calls[m] /= called;
    }
};

// The weights that a pool's rule gives for one world's own plan costs; empty where the rule is undefined for them.
std::vector<double> ex_post_weights(const ResolvedExPost& terms, const CoalitionGames& games, std::size_t lane);

// Moves what passes members' commitments to the others by stake; all past theirs: stakes again. `funded` is what each
// had funded before and is brought forward; `out` is one amount's split.
void apply_commitments(std::span<const double> limits, std::span<const double> stakes, MemberId left, std::span<double> funded,
                       std::span<double> out);

}  // namespace entente
