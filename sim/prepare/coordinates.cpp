// Finding what moves the outcomes, and dealing out coordinates by it (see coordinates.hpp).
#include "prepare/coordinates.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cassert>
#include <cmath>

#include "outcome/derive.hpp"
#include "outcome/write_outcomes.hpp"
#include "stats/moments.hpp"
#include "stats/sensitivity.hpp"

namespace entente {

namespace {

constexpr std::int64_t most_worlds = 4 * leaf_worlds;
constexpr double least_errors = 4;  // of a correlation, past which an event or a gate matters

using Column = std::vector<double>;

// Scores or ranks with mean 0 and sum of squares 1; empty where they do not vary.
Column standardised(Column values) {
    const Moments m = moments(values);
    if (!(m.variance > 0)) return {};
    const double scale = 1 / (m.sd() * std::sqrt(static_cast<double>(values.size() - 1)));
    for (double& x : values) x = (x - m.mean) * scale;
    return values;
}

// Every firm's npv in each alternative, and what it is above that of the baseline, by rank.
std::vector<Column> outcomes_of(const RunModel& model, std::int64_t worlds, const Stop& stop) {
    const Layout layout(model, worlds, YearlyFlows::dropped);
    const std::vector<Leaf> leaves = evaluate_leaves(model, layout, worlds, stop);
    std::vector<Column> out;
    for (const FirmId f : model.firms.ids()) {
        const auto npv = [&](AlternativeId a) {
            return column_of(leaves, [&](const Leaf& leaf, std::span<double> of) { outcome::npv(layout, leaf, a, f, of); });
        };
        const Column baseline = npv(model.baseline);
        for (const AlternativeId a : model.alternatives.ids()) {
            Column own = npv(a);
            out.push_back(standardised(ranks(own)));
            for (std::size_t w = 0; w < own.size(); ++w) own[w] -= baseline[w];
            out.push_back(standardised(ranks(own)));
        }
    }
    std::erase_if(out, [](const Column& column) { return column.empty(); });
    return out;
}

// What takes coordinates: a number, or a market's path, which takes one a period.
struct Claim {
    std::string name;
    bool path = false, decides = false;
    int width = 1;
    double moves = 0, most = 0;  // squared correlations: their sum over the outcomes (a coordinate), and the largest

    void add(const Column& scores, const std::vector<Column>& outcomes) {
        if (scores.empty()) return;
        for (const Column& outcome : outcomes) {
            double r = 0;
            for (std::size_t w = 0; w < scores.size(); ++w) r += scores[w] * outcome[w];
            moves += r * r / width;
            most = std::max(most, r * r);
        }
    }
};

// Of the numbers that are drawn independently.
std::vector<Claim> claims_of_numbers(const RunModel& model, std::size_t worlds, const std::vector<Column>& outcomes) {
    const std::vector<Sampler::Independent> numbers = model.sampler.independent();
    std::vector<Column> scores(numbers.size(), Column(worlds));
    Draws draws;
    draws.memory.resize(model.sampler.memory_size());
    std::vector<std::int64_t> below_zero(model.sampler.clamped().size());
    for (std::size_t at = 0; at < worlds; at += Sampler::block_size) {
        const auto count = std::min<std::size_t>(Sampler::block_size, worlds - at);
        draws.count = static_cast<int>(count);
        model.sampler.draw(model.design, at, draws.count, draws.memory, below_zero);
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const View drawn = draws[Slot{numbers[i].column, 0}];
            for (std::size_t w = 0; w < count; ++w) scores[i][at + w] = drawn[static_cast<int>(w)];
        }
    }
    std::vector<Claim> out(numbers.size());
    tbb::parallel_for(std::size_t{0}, numbers.size(), [&](std::size_t i) {
        out[i] = {numbers[i].name, false, numbers[i].decides, 1, 0, 0};
        out[i].add(standardised(std::move(scores[i])), outcomes);
    });
    return out;
}

Claim claim_of_path(const RunModel& model, MarketId market, std::size_t worlds, const std::vector<Column>& outcomes) {
    Claim out{model.market_names[market], true, false, static_cast<int>(model.grid.periods), 0, 0};
    for (Period k = 0; k < model.grid.periods; ++k) {
        Column drawn(worlds);
        uniforms(model.design, model.regimes.chain(market).coordinate, 0, static_cast<std::uint32_t>(k), drawn);
        out.add(standardised(std::move(drawn)), outcomes);
    }
    return out;
}

}  // namespace

CoordinateOrder coordinate_order(const RunModel& ready, const Stop& stop) {
    assert(ready.design.method == Sampling::mc);
    const std::int64_t worlds = std::max<std::int64_t>(2, std::min(most_worlds, ready.pilot_worlds));
    const std::vector<Column> outcomes = outcomes_of(ready, worlds, stop);
    std::vector<Claim> claims = claims_of_numbers(ready, static_cast<std::size_t>(worlds), outcomes);
    for (const auto& markets : ready.regimes.factors()) {
        for (const MarketId m : markets) claims.push_back(claim_of_path(ready, m, static_cast<std::size_t>(worlds), outcomes));
    }
    const double least = least_errors * least_errors / static_cast<double>(worlds);
    const auto first = [&](const Claim& c) { return c.decides && c.most > least; };
    std::sort(claims.begin(), claims.end(), [&](const Claim& a, const Claim& b) {
        if (a.path != b.path) return b.path;
        if (first(a) != first(b)) return first(a);
        if (a.moves != b.moves) return a.moves > b.moves;
        return a.name < b.name;
    });
    CoordinateOrder out;
    for (const Claim& claim : claims) {
        if (claim.path) {
            out.regimes[claim.name] = {out.next, claim.width};
        } else {
            out.numbers[claim.name] = out.next;
        }
        out.next += claim.width;
    }
    return out;
}

void place_coordinates(const CoordinateOrder& order, RunModel& model) {
    int next = model.sampler.assign_coordinates(order.numbers, order.next);
    std::map<std::string, MarketId> markets;
    for (const auto& together : model.regimes.factors()) {
        for (const MarketId m : together) markets[model.market_names[m]] = m;
    }
    const int periods = static_cast<int>(model.grid.periods);
    for (const auto& [name, market] : markets) {
        const auto known = order.regimes.find(name);
        const bool fits = known != order.regimes.end() && periods <= known->second.periods;
        model.regimes.set_coordinate(market, fits ? known->second.first : next);
        if (!fits) next += periods;
    }
    model.coordinates = next;
}

void lay_out(Sampling sampling, const CoordinateOrder* known, RunModel& ready, const Stop& stop) {
    if (sampling != Sampling::sobol) return;
    place_coordinates(known != nullptr ? *known : coordinate_order(ready, stop), ready);
}

}  // namespace entente
