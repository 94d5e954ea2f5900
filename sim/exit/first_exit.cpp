// Dates of the triggers and the choice among them (see first_exit.hpp).
#include "exit/first_exit.hpp"

#include <cassert>

namespace entente {

namespace {

// The exit that one leaver's trigger would be, if it were the first.
Exit exit_by(const ResolvedExit& exit, ExitId terms, FirmId leaver, const Firing& firing, double notice) {
    Exit out;
    out.terms = terms;
    out.leaver = leaver;
    out.triggered = firing.date;
    out.tau = firing.date + notice;
    out.alliance = exit.alliance;
    out.failed_program = exit.leaves_failed ? firing.program : ProgramId();
    out.program = exit.leaves_failed ? firing.program : exit.program;
    return out;
}

Exit first_exit(const ResolvedExits& exits, const ExitView& view) {
    Exit first;
    const double notice = view.world.at(exits.unwind.notice);
    for (const ExitId e : exits.exits.ids()) {
        const ResolvedExit& exit = exits.exits[e];
        for (std::size_t i = 0; i < exit.leavers.size(); ++i) {
            const Leaver leaver{i, exit.leavers[i]};
            const Firing firing = std::visit([&](const auto& slots) { return fire(slots, view, leaver); }, exit.trigger);
            if (!(firing.date < first.triggered) || firing.date > view.term()) continue;
            if (firing.date + notice > view.context.grid.end()) continue;
            first = exit_by(exit, e, leaver.firm, firing, notice);
        }
    }
    return first;
}

}  // namespace

Exits first_exits(const ResolvedExits& exits, const GoingOn& going_on) {
    assert(!exits.needs_outlay || going_on.outlay != nullptr);
    Exits out;
    if (exits.exits.empty()) return out;
    going_on.pack.each([&](std::size_t lane) {
        if (going_on.schedule.is_formed(lane)) out[lane] = first_exit(exits, ExitView(going_on, lane));
    });
    return out;
}

}  // namespace entente
