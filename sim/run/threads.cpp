// Trying to start threads (see threads.hpp).
#include "run/threads.hpp"

#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

namespace entente {

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
