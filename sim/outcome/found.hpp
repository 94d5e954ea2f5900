// All that a run has found so far: every leaf, or tallies where the leaves would take too much memory.
#pragma once

#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "outcome/leaf.hpp"
#include "outcome/outcomes.hpp"
#include "outcome/span_tree.hpp"
#include "stats/spread.hpp"
#include "stats/tally.hpp"

namespace entente {

// What is tallied of how many outcomes, and what designs mark of each; of independent worlds no marks.
struct Tallying {
    std::size_t outcomes = 0;
    std::vector<Marks> marks = {};

    std::vector<Spread> spreads() const { return {marks.begin(), marks.end()}; }
};

struct Tallies {
    explicit Tallies(Tallying what)
        : histograms(what.outcomes), running(what.outcomes), spreads(what.spreads()), marks(std::move(what.marks)) {}

    SpanTree spans;
    // By outcome.
    std::vector<Histogram> histograms;
    std::vector<RunningMoments> running;  // of all spans, once they are summed up
    std::vector<Spread> spreads;
    std::vector<Marks> marks;
};

// What the workers of one rank have made of a range of worlds.
struct Batch {
    std::vector<Leaf> leaves;
    // Where there are tallies: spans besides, and counts of all their worlds.
    SpanTree spans;
    std::vector<Histogram> histograms;
    bool whole = false;                                  // nothing of the range is missing
    std::int64_t uncountable = -1, uncountable_at = -1;  // as Totals
};

// What one rank holds of it.
struct Found {
    // Of no outcomes: every leaf is kept.
    Found(const Layout& layout, Tallying tallying) : totals(layout) {
        if (tallying.outcomes > 0) tallies.emplace(std::move(tallying));
    }

    // Takes leaves that follow those held so far. Returns them where they are kept.
    std::vector<const Leaf*> absorb(std::vector<Leaf> fresh);
    // Of spans their moments and totals.
    void sum_up(const Layout& layout);

    // The same with the worlds that count and no others. `first`: by leaf, the place of the first of its worlds that count among all of
    // these.
    Found condensed(const Layout& layout, std::span<const std::int64_t> first) const;

    std::int64_t worlds = 0;  // by whomever they are held
    std::int64_t drawn = 0;   // worlds of which those are a part; 0: all of them
    std::deque<Leaf> leaves;  // ascending; with tallies only those that keep their yearly flows
    std::optional<Tallies> tallies;
    Totals totals;  // of all worlds
};

// Worlds of a leaf that count.
std::int64_t kept_of(const Leaf& leaf);

}  // namespace entente
