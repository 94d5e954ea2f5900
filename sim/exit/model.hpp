// One alternative made ready for the run, its deal and its exits: indices and slots instead of names.
#pragma once

#include <boost/mp11.hpp>
#include <string>
#include <variant>
#include <vector>

#include "deal/deal.hpp"
#include "exit/exit.hpp"
#include "exit/going_on.hpp"
#include "exit/option.hpp"

namespace entente {

// The slots of the triggers, in the order of their registration: each kind once, for a put and `optimal` are options both.
template <class Leaf>
using ResolvedOf = typename Leaf::Resolved;
using ResolvedTrigger = boost::mp11::mp_unique<boost::mp11::mp_transform<ResolvedOf, Trigger>>;

struct ResolvedExit {
    std::string name;
    ResolvedTrigger trigger;
    std::vector<FirmId> leavers;  // in the firms' order; each has a clock of its own
    bool alliance = true;
    ProgramId program;
    bool leaves_failed = false;  // what is left is the program whose gate triggered it
    bool by_choice = true;

    // After a failure there is nothing to stay in.
    bool could_stay() const { return !leaves_failed; }
};

struct ResolvedUnwind {
    Slot notice, fee, runoff, restart;
    ResolvedByFirm cost, retention, decline, level, recover;
    ById<FirmId, bool> keeps;
    ById<ProgramId, ById<FirmId, ResolvedGoingOn>> going_on;
    bool licences_survive = true;
    bool nominal = false;
};

struct ResolvedExits {
    ById<ExitId, ResolvedExit> exits;
    ResolvedUnwind unwind;
    bool needs_outlay = false;  // some trigger looks at the outlays of the alternative as it would go on
};

inline TriggerNeeds needs_of(const ResolvedTrigger& trigger) {
    return std::visit(
        [](const auto& slots) {
            if constexpr (requires { slots.needs(); }) {
                return slots.needs();
            } else {
                return TriggerNeeds{};
            }
        },
        trigger);
}

struct ResolvedAlternative {
    std::string id;
    ResolvedDeal deal;
    ResolvedExits exits;
    // The first alternative (perhaps itself) that is scheduled alike in worlds in which nobody leaves; that has the same costs there; and
    // the same money altogether. Set by ready_model.
    AlternativeId scheduled_as, costs_as, stays_as;
};

}  // namespace entente
