// A whole run: prepare, pilot, worlds on all threads, summary.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include "dist/sampler.hpp"
#include "engine/precision.hpp"
#include "model/results.hpp"
#include "model/scenario.hpp"

namespace entente {

struct RunOptions {
    std::int64_t worlds = 0;  // with `precision`, the most that may be simulated
    std::uint64_t seed = 1;
    int threads = 0;  // 0: as many as the machine has
    Sampling sampling = Sampling::mc;
    std::vector<PrecisionTarget> precision;           // when to stop; empty: after `worlds`
    int block = Sampler::block_size;                  // worlds drawn together, at most that; changes no result
    bool samples = false;                             // keep every world
    const std::atomic<bool>* stop = nullptr;          // set from outside to end early; what is finished is kept
    std::function<void(std::int64_t done)> progress;  // called from one thread at a time, a few times a second at most
};

// Runs a checked scenario. The same scenario, worlds and seed give the same results on any number of threads,
// and the first worlds of a longer run are the shorter run (of a Latin hypercube: where it ran in the same rounds).
// Throws Failure when memory does not suffice or a sharing rule is undefined.
Results run(const Scenario& scenario, const RunOptions& options);

}  // namespace entente
