// Merging along a binary tree (see span_tree.hpp).
#include "outcome/span_tree.hpp"

#include "base/problem.hpp"

namespace entente {

void Span::merge(const Span& next) {
    for (std::size_t i = 0; i < running.size(); ++i) running[i].merge(next.running[i]);
    for (std::size_t i = 0; i < spreads.size(); ++i) spreads[i].merge(next.spreads[i]);
    totals.add(next.totals);
    worlds += next.worlds;
}

void SpanTree::add(Node node, Span span) {
    for (;;) {
        const Node sibling{node.level, node.number ^ 1};
        const auto found = nodes_.find(sibling.begin());
        if (found == nodes_.end() || found->second.first.level != node.level) break;
        Span other = std::move(found->second.second);
        nodes_.erase(found);
        const bool comes_first = node.number < sibling.number;
        if (!comes_first) std::swap(span, other);
        span.merge(other);
        node = {node.level + 1, node.number / 2};
    }
    nodes_.emplace(node.begin(), std::pair(node, std::move(span)));
}

void SpanTree::merge(SpanTree other) {
    for (auto& [begin, held] : other.nodes_) add(held.first, std::move(held.second));
}

Span SpanTree::fold(Span empty) const {
    if (nodes_.empty()) return empty;
    Span out = nodes_.begin()->second.second;
    for (auto next = std::next(nodes_.begin()); next != nodes_.end(); ++next) out.merge(next->second.second);
    return out;
}

std::int64_t SpanTree::worlds() const {
    std::int64_t out = 0;
    for (const auto& [begin, held] : nodes_) out += held.second.worlds;
    return out;
}

void SpanTree::put(ByteWriter& out) const {
    out.put(static_cast<std::uint64_t>(nodes_.size()));
    for (const auto& [begin, held] : nodes_) {
        out.put(held.first);
        out.put(held.second);
    }
}

SpanTree SpanTree::get(ByteReader& in) {
    SpanTree out;
    std::uint64_t count = 0;
    in.get(count);
    for (std::uint64_t i = 0; i < count; ++i) {
        Node node;
        Span span;
        in.get(node);
        in.get(span);
        if (node.level < 0 || node.level > 62 || node.number < 0) throw Failure("saved results hold a span that no run has");
        out.add(node, std::move(span));
    }
    return out;
}

}  // namespace entente
