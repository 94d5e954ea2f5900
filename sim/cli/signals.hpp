// How signals end the program: one place for all commands.
#pragma once

#include "base/stop.hpp"

namespace entente {

// SIGINT, SIGTERM and (unless it was ignored from the start, as by nohup) SIGHUP ask for an end from now on. What looks at
// the returned value ends by itself and keeps what was finished; what does not look for a second and a half, be it a library
// at work or a file that does not open, has nothing to keep and is ended. A second signal ends the program at once.
// Writing into a pipe that nobody reads, or past the limit of a file's size, fails as other writing does.
const Stop& listen_for_signals();

}  // namespace entente
