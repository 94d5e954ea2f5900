// What moves a figure from one scenario to another: parts by groups of keys that differ, which sum to the difference (docs/model.md, 8).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "model/results.hpp"
#include "run/options.hpp"
#include "stats/sensitivity.hpp"

namespace entente {

struct Scenario;

// Of the groups of keys in which two scenarios differ, those that are taken from the second: bit g is group g's.
using GroupMask = std::uint32_t;
constexpr std::size_t most_groups = 8;

struct DifferenceQuestion {
    std::size_t groups = 0;                                                   // at most most_groups
    std::function<std::shared_ptr<const Scenario>(GroupMask)> scenario = {};  // 0 is the first scenario, all bits the second
    Metric metric;                                                            // which both have
    RunOptions options = {};  // of these worlds, seed, sampling, threads and stop are heeded, for both
    std::function<void(std::int64_t, std::int64_t)> progress = {};  // hears how many scenarios are done, of how many
};

struct Difference {
    Estimate first, second, difference;  // means, and that of the paired difference
    std::vector<Estimate> parts;         // by group
};

// The Shapley value of each group: the mean over all orders of changing groups one after the other of what the group adds when its turn
// comes (Shapley 1953). The same worlds at every step, so errors are of paired differences. Throws Failure where the metric does not exist
// or a scenario between the two is at fault, Interrupted where it is stopped.
Difference difference_of(const DifferenceQuestion& question);

}  // namespace entente
