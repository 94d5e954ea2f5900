// Merging what ranks and batches have found (see found.hpp).
#include "outcome/found.hpp"

#include <algorithm>

namespace entente {

namespace {

template <class Part>
void sort_by_world(std::vector<Part>& parts) {
    std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.first < b.first; });
}

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

void Batch::merge(Batch other) {
    std::move(other.leaves.begin(), other.leaves.end(), std::back_inserter(leaves));
    std::move(other.spans.begin(), other.spans.end(), std::back_inserter(spans));
    for (std::size_t i = 0; i < other.histograms.size(); ++i) histograms[i].merge(other.histograms[i]);
}

std::vector<const Leaf*> Found::absorb(Batch batch) {
    std::vector<const Leaf*> fresh;
    sort_by_world(batch.leaves);
    sort_by_world(batch.spans);
    std::int64_t next = leaves.empty() ? 0 : leaves.back().first + leaves.back().count;
    for (Leaf& leaf : batch.leaves) {
        if (leaf.first != next) break;
        next += leaf.count;
        if (!tallies) {
            totals.add(leaf.totals);
            worlds += leaf.count;
        }
        leaves.push_back(std::move(leaf));
        fresh.push_back(&leaves.back());
    }
    if (!tallies) return fresh;
    for (const Span& span : batch.spans) {
        for (std::size_t i = 0; i < span.running.size(); ++i) tallies->running[i].merge(span.running[i]);
        for (std::size_t i = 0; i < span.spreads.size(); ++i) tallies->spreads[i].merge(span.spreads[i]);
        totals.add(span.totals);
        worlds += span.worlds;
    }
    for (std::size_t i = 0; i < batch.histograms.size(); ++i) tallies->histograms[i].merge(batch.histograms[i]);
    return fresh;
}

std::int64_t Found::flow_worlds() const {
    std::int64_t out = 0;
    for (const Leaf& leaf : leaves) {
        if (!leaf.keeps_flows()) break;
        out += leaf.count;
    }
    return out;
}

Found Found::condensed(const Layout& layout) const {
    Found out(layout, {});
    out.totals = totals;
    out.drawn = worlds;
    for (const Leaf& leaf : leaves) {
        Leaf less = condense(layout, leaf, out.worlds);
        if (less.count == 0) continue;
        out.worlds += less.count;
        out.leaves.push_back(std::move(less));
    }
    return out;
}

}  // namespace entente
