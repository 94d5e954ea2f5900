// Whether there is anything to leave: an exit that changes nothing is none (docs/model.md, section 5).
#pragma once

#include "exit/first_exit.hpp"

namespace entente {

// In one world: whether a firm's use of its option at a date can change any firm's money or access, at any time.
bool changes_anything(const ResolvedOption& option, const ExitView& view, FirmId leaver, double date);

}  // namespace entente
