// Merging what ranks and batches have found (see found.hpp).
#include "outcome/found.hpp"

#include <algorithm>

namespace entente {

namespace {

template <class Part>
void sort_by_world(std::vector<Part>& parts) {
    std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.first < b.first; });
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
        totals.add(span.totals);
        worlds += span.worlds;
    }
    for (std::size_t i = 0; i < batch.histograms.size(); ++i) tallies->histograms[i].merge(batch.histograms[i]);
    return fresh;
}

}  // namespace entente
