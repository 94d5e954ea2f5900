// What an exit does to each program: who goes on alone, from where, with what access.
#pragma once

#include "deal/exits.hpp"
#include "deal/schedule.hpp"
#include "exit/model.hpp"

namespace entente {

// Schedules one program with the exits. The programs before it in DealContext::order have been.
void unwind_program(const ResolvedAlternative& alternative, const Pack& pack, const Exits& exits, ProgramId program, Schedule& memory);

// The schedule of an alternative with its exits, given the one as if nobody left, which is also the answer where nobody does; else the
// answer is in `memory`.
const Schedule& unwind(const ResolvedAlternative& alternative, const Pack& pack, const Schedule& going_on, const Exits& exits,
                       Schedule& memory);

}  // namespace entente
