// Whether the user asks the program to end, as all that can take long looks at it, and how what was cut short says so.
#pragma once

#include <atomic>
#include <exception>

namespace entente {

// Thrown by what was cut short, for half of it is no answer.
class Interrupted : public std::exception {
public:
    const char* what() const noexcept override { return "interrupted"; }
};

// There is one a process. A signal handler sets it, so its members are atomic numbers without locks: a handler that waits for a lock may
// have interrupted the thread that holds it.
class Stop {
public:
    void request(int signal) noexcept { signal_.store(signal); }
    bool requested() const noexcept { return signal() != 0; }
    // The signal that asks for it, 0: none.
    int signal() const noexcept { return signal_.load(std::memory_order_relaxed); }
    void check() const {
        if (requested()) throw Interrupted();
    }

    // While one lives, finished results are being kept, and the handler's timer does not end the program, however long they take.
    class Keeping {
    public:
        explicit Keeping(const Stop& stop) : stop_(stop) { ++stop_.keeping_; }
        ~Keeping() { --stop_.keeping_; }
        Keeping(const Keeping&) = delete;
        Keeping& operator=(const Keeping&) = delete;

    private:
        const Stop& stop_;
    };
    bool keeping() const noexcept { return keeping_.load() > 0; }

private:
    static_assert(std::atomic<int>::is_always_lock_free);
    std::atomic<int> signal_{0};
    mutable std::atomic<int> keeping_{0};
};

// For what nobody interrupts.
inline const Stop no_stop;

}  // namespace entente
