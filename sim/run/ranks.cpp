// Processes that share a run, by MPI's C interface (see ranks.hpp).
#include "run/ranks.hpp"

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

constexpr std::size_t piece_size = std::size_t{1} << 20;
constexpr int piece_tag = 1;

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

void Ranks::send(const std::function<void(ByteWriter&)>& put) const {
    const auto send_piece = [](std::string_view piece) {
        MPI_Send(piece.data(), static_cast<int>(piece.size()), MPI_BYTE, 0, piece_tag, MPI_COMM_WORLD);
    };
    ByteWriter out(send_piece, piece_size);
    put(out);
    out.flush();
    send_piece({});  // the end
}

void Ranks::receive(int from, const std::function<void(ByteReader&)>& get) const {
    std::string piece(piece_size, '\0');
    bool ended = false;
    const auto receive_piece = [&]() -> std::string_view {
        MPI_Status status;
        MPI_Recv(piece.data(), static_cast<int>(piece.size()), MPI_BYTE, from, piece_tag, MPI_COMM_WORLD, &status);
        int size = 0;
        MPI_Get_count(&status, MPI_BYTE, &size);
        ended = size == 0;
        return std::string_view(piece).substr(0, static_cast<std::size_t>(size));
    };
    ByteReader in(receive_piece);
    get(in);
    while (!ended) receive_piece();
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

// Alone there is nobody to send to.
void Ranks::send(const std::function<void(ByteWriter&)>&) const {}

void Ranks::receive(int, const std::function<void(ByteReader&)>&) const {}

long long Ranks::from_root(long long value) const { return value; }

void Ranks::abort(int status) const { std::_Exit(status); }

#endif

}  // namespace entente
