// The processes that share a run: this one alone, or those that mpirun or srun started (Open MPI, where it was found).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace entente {

// What a rank has passed to others and had from them.
struct Traffic {
    std::int64_t sent = 0, received = 0;  // bytes
    std::int64_t messages = 0;            // sent; what is told to all counts as one
    double seconds = 0;                   // processor time in passing on, waiting for others included
};

// Ranks merge pairwise along a tree: rank r takes in what r + 1, r + 2, r + 4 and so on have, up to its own lowest bit, and then hands on
// to r less that bit. Any path to rank 0 has at most as many steps as the number of ranks has binary digits.
class Ranks {
public:
    // Alone.
    Ranks() = default;
    // Joins the processes started together with this one, if it was started so. Throws Failure where several were started and this
    // one does not find the others: each process would do the whole run. Called once, by the thread that makes all later calls.
    static Ranks join();
    // The counterpart, before the process ends.
    static void leave();

    int rank() const { return rank_; }
    int count() const { return count_; }
    int on_this_machine() const { return local_; }
    bool root() const { return rank_ == 0; }
    bool alone() const { return count_ == 1; }

    // The tree's: whose parts this rank takes in, in the order in which it does; and who takes in this one's. Root has no parent: -1.
    std::vector<int> children() const;
    int parent() const;
    // Steps of the longest path to root.
    int depth() const;

    // To another rank, piece by piece, so that it reads what this one is still writing. The counterpart is Incoming.
    void send(int to, const std::function<void(ByteWriter&)>& put) const;
    // Root's number for every rank.
    long long from_root(long long value) const;
    // Every rank's bytes, by rank, for all of them. Each must call it.
    std::vector<std::string> to_all(std::string_view mine) const;
    // The same for root; the others are given nothing.
    std::vector<std::string> to_root(std::string_view mine) const;
    // `parts`: by rank, what it is to have; `from`: what each has for this one, in memory that may have served before.
    void exchange(std::vector<std::vector<double>>& parts, std::vector<std::vector<double>>& from) const;
    // Ends all ranks at once: one has failed, and the others would wait for it forever.
    [[noreturn]] void abort(int status) const;

    const Traffic& traffic() const { return *traffic_; }

private:
    friend class Incoming;

    int rank_ = 0, count_ = 1, local_ = 1;
    std::shared_ptr<Traffic> traffic_ = std::make_shared<Traffic>();  // one for all copies
};

// What one send() of another rank brings. All of it must be read.
class Incoming {
public:
    Incoming(const Ranks& ranks, int from);
    Incoming(const Incoming&) = delete;
    Incoming& operator=(const Incoming&) = delete;

    ByteReader& reader() { return reader_; }
    // Waits for the end, which comes after the last piece.
    void finish();

private:
    std::string_view next();

    const Ranks& ranks_;
    int from_;
    std::string piece_;
    bool ended_ = false;
    ByteReader reader_;
};

}  // namespace entente
