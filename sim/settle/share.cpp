// Bands and commitments: how one amount of a pool's cost is split (see share.hpp).
#include <algorithm>
#include <array>

#include "settle/share.hpp"

namespace entente {

void split_band(std::span<const double> weights, double amount, MemberId left, std::span<double> out) {
    if (!(amount > 0)) return;
    for (const MemberId m : Ids<MemberId>(out.size())) {
        if (m != left) out[m.place()] += amount * weight_of(weights, m, left);
    }
}

void split_cost(const Bands& bands, double spent, double amount, MemberId left, std::span<double> out) {
    const ResolvedShare& terms = bands.terms;
    if (!terms.banded) return split_band(bands.base, amount, left, out);
    const double end = spent + amount;
    const double first = std::max(bands.target, spent);
    const double second = terms.capped ? std::max({bands.cap, bands.target, spent}) : end;
    split_band(bands.base, std::min(end, first) - spent, left, out);
    split_band(terms.overrun, std::min(end, second) - first, left, out);
    split_band(terms.beyond, end - second, left, out);
}

std::vector<double> ex_post_weights(const ResolvedExPost& terms, const CoalitionGames& games, std::size_t lane) {
    const CostGame& game = games.game[lane];
    if (!(game.of_all() > 0)) return {};
    std::vector<double> out = std::visit(
        [&](const auto& rule) -> std::vector<double> {
            using R = std::remove_cvref_t<decltype(rule)>;
            if constexpr (CostGameRule<R>) {
                return allocate(rule, GameView{game, terms.members, terms.benefits}).paid;
            } else if constexpr (std::is_same_v<R, Proportional>) {
                return weights(rule, games.alone[lane]);
            } else {
                return {};
            }
        },
        terms.rule);
    double sum = 0;
    for (const double weight : out) sum += weight;
    for (double& weight : out) weight /= sum;
    return out;
}

void apply_commitments(std::span<const double> limits, std::span<const double> stakes, MemberId left, std::span<double> funded,
                       std::span<double> out) {
    const std::size_t n = out.size();
    std::array<bool, CostGame::most_players> full{};
    double excess = 0;
    for (std::size_t m = 0; m < n; ++m) {
        full[m] = MemberId(m) == left || funded[m] + out[m] >= limits[m];
        const double over = std::clamp(funded[m] + out[m] - limits[m], 0.0, out[m]);
        out[m] -= over;
        excess += over;
    }
    // Each round hands out the excess by stake until the next member is full, so n rounds are enough.
    for (std::size_t round = 0; round < n && excess > 0; ++round) {
        double weight = 0;
        for (std::size_t m = 0; m < n; ++m) weight += full[m] ? 0 : stakes[m];
        if (!(weight > 0)) break;
        double portion = excess;
        for (std::size_t m = 0; m < n; ++m) {
            if (!full[m] && stakes[m] > 0) portion = std::min(portion, (limits[m] - funded[m] - out[m]) * weight / stakes[m]);
        }
        for (std::size_t m = 0; m < n; ++m) {
            if (full[m] || !(stakes[m] > 0)) continue;
            const bool fills = portion < excess && (limits[m] - funded[m] - out[m]) * weight / stakes[m] <= portion;
            out[m] += portion * stakes[m] / weight;
            full[m] = fills;
        }
        excess -= portion;
    }
    if (excess > 0) {
        const double rest = left ? 1.0 - stakes[left.place()] : 1.0;
        for (std::size_t m = 0; m < n; ++m) {
            if (MemberId(m) == left) continue;
            out[m] += excess * (rest > 0 ? stakes[m] / rest : 1.0 / static_cast<double>(n - 1));
        }
    }
    for (std::size_t m = 0; m < n; ++m) funded[m] += out[m];
}

}  // namespace entente
