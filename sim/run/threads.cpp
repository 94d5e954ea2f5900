// Counting processors and trying to start threads (see threads.hpp).
#include "run/threads.hpp"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

namespace entente {

int default_threads(const Ranks& ranks) {
    cpu_set_t set;
    const int mine = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    const bool bound = mine < static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN));
    return std::max(1, bound ? mine : mine / ranks.on_this_machine());
}

int startable_threads(int wanted) {
    static std::atomic<int> proven{1};
    if (wanted <= proven) return wanted;
    // Every thread waits until all have been started, for the system limits how many live at once.
    std::atomic<bool> leave{false};
    std::vector<std::thread> started;
    try {
        started.reserve(static_cast<std::size_t>(wanted - 1));
        while (static_cast<int>(started.size()) < wanted - 1) started.emplace_back([&] { leave.wait(false); });
    } catch (const std::system_error&) {  // as many as there are, then
    }
    leave = true;
    leave.notify_all();
    for (std::thread& thread : started) thread.join();
    const int found = static_cast<int>(started.size()) + 1;
    proven = found;
    return found;
}

}  // namespace entente
