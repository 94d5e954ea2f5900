// All that a run has found so far: every leaf, or tallies where the leaves would take too much memory.
#pragma once

#include <deque>
#include <optional>
#include <tuple>
#include <vector>

#include "outcome/leaf.hpp"
#include "outcome/outcomes.hpp"
#include "stats/spread.hpp"
#include "stats/tally.hpp"

namespace entente {

// What is tallied of how many outcomes, and what designs mark of each; of independent worlds no marks.
struct Tallying {
    std::size_t outcomes = 0;
    std::vector<Marks> marks = {};

    std::vector<Spread> spreads() const { return {marks.begin(), marks.end()}; }
};

// By outcome.
struct Tallies {
    explicit Tallies(Tallying what)
        : running(what.outcomes), histograms(what.outcomes), spreads(what.spreads()), marks(std::move(what.marks)) {}

    std::vector<RunningMoments> running;
    std::vector<Histogram> histograms;
    std::vector<Spread> spreads;
    std::vector<Marks> marks;
};

// Consecutive leaves that one worker has summed up in order.
struct Span {
    std::int64_t first = 0, worlds = 0;
    std::vector<RunningMoments> running;
    std::vector<Spread> spreads;
    Totals totals;

    static auto parts(auto& self) { return std::tie(self.first, self.worlds, self.running, self.spreads, self.totals); }
};

// What the workers of one rank, or all, have made of a range of worlds; leaves and spans by their first world.
struct Batch {
    std::vector<Leaf> leaves;
    // Where there are tallies: spans besides, and counts of all their worlds.
    std::vector<Span> spans;
    std::vector<Histogram> histograms;

    static auto parts(auto& self) { return std::tie(self.leaves, self.spans, self.histograms); }
    // Adds what other ranks have made of the same range.
    void merge(Batch other);
};

struct Found {
    // Of no outcomes: every leaf is kept.
    Found(const Layout& layout, Tallying tallying) : totals(layout) {
        if (tallying.outcomes > 0) tallies.emplace(std::move(tallying));
    }

    // Takes what follows the worlds known so far: the leaves up to the first that is missing, all of the tallies.
    // Returns the leaves that are new.
    std::vector<const Leaf*> absorb(Batch batch);

    // Worlds whose yearly flows are kept, one by one: a beginning.
    std::int64_t flow_worlds() const;
    // The same with the worlds that count and no others.
    Found condensed(const Layout& layout) const;

    std::int64_t worlds = 0;
    std::int64_t drawn = 0;   // worlds of which those are a part; 0: all of them
    std::deque<Leaf> leaves;  // from world 0 on; with tallies only those that keep their yearly flows
    std::optional<Tallies> tallies;
    Totals totals;
};

}  // namespace entente
