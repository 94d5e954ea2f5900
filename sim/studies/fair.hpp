// The fair value of a term: where the two sides of a condition are equal, in the same worlds at every trial.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "run/options.hpp"
#include "studies/scenario_with.hpp"
#include "studies/valuation.hpp"

namespace entente {

struct FairQuestion {
    std::string key;                                // of a term, a number
    double low = 0, high = 0;                       // its values to search between
    Difference condition = {};                      // whose sides are to be equal
    ScenarioWith scenario = {};                     // of KEY=VALUE
    RunOptions options = {};                        // of these worlds, seed, sampling, threads and stop are heeded
    std::function<void(int trials)> progress = {};  // hears how many scenarios have been tried
};

// What a value of the term comes to.
struct FairTrial {
    double value = 0;            // of the term
    double left = 0, right = 0;  // the condition's sides
    double excess = 0;           // of the left over the right
    double se = 0;               // of that
};

enum class FairOutcome {
    found,   // the sides are equal at a value
    jumps,   // the left passes the right without being equal to it: the term acts in steps
    none,    // no value in the range makes them equal
    hardly,  // nor would a wider range: the term moves them by less than a hundredth of what is missing
};

struct FairAnswer {
    FairOutcome outcome = FairOutcome::none;
    std::vector<FairTrial> scan;  // over the range, both ends included
    int solutions = 0;            // steps of the scan in which the sides change places; the lowest is told
    FairTrial at;                 // found: the solution; jumps: just below the jump; else the trial that comes nearest
    FairTrial above;              // jumps: just above it
    double se = 0;                // of the solution: how far the sampling error of the condition moves it; infinite where the term is flat

    // By how much the term moves the condition over the scan.
    double moved() const;
};

constexpr int fair_scan = 9;           // trials over the range before a search
constexpr int fair_trials_usual = 24;  // in all, where the condition is smooth

// Throws Failure where the key does not take a value, Interrupted where a trial is stopped: means are compared only in the same worlds.
FairAnswer fair(const FairQuestion& question);

}  // namespace entente
