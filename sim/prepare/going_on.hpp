// Whether it pays to go on alone after an exit, by what is known then: policies fitted on worlds of their own (docs/model.md, section 5).
#pragma once

#include <string>
#include <vector>

#include "base/stop.hpp"
#include "model/results.hpp"
#include "prepare/fit_exits.hpp"
#include "resolve/run_model.hpp"

namespace entente {

// What a firm decides about a program after an exit, over the worlds in which one makes it decide.
struct GoingOnRow {
    std::string alternative, program, firm;
    double worlds = 0;                       // pilot worlds in which it decides
    double goes_on = 0;                      // of those
    double value = 0, se = 0;                // expected npv of going on less that of stopping
    bool free = true;                        // whether it may stop
    std::vector<PolicyRow::Variable> known;  // means where it goes on (`leaving`) and where it stops (`staying`)
};

// Fits the policy of every firm that decides by on_exit = "best". Before the policies of optional exits, which rest on what follows an
// exit: where an alternative has any, each is taken in the worlds of this fit at year boundaries in turn. Throws Interrupted where it is
// stopped.
void fit_going_on(RunModel& model, const Stop& stop);

// Whether anybody decides so.
bool anybody_decides(const RunModel& model);

// What the policies do once all are known. Empty where nobody decides.
std::vector<GoingOnRow> describe_going_on(const RunModel& model, const Stop& stop);

}  // namespace entente
