// What is asked of a run, besides its scenario.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/stop.hpp"
#include "chance/sampler.hpp"
#include "model/condition.hpp"
#include "run/kept.hpp"
#include "run/precision.hpp"
#include "run/ranks.hpp"

namespace entente {

struct CoordinateOrder;

// What is finished - worlds of a run, points of a study - kept on disk while the command lasts.
struct CheckpointOptions {
    // Whether a command that has lasted so many seconds keeps what it finishes.
    bool begins(double seconds) const { return always || seconds >= after; }

    std::string folder;    // empty: none
    bool resume = false;   // go on from what an earlier process has left there
    bool always = false;   // from the first batch of worlds, not only past `after` seconds
    double after = 60;     // seconds
    double interval = 15;  // seconds from one checkpoint to the next
    Identity identity;     // what else must be the same to go on
};

// The condition whose worlds a run keeps, and how it was written.
struct GivenCondition {
    std::string text;
    Condition condition;
};

struct RunOptions {
    std::int64_t worlds = 0;  // with `precision`, the most that may be simulated
    std::uint64_t seed = 1;
    int threads = 0;  // 0: as many as the machine has
    Sampling sampling = Sampling::mc;
    std::shared_ptr<const CoordinateOrder> coordinates = {};  // of Sobol points: those of another scenario; none: the scenario's own
    std::vector<PrecisionTarget> precision;                   // when to stop; empty: after `worlds`
    int block = Sampler::block_size;                          // worlds drawn together, at most so many; changes no result
    bool tables = true;                                       // yearly flows and joint confidence, besides what summary and comparison tell
    bool samples = false;                                     // keep every world
    double memory = 2147483648.0;                             // bytes; where the worlds' columns would take more, histograms stand for them
    std::optional<GivenCondition> given = {};                 // keep only the worlds in which it holds
    std::vector<Target> targets = {};                         // whose chances of doing worse are told
    CheckpointOptions checkpoint = {};
    Ranks ranks = {};                                 // processes that share the run
    const Stop* stop = &no_stop;                      // asks for an early end
    bool keep_partial = true;                         // then what is finished is told; else Interrupted is thrown
    std::function<void(std::int64_t done)> progress;  // called from one thread at a time, a few times a second at most
};

}  // namespace entente
