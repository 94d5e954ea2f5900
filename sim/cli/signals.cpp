// Signal handlers (see signals.hpp).
#include "cli/signals.hpp"

#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <ctime>

namespace entente {

namespace {

constexpr suseconds_t tick = 500'000;  // microseconds
constexpr int patience = 3;            // ticks
// Two signals within so many seconds are one request: timeout(1) sends to the process and to its group, and a closing terminal and its
// shell send one each. Taken for two, they would end the program without its results.
constexpr double one_request = 0.1;  // seconds

Stop stop;           // handlers know nothing but what is global
timespec requested;  // when it was
volatile std::sig_atomic_t unheard = 0;

double seconds_since_request() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec - requested.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec - requested.tv_nsec);
}

void request_stop(int signal) {
    if (stop.requested()) {
        if (seconds_since_request() < one_request) return;
        std::signal(signal, SIG_DFL);
        std::raise(signal);
        return;
    }
    clock_gettime(CLOCK_MONOTONIC, &requested);
    stop.request(signal);
    const itimerval ticks{{0, tick}, {0, tick}};
    setitimer(ITIMER_REAL, &ticks, nullptr);
}

// The program is ended only after several ticks in a row at which nothing was being kept: between two steps that keep something there is
// such a moment too.
void look_whether_heard(int) {
    unheard = stop.keeping() ? 0 : unheard + 1;
    if (unheard >= patience) _exit(128 + stop.signal());
}

// Reading goes on after a signal: only the looks at `stop` tell what is to end, and no library takes a signal for an error.
void handle(int signal, void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigaction(signal, &action, nullptr);
}

bool ignored(int signal) {
    struct sigaction now {};
    return sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

}  // namespace

const Stop& listen_for_signals() {
    handle(SIGALRM, look_whether_heard);
    handle(SIGINT, request_stop);
    handle(SIGTERM, request_stop);
    if (!ignored(SIGHUP)) handle(SIGHUP, request_stop);
    handle(SIGPIPE, SIG_IGN);
    handle(SIGXFSZ, SIG_IGN);
    return stop;
}

}  // namespace entente
