// Policies of exits that are options: fitted on worlds of their own before the run (docs/model.md, section 5).
#pragma once

#include <string>
#include <vector>

#include "base/stop.hpp"
#include "resolve/run_model.hpp"

namespace entente {

// What a policy does at one date, over the worlds it was fitted on.
struct PolicyRow {
    std::string alternative, exit, leaver;
    double date = 0;
    double open = 0;    // worlds in which one may leave then, having stayed so far
    double leaves = 0;  // of those
    struct Variable {
        std::string name;
        double leaving = 0, staying = 0;  // means among those that leave and those that stay
        double spread = 0;                // standard deviation among all open
    };
    std::vector<Variable> known;
};

// Fits every exit by `optimal` or `put` of a model whose weights and levels are known, one after another, each with the
// other triggers (and the policies fitted before it) at work. Uses as many worlds as a pilot, of streams that the run does not
// use. Returns what the policies do, by date. Throws Interrupted where it is stopped.
std::vector<PolicyRow> fit_exits(RunModel& model, const Stop& stop);

// Whether any exit of a model is an option.
bool has_options(const RunModel& model);

}  // namespace entente
