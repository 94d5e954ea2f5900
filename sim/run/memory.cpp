// The machine's memory (see memory.hpp).
#include "run/memory.hpp"

#include <unistd.h>

#include "base/problem.hpp"

namespace entente {

std::string megabytes(double bytes) { return std::to_string(static_cast<std::int64_t>(bytes / 1e6)) + " MB"; }

void check_memory(double bytes, std::int64_t worlds, const std::string& mend) {
    const double machine = static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
    if (!(bytes > 0.9 * machine)) return;
    throw Failure("not enough memory for " + std::to_string(worlds) + " worlds (about " + megabytes(bytes) + "); " + mend);
}

}  // namespace entente
