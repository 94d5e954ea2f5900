// What a rank keeps of what it finds (see found.hpp).
#include "outcome/found.hpp"

namespace entente {

namespace {

// The worlds of a leaf that count, as worlds `first` and on.
Leaf condense(const Layout& layout, const Leaf& leaf, std::int64_t first) {
    std::vector<std::size_t> kept;
    for (std::size_t w = 0; w < static_cast<std::size_t>(leaf.count); ++w) {
        if (leaf.keeps(w)) kept.push_back(w);
    }
    Leaf out(layout, first, static_cast<int>(kept.size()));
    if (!leaf.keeps_flows()) out.sample.clear();
    for (const std::size_t w : kept) out.numbers.push_back(leaf.world(w));
    for (int c = 0; c < layout.columns; ++c) {
        const auto from = leaf.column(c);
        const auto to = out.column(c);
        for (std::size_t i = 0; i < kept.size(); ++i) to[i] = from[kept[i]];
    }
    for (std::size_t f = 0; out.keeps_flows() && f < layout.flows; ++f) {
        const auto from = leaf.flow(f);
        const auto to = out.flow(f);
        for (std::size_t i = 0; i < kept.size(); ++i) to[i] = from[kept[i]];
    }
    return out;
}

}  // namespace

std::vector<const Leaf*> Found::absorb(std::vector<Leaf> fresh) {
    std::vector<const Leaf*> out;
    for (Leaf& leaf : fresh) {
        leaves.push_back(std::move(leaf));
        out.push_back(&leaves.back());
    }
    return out;
}

void Found::sum_up(const Layout& layout) {
    const Found none(layout, Tallying{tallies->histograms.size(), tallies->marks});
    Span all = tallies->spans.fold({0, 0, none.tallies->running, none.tallies->spreads, none.totals});
    tallies->running = std::move(all.running);
    tallies->spreads = std::move(all.spreads);
    totals = std::move(all.totals);
}

Found Found::condensed(const Layout& layout, std::span<const std::int64_t> first) const {
    Found out(layout, {});
    out.totals = totals;
    out.drawn = worlds;
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        if (kept_of(leaves[i]) > 0) out.leaves.push_back(condense(layout, leaves[i], first[i]));
    }
    return out;
}

std::int64_t kept_of(const Leaf& leaf) {
    std::int64_t out = 0;
    for (std::size_t w = 0; w < static_cast<std::size_t>(leaf.count); ++w) out += leaf.keeps(w) ? 1 : 0;
    return out;
}

}  // namespace entente
