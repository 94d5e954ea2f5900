// Processes that share a run, by MPI's C interface (see ranks.hpp).
#include "run/ranks.hpp"

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "base/problem.hpp"

#ifdef ENTENTE_MPI
#include <mpi.h>
#endif

namespace entente {

namespace {

// Set by Open MPI's launcher, and by Slurm's where it offers PMIx, in the processes that they start: those that our MPI can join.
bool launched() { return std::getenv("OMPI_COMM_WORLD_SIZE") != nullptr || std::getenv("PMIX_RANK") != nullptr; }

// A whole number of the environment; -1: none.
int number_of(const char* variable) {
    const char* const text = std::getenv(variable);
    int value = -1;
    if (text == nullptr) return value;
    const auto end = std::from_chars(text, text + std::strlen(text), value);
    return end.ec == std::errc() && *end.ptr == '\0' ? value : -1;
}

// What a launcher has told this process of the others.
struct Launch {
    int tasks = 1;        // of the same command
    std::string by = "";  // the variable that says so
};

Launch told() {
    // Open MPI's; MPICH's, Intel MPI's and of all who speak PMI; MVAPICH2's; Slurm's. The first is the innermost.
    for (const char* const variable : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MV2_COMM_WORLD_SIZE", "SLURM_STEP_NUM_TASKS"}) {
        if (const int tasks = number_of(variable); tasks > 0) return {tasks, variable};
    }
    // Not the first of several, whatever their number.
    for (const char* const variable : {"OMPI_COMM_WORLD_RANK", "PMI_RANK", "PMIX_RANK", "MV2_COMM_WORLD_RANK", "SLURM_PROCID"}) {
        if (const int rank = number_of(variable); rank > 0) return {rank + 1, variable};
    }
    // The script of a job is one process, however many the job may start.
    const char* const environment = std::getenv("ENVIRONMENT");
    const bool script = environment != nullptr && std::string_view(environment) == "BATCH";
    if (number_of("SLURM_PROCID") == 0 && !script) return {number_of("SLURM_NTASKS"), "SLURM_NTASKS"};
    return {};
}

// Each of them would do the whole work, and write the same files.
void refuse_tasks_apart(int count) {
    const Launch launch = told();
    if (launch.tasks <= 1 || count > 1) return;
    const std::string found = std::to_string(launch.tasks) + " tasks or more were started (" + launch.by + "), and each finds itself alone";
#ifdef ENTENTE_MPI
    throw Failure(found +
                  ": their launcher and this program's Open MPI do not know each other; start them with Open MPI's own mpirun, or with "
                  "srun --mpi=pmix, or one alone with srun -n1");
#else
    throw Failure(found + ": the program was built without MPI; install libopenmpi-dev and build again, or start one alone (srun -n1)");
#endif
}

}  // namespace

#ifdef ENTENTE_MPI

namespace {

constexpr std::size_t piece_size = std::size_t{1} << 20;
constexpr int piece_tag = 1;

}  // namespace

Ranks Ranks::join() {
    Ranks ranks;
    if (!launched()) {
        refuse_tasks_apart(1);
        return ranks;
    }
    int provided = 0;
    // Errors end the job with MPI's own message: no rank is left waiting.
    if (MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided) != MPI_SUCCESS || provided < MPI_THREAD_FUNNELED)
        throw Failure("MPI cannot be started with threads (MPI_THREAD_FUNNELED)");
    MPI_Comm_rank(MPI_COMM_WORLD, &ranks.rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &ranks.count_);
    refuse_tasks_apart(ranks.count_);
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
    refuse_tasks_apart(1);
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
