// Outcomes of a scenario's worlds, a column a metric: what studies compare variants of a scenario by.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "model/results.hpp"
#include "model/scenario.hpp"
#include "prepare/pilot_worlds.hpp"
#include "run/options.hpp"

namespace entente {

// The scenario with these alternatives and its baseline only, whose worlds then take less time: alternatives share their draws, so theirs
// do not change. The whole scenario where they would: Sobol points whose coordinates are not given follow what all alternatives draw, and
// correlated quantities that are left out change the root of their matrix.
Scenario only(const Scenario& scenario, const std::vector<std::string>& alternatives, const RunOptions& options);

// The options with the coordinates of a scenario's own Sobol points, where these are asked for, for all variants of it: what is drawn alike
// is then drawn by the same ones, so that their worlds are the same. Throws as columns_of() does.
RunOptions with_coordinates_of(const Scenario& scenario, RunOptions options);

// Each metric's values in a range of the worlds of a run of options.worlds. Scenarios with the same options have the same worlds, so
// columns of two are paired. Those of a range that does not begin with the first world are laid out apart, independent of the worlds before
// it. Of the options worlds, seed, sampling, threads and stop are heeded. Throws Failure where a metric does not
// exist, the money of a world cannot be counted or memory does not suffice, Interrupted where it is stopped.
std::vector<std::vector<double>> columns_of(const Scenario& scenario, const RunOptions& options, std::span<const Metric> metrics,
                                            WorldRange range);

// The same of a model that is ready, in worlds as its design lays them out; for callers who have seen to threads and memory. `tell`, where
// there is one, hears of each leaf how many worlds it has, from any thread.
std::vector<std::vector<double>> columns_of(const RunModel& model, const RunOptions& options, std::span<const Metric> metrics,
                                            WorldRange range, const std::function<void(std::int64_t)>& tell = {});

}  // namespace entente
