// One alternative in a pack of worlds: schedule, exits, the schedule with them, and the money (docs/model.md, sections 3 to 5).
#pragma once

#include "exit/first_exit.hpp"
#include "world/workspace.hpp"

namespace entente {

// An alternative evaluated in a pack. The schedule and the flows are in the workspace and stand until it evaluates another.
struct Evaluated {
    const Pack& pack;
    const Schedule& schedule;  // with the exits
    Lanes term;                // the alliance's own end
    Exits exits;
    const Flows& flows;
    const FundingMemory* funding = nullptr;  // clocks with the exits, where some firm has limited funding
};

Evaluated evaluate(const ResolvedAlternative& alternative, const Pack& pack, Workspace& work);

// The same, and in packs in which somebody leaves who could have stayed, what each firm would have had nobody left: work.stays of the
// alternative's `stays_as`. It costs as much as settling once more, unless an alternative without exits has the same deal; and less where
// one has the same costs.
Evaluated evaluate_with_stay(const RunModel& model, const ResolvedAlternative& alternative, const Pack& pack, Workspace& work);

// Whether somebody leaves in a world who could have stayed.
inline bool could_stay(const ResolvedAlternative& alternative, const Exit& exit) {
    return exit.happens() && alternative.exits.exits[exit.terms].could_stay();
}

// The same as evaluate() where firms leave by these exits and no others.
Evaluated evaluate_with(const ResolvedAlternative& alternative, const Pack& pack, const Exits& exits, Workspace& work);

// The same if no firm had limited funding: what weights and levels rest on.
Evaluated evaluate_unfunded(const ResolvedAlternative& alternative, const Pack& pack, Workspace& work);

// Only its dates: the schedule stands until the next evaluation. Who leaves it, and when, is as the same policies say.
struct UnfundedDates {
    const Schedule& schedule;
    Exits exits;
};
UnfundedDates date_unfunded(const ResolvedAlternative& alternative, const Pack& pack, Workspace& work);
void first_accesses(const Schedule& schedule, Table<ProgramId, FirmId, Lanes>& out);

// An alternative as it would go on if nobody left, without the outlays that some triggers look at.
GoingOn going_on(const ResolvedAlternative& alternative, const Pack& pack, Workspace& work);

// Present values of a firm's money in each evaluated world, at its own rate; and its net present value.
FirmValues present_values(const RunModel& model, const Flows& flows, FirmId firm);
Lanes net_present_value(const RunModel& model, const Flows& flows, FirmId firm);

}  // namespace entente
