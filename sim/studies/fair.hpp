// The fair value of a term: where a mean passes a wanted value, in the same worlds at every trial.
#pragma once

#include <string>

#include "model/results.hpp"
#include "run/options.hpp"
#include "studies/scenario_with.hpp"

namespace entente {

struct FairQuestion {
    std::string key;             // of a term, a number
    double low = 0, high = 0;    // its values to search between
    Metric metric;               // whose mean is to be ...
    double wanted = 0;           // ... this
    ScenarioWith scenario = {};  // of KEY=VALUE
    RunOptions options = {};     // of these worlds, seed, sampling, threads, memory, precision and stop are heeded
};

// The means at both ends of the search.
struct FairEnds {
    // Whether the mean passes the wanted value in between.
    bool hold(double wanted) const { return (low - wanted > 0) != (high - wanted > 0); }

    double low = 0, high = 0;
};

// The value of the term, and how far the sampling error of the mean lets it be off: half of the 95% interval.
struct FairValue {
    double value = 0, half = 0;
};

// Throw Failure where the key or the metric does not exist, Interrupted where a trial is stopped: means are compared only in the same
// worlds.
FairEnds fair_ends(const FairQuestion& question);
// Between ends that hold the wanted value.
FairValue fair_value(const FairQuestion& question, const FairEnds& ends);

}  // namespace entente
