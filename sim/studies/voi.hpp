// What it is worth to a decision maker to know each uncertainty before choosing an alternative (docs/model.md, section 8).
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "model/scenario.hpp"
#include "run/options.hpp"
#include "stats/sensitivity.hpp"

namespace entente {

// Quantities that are found out together, by patterns of their names with their executors; `*` stands for any text.
struct FactorGroup {
    std::string name;
    std::vector<std::string> patterns;
};

struct VoiAsked {
    std::string firm;                       // or "all"
    std::vector<std::string> alternatives;  // to choose among; empty: all
    std::vector<FactorGroup> groups;        // empty: what a person would look into - a stage, a risk, a market, an event, an exit
};

struct FactorWorth {
    std::string factor;
    std::vector<std::string> quantities;
    Estimate worth;  // in the currency's millions
};

struct Voi {
    std::string firm, currency;
    std::int64_t worlds = 0;
    std::vector<std::pair<std::string, Estimate>> alternatives;  // with their mean npv
    std::string best;                                            // what is chosen without knowing more
    Estimate perfect;
    std::vector<FactorWorth> factors;  // the most valuable first
};

// Of the options worlds (rounded up to whole leaves), seed, threads and stop are heeded; worlds are independent. Throws Failure where a
// name is unknown or a group matches no drawn quantity, Interrupted where it is stopped. `progress` hears the worlds done, of all.
Voi value_of_information(const Scenario& scenario, const RunOptions& options, const VoiAsked& asked,
                         const std::function<void(std::int64_t, std::int64_t)>& progress);

}  // namespace entente
