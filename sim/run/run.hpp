// A whole run: prepare, pilot, worlds on all threads, summary.
#pragma once

#include "model/results.hpp"
#include "run/options.hpp"

namespace entente {

struct Scenario;

// Runs a checked scenario. The same scenario, worlds and seed give the same results on any number of threads,
// and the first worlds of a longer run are the shorter run (of a Latin hypercube: where it ran in the same rounds).
// Any number of ranks gives the same too; each must call it with the same options, and root's results are the run's, the
// others' tell only how many worlds there were. Throws Interrupted when it is stopped before the first world, Failure when memory or the
// disk does not suffice, a sharing rule is undefined, or what is to be resumed is another run's or damaged.
Results run(const Scenario& scenario, const RunOptions& options);

}  // namespace entente
