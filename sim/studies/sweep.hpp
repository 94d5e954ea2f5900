// A sweep: the same worlds at every point of a grid, or of a Latin hypercube, over keys of a scenario.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "base/stop.hpp"
#include "model/results.hpp"
#include "run/options.hpp"
#include "studies/axes.hpp"
#include "studies/scenario_with.hpp"

namespace entente {

struct SweepPlan {
    std::vector<Axis> axes;
    std::string layout;  // "grid", or how many points of a hypercube; it is a part of what the sweep is
    std::vector<Values> points;
    ScenarioWith scenario;

    // A point's scenario.
    std::shared_ptr<const Scenario> at(std::size_t point) const;
};

// Whether every point's scenario is sound; the user is told of the first that is not. Only what is read is kept, for the scenarios of
// ten thousand points take more than the memory. Throws Interrupted where it is stopped.
bool all_sound(const SweepPlan& plan, const Stop& stop);

// The mean gain of all firms in an alternative.
struct SweptGain {
    std::string alternative;
    double mean = 0;

    static auto parts(auto& self) { return std::tie(self.alternative, self.mean); }
};

// What is kept of a point: its rows as the files tell them, and its gains.
struct SweptPoint {
    std::string summary, comparison;
    std::vector<SweptGain> gains;

    static auto parts(auto& self) { return std::tie(self.summary, self.comparison, self.gains); }
};
// Writes the rows of a point's results.
using WriteRows = std::function<void(const Results& results, SweptPoint& out)>;

struct Swept {
    std::vector<SweptPoint> points;                // in their order; fewer than were planned where it was stopped
    std::unique_ptr<const Stop::Keeping> keeping;  // the program does not end before they are written
};

// Carries out every point, keeping finished ones as options.checkpoint says; `progress` hears how many are done. Of the options worlds,
// seed, sampling, threads, memory, precision, checkpoint and stop are heeded. Throws Interrupted where it is stopped before the first
// point is finished, Failure as run() does.
Swept sweep(const SweepPlan& plan, RunOptions options, const WriteRows& write, const std::function<void(std::int64_t)>& progress);

}  // namespace entente
