// An exit at a failed gate: what it needs and when it fires (see failure.hpp).
#include "exit/triggers/failure.hpp"

#include "exit/first_exit.hpp"

namespace entente {

ResolvedFailure resolve(const FailureTrigger&, ExitBuilder& exit) { return {exit.program}; }

Firing fire(const ResolvedFailure& slots, const ExitView& view, const Leaver& leaver) {
    Firing first;
    view.each_pool(leaver.firm, slots.program, [&](const ResolvedArrangement& arrangement, const Course& course) {
        if (course.stop < first.date) first = {course.stop, arrangement.program};
    });
    return first;
}

std::string told(const FailureTrigger&, const ExitWords&) { return "when a pool that it is in stops at a gate"; }

}  // namespace entente
