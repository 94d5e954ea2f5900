// Processes that share a run, by MPI's C interface (see ranks.hpp).
#include "engine/ranks.hpp"

#include <algorithm>
#include <cstdlib>

#include "base/problem.hpp"

#ifdef ENTENTE_MPI
#include <mpi.h>
#endif

namespace entente {

namespace {

// Set by Open MPI's and Slurm's launchers in the processes that they start.
bool launched() { return std::getenv("OMPI_COMM_WORLD_SIZE") != nullptr || std::getenv("PMIX_RANK") != nullptr; }

}  // namespace

#ifdef ENTENTE_MPI

namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 30;  // a message's count is an int
constexpr int length_tag = 1, bytes_tag = 2;

void send(const std::string& bytes) {
    const unsigned long long length = bytes.size();
    MPI_Send(&length, 1, MPI_UNSIGNED_LONG_LONG, 0, length_tag, MPI_COMM_WORLD);
    for (std::size_t at = 0; at < bytes.size(); at += most_bytes) {
        MPI_Send(bytes.data() + at, static_cast<int>(std::min(most_bytes, bytes.size() - at)), MPI_BYTE, 0, bytes_tag, MPI_COMM_WORLD);
    }
}

std::string receive(int from) {
    unsigned long long length = 0;
    MPI_Recv(&length, 1, MPI_UNSIGNED_LONG_LONG, from, length_tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    std::string bytes(length, '\0');
    for (std::size_t at = 0; at < bytes.size(); at += most_bytes) {
        MPI_Recv(bytes.data() + at, static_cast<int>(std::min(most_bytes, bytes.size() - at)), MPI_BYTE, from, bytes_tag, MPI_COMM_WORLD,
                 MPI_STATUS_IGNORE);
    }
    return bytes;
}

}  // namespace

Ranks Ranks::join() {
    Ranks ranks;
    if (!launched()) return ranks;
    int provided = 0;
    // Errors end the job with MPI's own message: no rank is left waiting.
    if (MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided) != MPI_SUCCESS || provided < MPI_THREAD_FUNNELED)
        throw Failure("MPI cannot be started with threads (MPI_THREAD_FUNNELED)");
    MPI_Comm_rank(MPI_COMM_WORLD, &ranks.rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &ranks.count_);
    MPI_Comm machine = MPI_COMM_NULL;
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &machine);
    MPI_Comm_size(machine, &ranks.local_);
    MPI_Comm_free(&machine);
    return ranks;
}

void Ranks::leave() {
    int started = 0, ended = 0;
    MPI_Initialized(&started);
    MPI_Finalized(&ended);
    if (started != 0 && ended == 0) MPI_Finalize();
}

std::vector<std::string> Ranks::gather(std::string bytes) const {
    std::vector<std::string> out;
    if (!root()) {
        send(bytes);
        return out;
    }
    out.push_back(std::move(bytes));
    for (int other = 1; other < count_; ++other) out.push_back(receive(other));
    return out;
}

long long Ranks::from_root(long long value) const {
    if (count_ > 1) MPI_Bcast(&value, 1, MPI_LONG_LONG, 0, MPI_COMM_WORLD);
    return value;
}

void Ranks::abort(int status) const {
    if (count_ > 1) MPI_Abort(MPI_COMM_WORLD, status);
    std::_Exit(status);
}

#else

Ranks Ranks::join() {
    const char* size = std::getenv("OMPI_COMM_WORLD_SIZE");
    if (launched() && (size == nullptr || std::string(size) != "1"))
        throw Failure("started by mpirun or srun, but built without MPI; install libopenmpi-dev and build again, or start it alone");
    return {};
}

void Ranks::leave() {}

std::vector<std::string> Ranks::gather(std::string bytes) const { return {std::move(bytes)}; }

long long Ranks::from_root(long long value) const { return value; }

void Ranks::abort(int status) const { std::_Exit(status); }

#endif

}  // namespace entente
