// Leaves when a pool of the leaver stops at a gate: Argo.
#pragma once

#include <string>
#include <string_view>
#include <tuple>

#include "exit/trigger.hpp"

namespace entente {

struct ResolvedFailure {
    ProgramId program;  // of its pool only; none: of any
};

struct FailureTrigger {
    static constexpr std::string_view name = "failure";
    using Resolved = ResolvedFailure;
    static constexpr bool by_choice = false;
    static constexpr bool leaves_program = true;  // that of the gate, unless the scope says otherwise
    static constexpr std::tuple<> fields() { return {}; }
};

ResolvedFailure resolve(const FailureTrigger& trigger, ExitBuilder& exit);
Firing fire(const ResolvedFailure& slots, const ExitView& view, const Leaver& leaver);
std::string told(const FailureTrigger& trigger, const ExitWords& words);

}  // namespace entente
