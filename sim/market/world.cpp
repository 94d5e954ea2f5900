// Regime chains and one world's markets (see world.hpp).
#include "market/world.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "base/kernels.hpp"

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

Regimes::Regimes(std::vector<RegimeChain> chains, std::vector<Group> groups, int periods)
    : chains_(std::move(chains)),
      groups_(std::move(groups)),
      periods_(periods),
      state_(chains_.size() * Sampler::block_size * static_cast<std::size_t>(periods)) {
    std::size_t widest = 1;
    std::vector<char> grouped(chains_.size(), 0);
    for (const Group& group : groups_) {
        for (const int m : group.markets) grouped[static_cast<std::size_t>(m)] = 1;
        widest = std::max(widest, group.markets.size());
        // A correlated market's draws are scores: its cumulative probabilities become scores too.
        for (const int m : group.markets) {
            RegimeChain& chain = chains_[static_cast<std::size_t>(m)];
            const auto to_scores = [](std::vector<double>& row) {
                for (double& p : row) p = p <= 0 ? -never : (p >= 1 ? never : normal_quantile(p));
            };
            to_scores(chain.initial);
            for (auto& row : chain.transition) to_scores(row);
        }
    }
    for (std::size_t m = 0; m < chains_.size(); ++m) {
        if (grouped[m] == 0 && chains_[m].demand.size() > 1) alone_.push_back(static_cast<int>(m));
    }
    scratch_.resize((widest + 1) * Sampler::block_size);
}

// Moves one market of every world into `period` by its draws: uniforms, or scores where it is correlated.
void Regimes::step(std::size_t market, int period, int count, std::span<const double> draws) {
    const RegimeChain& chain = chains_[market];
    const std::size_t edges = chain.demand.size() - 1, periods = static_cast<std::size_t>(periods_);
    std::uint8_t* path = state_.data() + market * Sampler::block_size * periods + static_cast<std::size_t>(period);
    if (edges == 1 && period > 0) {
        // Two regimes, nearly always: one comparison.
        const std::array<double, 2> edge{chain.transition[0][0], chain.transition[1][0]};
        for (std::size_t w = 0; w < static_cast<std::size_t>(count); ++w, path += periods) *path = draws[w] >= edge[path[-1]] ? 1 : 0;
        return;
    }
    for (std::size_t w = 0; w < static_cast<std::size_t>(count); ++w, path += periods) {
        const double* row = period == 0 ? chain.initial.data() : chain.transition[path[-1]].data();
        // The state is the number of edges passed; counting them needs no branch.
        std::uint8_t next = 0;
        for (std::size_t j = 0; j < edges; ++j) next = static_cast<std::uint8_t>(next + (draws[w] >= row[j] ? 1 : 0));
        *path = next;
    }
}

int Regimes::assign_coordinates(int next) {
    std::vector<RegimeChain*> random;
    for (RegimeChain& chain : chains_) {
        if (chain.demand.size() > 1) random.push_back(&chain);
    }
    // The streams' keys are an order that the file has no part in.
    std::sort(random.begin(), random.end(),
              [](const RegimeChain* a, const RegimeChain* b) { return a->coordinate.stream.key < b->coordinate.stream.key; });
    for (RegimeChain* chain : random) {
        chain->coordinate.sobol = next;
        next += periods_;
    }
    return next;
}

std::vector<std::vector<int>> Regimes::factors() const {
    std::vector<std::vector<int>> out;
    for (const Group& group : groups_) out.push_back(group.markets);
    for (const int m : alone_) out.push_back({m});
    return out;
}

void Regimes::redraw(const std::vector<int>& markets, std::uint64_t offset) {
    for (const int m : markets) chains_[static_cast<std::size_t>(m)].coordinate.offset = offset;
}

void Regimes::draw(const Design& design, std::uint64_t first, int count) {
    const auto n = static_cast<std::size_t>(count);
    const auto lane = [&](std::size_t i) { return std::span(scratch_).subspan(i * Sampler::block_size, n); };
    for (const int market : alone_) {
        const auto m = static_cast<std::size_t>(market);
        for (int k = 0; k < periods_; ++k) {
            uniforms(design, chains_[m].coordinate, first, static_cast<std::uint32_t>(k), lane(0));
            step(m, k, count, lane(0));
        }
    }
    for (const Group& group : groups_) {
        for (int k = 0; k < periods_; ++k) {
            for (std::size_t j = 0; j < group.markets.size(); ++j) {
                const auto m = static_cast<std::size_t>(group.markets[j]);
                normals(design, chains_[m].coordinate, first, static_cast<std::uint32_t>(k), lane(j + 1));
            }
            for (std::size_t i = 0; i < group.markets.size(); ++i) {
                const auto out = lane(0);
                std::fill(out.begin(), out.end(), 0.0);
                for (std::size_t j = 0; j < group.markets.size(); ++j) {
                    const double weight = group.root(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
                    for (std::size_t w = 0; w < n; ++w) out[w] += weight * lane(j + 1)[w];
                }
                step(static_cast<std::size_t>(group.markets[i]), k, count, out);
            }
        }
    }
}

MarketWorld::MarketWorld(const MarketModel& model, const Grid& grid, int firms) : model_(&model), grid_(&grid), periods_(grid.periods) {
    const auto periods = static_cast<std::size_t>(periods_);
    demand_.resize(model.segments.size() * periods);
    factor_.resize(model.markets.size() * periods);
    margin_.resize(model.markets.size() * periods);
    outlay_.resize(static_cast<std::size_t>(firms) * periods);
    arrival_.resize(model.events.size());
    for (const MarketSlots& market : model.markets) {
        const double growth = log(1 + market.growth.constant);
        for (const double middle : grid.middle) grown_.push_back(exp((middle - grid.start) * growth));
    }
    margin_moves_.resize(model.markets.size());
}

// Spread evenly over the duration; one lump where it is 0 or infinite. Dated outlays past the horizon are dropped.
void MarketWorld::add_outlay(int firm, double amount, double arrival, double duration) {
    double* out = outlay_.data() + static_cast<std::size_t>(firm * periods_);
    if (!(duration > 0) || duration == never) {
        out[grid_->period(arrival)] += amount;
        return;
    }
    for (int k = grid_->period(arrival); k < periods_; ++k) {
        const double low = std::max(grid_->date(k), arrival), high = std::min(grid_->date(k + 1), arrival + duration);
        if (!(high > low)) break;
        out[k] += amount * (high - low) / duration;
    }
}

void MarketWorld::arrive(const Draws& draws, int world) {
    for (std::size_t m = 0; m < margin_moves_.size(); ++m) {
        if (margin_moves_[m] == 0) continue;
        std::fill_n(margin_.begin() + static_cast<std::ptrdiff_t>(m) * periods_, periods_, 0.0);
        margin_moves_[m] = 0;
    }
    if (has_outlay_) std::fill(outlay_.begin(), outlay_.end(), 0.0);
    has_outlay_ = false;
    for (std::size_t e = 0; e < model_->events.size(); ++e) {
        const EventSlots& event = model_->events[e];
        const auto at = [&](const Slot& slot) { return draws[slot][world]; };
        double& arrival = arrival_[e];
        if (event.arrives) {
            arrival = grid_->start + at(event.waiting) / at(event.rate);
        } else {
            arrival = event.happens.in(draws, world) ? std::max(at(event.date), grid_->start) : never;
        }
        if (!(arrival < grid_->end())) continue;
        const double duration = at(event.duration);
        for (const auto& effect : event.margin) margin_moves_[static_cast<std::size_t>(effect.index)] = 1;
        // The effects are on at these periods' middles.
        const std::size_t first = grid_->first_middle_from(arrival), count = grid_->first_middle_from(arrival + duration) - first;
        const auto part = [&](std::vector<double>& rows, int index) {
            return std::span(rows).subspan(static_cast<std::size_t>(index * periods_) + first, count);
        };
        for (const auto& effect : event.demand) {
            const auto factor = part(factor_, effect.index);
            scaled(factor, at(effect.amount), factor);
        }
        for (const auto& effect : event.margin)
            add_scaled(std::span(grid_->escalation).subspan(first, count), at(effect.amount), part(margin_, effect.index));
        for (const auto& effect : event.outlay) {
            has_outlay_ = true;
            add_outlay(effect.index, at(effect.amount), arrival, duration);
        }
    }
}

void MarketWorld::evaluate(const Draws& draws, const Regimes& regimes, int world) {
    const auto periods = static_cast<std::size_t>(periods_);
    for (std::size_t m = 0; m < model_->markets.size(); ++m) {
        const MarketSlots& market = model_->markets[m];
        double* factor = factor_.data() + m * periods;
        const double size = draws[market.size][world] * grid_->step();
        if (market.growth.column < 0) {
            scaled(std::span(grown_).subspan(m * periods, periods), size, {factor, periods});
        } else {
            const double growth = log(1 + draws[market.growth][world]);
            exponentials(grid_->middle, -grid_->start * growth, growth, size, 0, {factor, periods});
        }
        if (!market.has_regimes) continue;
        const std::uint8_t* path = regimes.path(static_cast<int>(m), world);
        const std::vector<double>& demand = regimes.chain(static_cast<int>(m)).demand;
        for (std::size_t k = 0; k < periods; ++k) factor[k] *= demand[path[k]];
    }
    arrive(draws, world);
    for (std::size_t s = 0; s < model_->segments.size(); ++s) {
        const Segment& segment = model_->segments[s];
        const double* factor = factor_.data() + static_cast<std::size_t>(segment.market) * periods;
        double* out = demand_.data() + s * periods;
        if (segment.adoption < 0) {
            std::copy_n(factor, periods, out);
            continue;
        }
        const auto& curve = model_->markets[static_cast<std::size_t>(segment.market)].adoption[static_cast<std::size_t>(segment.adoption)];
        const double ceiling = draws[curve.ceiling][world], midpoint = draws[curve.midpoint][world], rate = draws[curve.rate][world];
        logistic_curve(grid_->middle, {factor, periods}, ceiling, midpoint, rate, {out, periods});
    }
}

}  // namespace entente
