// Spans - runs of leaves that one worker has summed up in order - merged along a tree of a fixed shape.
#pragma once

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "base/bytes.hpp"
#include "outcome/leaf.hpp"
#include "stats/spread.hpp"
#include "stats/tally.hpp"

namespace entente {

struct Span {
    std::int64_t first = 0, worlds = 0;
    std::vector<RunningMoments> running;  // by outcome
    std::vector<Spread> spreads;
    Totals totals;

    static auto parts(auto& self) { return std::tie(self.first, self.worlds, self.running, self.spreads, self.totals); }
    // Adds the worlds that follow. Sums depend on the order.
    void merge(const Span& next);
};

// Spans are numbered from 0 on. Of two neighbours, of which the first's number is even, comes one span of the level above, and so on: a
// binary tree over the numbers, whatever the order in which spans come and whoever made them. What a tree holds is what of it cannot be
// merged yet; of spans without a gap that is one a binary digit of their count.
class SpanTree {
public:
    void add(std::int64_t number, Span span) { add({0, number}, std::move(span)); }
    // Takes in what another has found.
    void merge(SpanTree other);

    // All worlds, from the first on; where there are none, `empty`.
    Span fold(Span empty) const;
    std::int64_t worlds() const;
    std::size_t held() const { return nodes_.size(); }

    void put(ByteWriter& out) const;
    static SpanTree get(ByteReader& in);

private:
    struct Node {
        int level = 0;            // spans below it: two to the power of that
        std::int64_t number = 0;  // among the nodes of its level
        std::int64_t begin() const { return number << level; }
        static auto parts(auto& self) { return std::tie(self.level, self.number); }
    };
    void add(Node node, Span span);

    std::map<std::int64_t, std::pair<Node, Span>> nodes_;  // by the number of the first span below
};

}  // namespace entente
