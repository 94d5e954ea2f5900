// The processes that share a run: this one alone, or those that mpirun or srun started (Open MPI, where it was found).
#pragma once

#include <functional>

#include "base/bytes.hpp"

namespace entente {

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

    // To root, piece by piece, so that it reads what another rank is still writing.
    void send(const std::function<void(ByteWriter&)>& put) const;
    // By root, for each other rank in turn.
    void receive(int from, const std::function<void(ByteReader&)>& get) const;
    // Root's number for every rank.
    long long from_root(long long value) const;
    // Ends all ranks at once: one has failed, and the others would wait for it forever.
    [[noreturn]] void abort(int status) const;

private:
    int rank_ = 0, count_ = 1, local_ = 1;
};

}  // namespace entente
