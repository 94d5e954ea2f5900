// A range of worlds, carried out by all threads of this process.
#pragma once

#include <cstdint>
#include <functional>

#include "outcome/found.hpp"
#include "outcome/given.hpp"
#include "run/options.hpp"

namespace entente {

// What is done in every world, the same for all workers.
struct Task {
    const RunModel& model;
    const RunOptions& options;
    const Layout& layout;
    const std::vector<Outcome>& outcomes;
    const Given* given;  // the condition whose worlds count; null: all do
    bool tallied;        // leaves past the layout's sampled worlds are summed up instead of kept
    const Tallying& tallying;
};

// The worlds it is done in, item by item, and this process's part of them.
struct Assignment {
    std::int64_t first = 0, last = 0;  // worlds
    std::int64_t item = leaf_worlds;   // worlds that one worker takes at a time: whole leaves
    std::int64_t spans_before = 0;     // where items are spans: the number of the first
    int rank = 0, ranks = 1;
    // Ranks take turns with so many items; 0: each has one stretch of them all, of which most sums stay with it.
    std::int64_t turn = 1;

    std::int64_t items() const { return (last - first + item - 1) / item; }
    // The k-th of this rank; past items() there is none.
    std::int64_t item_of(std::int64_t k) const {
        if (turn > 0) return (k / turn * ranks + rank) * turn + k % turn;
        const std::int64_t begin = rank * items() / ranks, end = (rank + 1) * items() / ranks;
        return begin + k < end ? begin + k : items();
    }
};

// What a design's tallies mark of each outcome, from its first worlds, which every rank looks at for itself.
std::vector<Marks> marks_of(const RunModel& model, const Layout& layout, const std::vector<Outcome>& outcomes, std::int64_t worlds);

// Carries a task out. A stop that comes in between leaves what was finished by then.
Batch carry_out(const Task& task, const Assignment& assignment, int threads);

}  // namespace entente
