// An exit that is taken when it pays, by policies that are fitted before the run (docs/model.md, section 5).
#pragma once

#include <vector>

#include "exit/observed.hpp"
#include "exit/stopping.hpp"
#include "exit/trigger.hpp"

namespace entente {

// `optimal`, or a put with its strike.
struct ResolvedOption {
    FirmId counterparty;  // who pays the strike; none: no put
    Slot strike;
    bool nominal = false;
    double since = -never, until = never;
    bool alliance = true;  // what is left, as ResolvedExit
    ProgramId program;
    std::vector<Observed> observed;      // by leaver
    std::vector<StoppingPolicy> policy;  // by leaver; its dates are the grid's year boundaries

    // The state has what a pool has spent as a share of its target.
    static TriggerNeeds needs() { return {.target = true}; }
};

// Without a strike, at any time; no policy is known yet.
ResolvedOption option(ExitBuilder& exit);

// Whether a firm can exercise its option to leave at a date: within its window, and where there is anything to leave.
bool may_exercise(const ResolvedOption& slots, const ExitView& view, FirmId leaver, double date);

Firing fire(const ResolvedOption& slots, const ExitView& view, const Leaver& leaver);

}  // namespace entente
