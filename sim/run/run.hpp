// A whole run: prepare, pilot, worlds on all threads, summary.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/stop.hpp"
#include "chance/sampler.hpp"
#include "model/results.hpp"
#include "model/scenario.hpp"
#include "run/kept.hpp"
#include "run/precision.hpp"
#include "run/ranks.hpp"

namespace entente {

// Finished worlds kept on disk while a run lasts.
struct CheckpointOptions {
    std::string folder;    // empty: none
    bool resume = false;   // go on from what an earlier process has left there
    bool always = false;   // from the first batch of worlds, not only past `after` seconds
    double after = 60;     // seconds
    double interval = 15;  // seconds from one checkpoint to the next
    Identity identity;     // what else must be the same to go on
};

struct RunOptions {
    std::int64_t worlds = 0;  // with `precision`, the most that may be simulated
    std::uint64_t seed = 1;
    int threads = 0;  // 0: as many as the machine has
    Sampling sampling = Sampling::mc;
    std::vector<PrecisionTarget> precision;  // when to stop; empty: after `worlds`
    int block = Sampler::block_size;         // worlds drawn together, at most so many; changes no result
    bool tables = true;                      // yearly flows and joint confidence, besides what summary and comparison tell
    bool samples = false;                    // keep every world
    double memory = 2147483648.0;            // bytes; where the worlds' columns would take more, histograms stand for them
    CheckpointOptions checkpoint = {};
    Ranks ranks = {};                                 // processes that share the run
    const Stop* stop = &no_stop;                      // asks for an early end
    bool keep_partial = true;                         // then what is finished is told; else Interrupted is thrown
    std::function<void(std::int64_t done)> progress;  // called from one thread at a time, a few times a second at most
};

// Runs a checked scenario. The same scenario, worlds and seed give the same results on any number of threads,
// and the first worlds of a longer run are the shorter run (of a Latin hypercube: where it ran in the same rounds).
// Any number of ranks gives the same too; each must call it with the same options, and root's results are the run's, the
// others' tell only how many worlds there were. Throws Interrupted when it is stopped before the first world, Failure when memory or the
// disk does not suffice, a sharing rule is undefined, or what is to be resumed is another run's or damaged.
Results run(const Scenario& scenario, const RunOptions& options);

}  // namespace entente
