// Regime chains and their draws (see world.hpp).
#include <algorithm>
#include <cmath>
#include <numeric>

#include "lanes/kernels.hpp"
#include "market/world.hpp"

namespace entente {

RegimeChain make_chain(const Market& market, double step, const Stream& stream) {
    RegimeChain chain;
    chain.coordinate.stream = stream;
    const std::size_t n = market.regime.size();
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return market.regime[a].second.demand < market.regime[b].second.demand; });
    const bool any_initial =
        std::any_of(market.regime.begin(), market.regime.end(), [](const auto& r) { return r.second.initial.has_value(); });
    double initial = 0;
    for (const std::size_t i : order) {
        const auto& [name, regime] = market.regime[i];
        chain.names.push_back(name.text);
        chain.demand.push_back(regime.demand);
        initial += any_initial ? regime.initial.value_or(0) : (i == 0 ? 1.0 : 0.0);
        chain.initial.push_back(initial);
        const double leave = n > 1 ? std::min(1.0, step / regime.duration) : 0.0;
        double total = 0;
        for (const auto& [next, weight] : regime.next) total += weight;
        double sum = 0;
        std::vector<double> row;
        for (const std::size_t j : order) {
            if (j == i) {
                sum += 1 - leave;
            } else if (regime.next.empty()) {
                sum += leave / static_cast<double>(n - 1);
            } else if (const double* weight = find(regime.next, market.regime[j].first.text)) {
                sum += leave * *weight / total;
            }
            row.push_back(sum);
        }
        row.back() = 1;
        chain.transition.push_back(std::move(row));
    }
    if (!chain.initial.empty()) chain.initial.back() = 1;
    return chain;
}

Regimes::Regimes(ById<MarketId, RegimeChain> chains, std::vector<Group> groups, Period periods)
    : chains_(std::move(chains)), groups_(std::move(groups)), periods_(periods), state_(chains_.size() * Sampler::block_size * periods) {
    std::size_t widest = 1;
    ById<MarketId, char> grouped(chains_.size(), 0);
    for (const Group& group : groups_) {
        for (const MarketId m : group.markets) grouped[m] = 1;
        widest = std::max(widest, group.markets.size());
        // A correlated market's draws are scores: its cumulative probabilities become scores too.
        for (const MarketId m : group.markets) {
            RegimeChain& chain = chains_[m];
            const auto to_scores = [](std::vector<double>& row) {
                for (double& p : row) p = p <= 0 ? -never : (p >= 1 ? never : normal_quantile(p));
            };
            to_scores(chain.initial);
            for (auto& row : chain.transition) to_scores(row);
        }
    }
    for (const MarketId m : chains_.ids()) {
        if (grouped[m] == 0 && chains_[m].demand.size() > 1) alone_.push_back(m);
    }
    scratch_.resize((widest + 1) * Sampler::block_size);
}

namespace {

// next[w] = 1 where draws[w] is not below the edge of the state before.
ENTENTE_KERNEL void step_between_two(std::span<const double> draws, const std::uint8_t* before, double from_low, double from_high,
                                     std::uint8_t* next) {
    const double* u = draws.data();
    for (std::size_t w = 0; w < draws.size(); ++w) next[w] = u[w] >= (before[w] != 0 ? from_high : from_low) ? 1 : 0;
}

}  // namespace

// Moves one market of every world into `period` by its draws: uniforms, or scores where it is correlated.
void Regimes::step(MarketId market, Period period, std::span<const double> draws) {
    const RegimeChain& chain = chains_[market];
    const std::size_t edges = chain.demand.size() - 1;
    std::uint8_t* const next = state_.data() + (market.place() * periods_ + period) * Sampler::block_size;
    const std::uint8_t* const before = period > 0 ? next - Sampler::block_size : nullptr;
    // Most markets have two regimes, and between two one comparison decides, which a kernel does for many worlds at once.
    if (edges == 1 && period > 0) return step_between_two(draws, before, chain.transition[0][0], chain.transition[1][0], next);
    for (std::size_t w = 0; w < draws.size(); ++w) {
        const double* row = period == 0 ? chain.initial.data() : chain.transition[before[w]].data();
        // The state is the number of edges that the draw has passed. Counting them all needs no branch, which the processor would guess
        // wrongly every other time.
        std::uint8_t state = 0;
        for (std::size_t j = 0; j < edges; ++j) state = static_cast<std::uint8_t>(state + (draws[w] >= row[j] ? 1 : 0));
        next[w] = state;
    }
}

std::vector<std::vector<MarketId>> Regimes::factors() const {
    std::vector<std::vector<MarketId>> out;
    for (const Group& group : groups_) out.push_back(group.markets);
    for (const MarketId m : alone_) out.push_back({m});
    return out;
}

void Regimes::redraw(const std::vector<MarketId>& markets, std::uint64_t offset) {
    for (const MarketId m : markets) chains_[m].coordinate.offset = offset;
}

void Regimes::draw(const Design& design, std::uint64_t first, int count) {
    const auto n = static_cast<std::size_t>(count);
    const auto lane = [&](std::size_t i) { return std::span(scratch_).subspan(i * Sampler::block_size, n); };
    for (const MarketId m : alone_) {
        for (Period k = 0; k < periods_; ++k) {
            uniforms(design, chains_[m].coordinate, first, static_cast<std::uint32_t>(k), lane(0));
            step(m, k, lane(0));
        }
    }
    for (const Group& group : groups_) {
        for (Period k = 0; k < periods_; ++k) {
            for (std::size_t j = 0; j < group.markets.size(); ++j) {
                normals(design, chains_[group.markets[j]].coordinate, first, static_cast<std::uint32_t>(k), lane(j + 1));
            }
            for (std::size_t i = 0; i < group.markets.size(); ++i) {
                const auto out = lane(0);
                std::fill(out.begin(), out.end(), 0.0);
                for (std::size_t j = 0; j < group.markets.size(); ++j) {
                    const double weight = group.root(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
                    add_scaled(lane(j + 1), weight, out);
                }
                step(group.markets[i], k, out);
            }
        }
    }
}

}  // namespace entente
