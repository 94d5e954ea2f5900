// One alternative made ready for the run, its deal and its exits: indices and slots instead of names.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "deal/deal.hpp"
#include "exit/exit.hpp"
#include "exit/observed.hpp"
#include "exit/stopping.hpp"

namespace entente {

// Each trigger's numbers. A leaver's own slots are by position in ExitModel::leavers.
struct DateSlots {
    Slot date;
};
struct HazardSlots {
    std::vector<Slot> clock;  // Exp(1) draw, by leaver
    std::vector<Slot> life;   // by leaver, instead of a rate
    int market = -1;          // -1: one rate
    std::vector<Slot> rate;   // one, or by state of the market's chain
};
struct RecoverySlots {
    int market = 0;
    int state = 0;
    std::vector<Chance> taken;  // by leaver
    Slot lag;
};
struct FailureSlots {
    int program = -1;  // of its pool only; -1: of any
};
struct EventExitSlots {
    int event = 0;
    std::vector<Chance> taken;  // by leaver
};
struct OverrunSlots {
    int program = -1;  // of its pool only; -1: of any
    bool by_cost = false, by_time = false;
    Slot cost, time;
};
struct DistressSlots {
    Slot multiple;
};
// An exit that is taken when it pays: `optimal`, or a put with its strike. The policies are fitted before the run.
struct OptionSlots {
    int counterparty = -1;  // who pays the strike; -1: no put
    Slot strike;
    bool nominal = false;
    double since = -never, until = never;
    bool alliance = true;  // what is left, as ExitModel
    int program = -1;
    std::vector<Observed> observed;      // by leaver
    std::vector<StoppingPolicy> policy;  // by leaver; its dates are the grid's year boundaries
};

using TriggerSlots =
    std::variant<DateSlots, HazardSlots, RecoverySlots, FailureSlots, EventExitSlots, OverrunSlots, DistressSlots, OptionSlots>;

struct ExitModel {
    std::string name;
    TriggerSlots trigger;
    std::vector<int> leavers;  // firms, in their order; each has a clock of its own
    bool alliance = true;
    int program = -1;
};

struct UnwindModel {
    Slot notice, fee, runoff, restart;
    FirmSlots cost, retention, decline, level, recover;
    std::vector<bool> keeps;  // by firm
    bool licences_survive = true;
    bool nominal = false;
};

struct ExitsModel {
    std::vector<ExitModel> exits;
    UnwindModel unwind;
    bool needs_outlay = false;  // some trigger looks at the outlays of the alternative as it would go on
};

struct AlternativeModel {
    std::string id;
    DealModel deal;
    ExitsModel exits;
    // The first alternative (perhaps itself) that is scheduled alike in worlds in which nobody leaves; set by ready_model.
    std::size_t scheduled_as = 0;
};

}  // namespace entente
