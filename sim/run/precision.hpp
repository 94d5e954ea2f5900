// Stopping a run when its means are precise enough.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/results.hpp"

namespace entente {

// What is asked of the standard errors: of every mean of money in summary.csv relative to the mean, or of one metric (of
// one firm, or of all of them) in its own unit.
struct PrecisionTarget {
    std::string metric;  // empty: every mean, relative
    std::string firm;    // empty: any
    double most = 0;     // largest standard error
};

struct PrecisionReached {
    bool all = true;
    std::string message;  // what was asked and reached; empty when nothing was asked
};

// How a run's results stand to the targets. A mean that is exactly known (standard error 0) meets any.
PrecisionReached precision_of(const Results& results, const std::vector<PrecisionTarget>& targets);

// The worlds after the next round: 16,384 at first, then twice as many, at most `most`.
std::int64_t next_round(std::int64_t done, std::int64_t most);

}  // namespace entente
