// Factors and what they move (see factors.hpp).
#include "studies/factors.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>

#include "outcome/leaf.hpp"
#include "prepare/ready.hpp"
#include "stats/moments.hpp"
#include "studies/columns.hpp"

namespace entente {

std::vector<Factor> factors_of(const RunModel& model) {
    std::vector<Factor> out;
    for (const Sampler::Factor& factor : model.sampler.factors())
        out.push_back({factor.quantities, [factor](RunModel& m, std::uint64_t offset) { m.sampler.redraw(factor, offset); }});
    for (const std::vector<MarketId>& markets : model.regimes.factors()) {
        std::vector<std::string> parts;
        for (const MarketId market : markets) parts.push_back("market." + model.market_names[market] + ".regimes");
        out.push_back({parts, [markets](RunModel& m, std::uint64_t offset) { m.regimes.redraw(markets, offset); }});
    }
    return out;
}

namespace {

using Column = std::vector<double>;

// Every firm's npv in every alternative.
std::vector<Metric> npvs_of(const RunModel& model) {
    std::vector<Metric> out;
    for (const AlternativeId a : model.alternatives.ids()) {
        for (const FirmId f : model.firms.ids()) out.push_back({model.alternatives[a].id, "npv", model.firm_names[f]});
    }
    return out;
}

FactorReach reach_of(const Factor& factor, const std::vector<Column>& before, const std::vector<Column>& after) {
    FactorReach out{factor, 0, 0};
    std::vector<bool> moved(before.front().size(), false);
    for (std::size_t c = 0; c < before.size(); ++c) {
        double squares = 0;
        for (std::size_t w = 0; w < moved.size(); ++w) {
            const double d = after[c][w] - before[c][w];
            squares += d * d;
            if (d != 0) moved[w] = true;
        }
        const double variance = moments(before[c]).variance;
        if (variance > 0) out.share = std::max(out.share, squares / (2 * variance * static_cast<double>(moved.size())));
    }
    out.moved = std::count(moved.begin(), moved.end(), true);
    return out;
}

}  // namespace

std::vector<FactorReach> reach_of_factors(const Scenario& scenario, const RunOptions& options, std::int64_t& worlds) {
    const RunModel model = ready_model(scenario, options.seed, *options.stop).model;
    worlds = (options.worlds + leaf_worlds - 1) / leaf_worlds * leaf_worlds;
    const std::vector<Metric> npvs = npvs_of(model);
    const std::vector<Column> before = columns_of(model, options, npvs, {0, worlds});
    const std::vector<Factor> factors = factors_of(model);
    std::vector<FactorReach> out(factors.size());
    tbb::parallel_for(std::size_t{0}, factors.size(), [&](std::size_t i) {
        RunModel anew = model;
        factors[i].redraw(anew, static_cast<std::uint64_t>(worlds));
        out[i] = reach_of(factors[i], before, columns_of(anew, options, npvs, {0, worlds}));
    });
    return out;
}

}  // namespace entente
