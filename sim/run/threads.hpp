// How many threads the system lets this process start.
#pragma once

namespace entente {

// `wanted`, or as many as can be had, the calling thread included; TBB ends the process where it cannot start one that it needs.
int startable_threads(int wanted);

}  // namespace entente
