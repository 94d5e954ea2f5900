// How many threads a run takes.
#pragma once

#include "run/ranks.hpp"

namespace entente {

// The processors that this process may use, shared with the other ranks of the machine unless each has its own.
int default_threads(const Ranks& ranks);

// `wanted`, or as many as can be had, the calling thread included; TBB ends the process where it cannot start one that it needs.
int startable_threads(int wanted);

}  // namespace entente
