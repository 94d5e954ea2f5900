// A range of worlds, carried out by all threads of this process.
#pragma once

#include <cstdint>
#include <functional>

#include "outcome/found.hpp"
#include "run/run.hpp"

namespace entente {

// What is to be done, and this process's part of it.
struct Assignment {
    std::int64_t first = 0, last = 0;  // worlds
    std::int64_t item = leaf_worlds;   // worlds that one worker takes at a time: whole leaves
    int rank = 0, ranks = 1;           // every `ranks`-th item is this process's
};

// Carries it out. With `tallied`, leaves past the layout's sampled worlds are summed up instead of kept. A stop that comes in
// between leaves what was finished by then.
Batch carry_out(const RunModel& model, const RunOptions& options, const Layout& layout, const std::vector<Outcome>& outcomes, bool tallied,
                const Assignment& assignment, int threads);

}  // namespace entente
