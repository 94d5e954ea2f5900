// Factors and what they move (see factors.hpp).
#include "studies/factors.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>

#include "outcome/outcomes.hpp"
#include "outcome/write_outcomes.hpp"
#include "prepare/ready.hpp"
#include "stats/moments.hpp"

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

// Every firm's npv in every alternative, over worlds 0 .. worlds - 1.
std::vector<Column> npvs(const RunModel& model, const Layout& layout, std::size_t worlds, const RunOptions& options) {
    std::vector<AlternativeId> all;
    for (const AlternativeId a : model.alternatives.ids()) all.push_back(a);
    std::vector<Column> out(all.size() * layout.firms, Column(worlds));
    Workspace work(model);
    for (std::size_t first = 0; first < worlds; first += leaf_worlds) {
        options.stop->check();
        const LeafWorlds part{static_cast<std::int64_t>(first), static_cast<int>(leaf_worlds), options.block};
        const Leaf leaf = evaluate_leaf(model, layout, part, all, work);
        refuse_uncountable(model, leaf.totals);
        for (std::size_t c = 0; c < out.size(); ++c) {
            const FirmColumns& of = layout.alternatives[all[c / layout.firms]].firms[FirmId(c % layout.firms)];
            for (std::size_t w = 0; w < leaf_worlds; ++w)
                out[c][first + w] = leaf.column(of.benefit_npv)[w] + leaf.column(of.transfer_npv)[w] - leaf.column(of.cost_npv)[w];
        }
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
    const auto count = static_cast<std::size_t>(worlds);
    const Layout layout(model, worlds, YearlyFlows::dropped);
    const std::vector<Column> before = npvs(model, layout, count, options);
    const std::vector<Factor> factors = factors_of(model);
    std::vector<FactorReach> out(factors.size());
    tbb::parallel_for(std::size_t{0}, factors.size(), [&](std::size_t i) {
        RunModel anew = model;
        factors[i].redraw(anew, count);
        out[i] = reach_of(factors[i], before, npvs(anew, layout, count, options));
    });
    return out;
}

}  // namespace entente
