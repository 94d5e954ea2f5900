// Processes that share a run, by MPI's C interface (see ranks.hpp).
#include "run/ranks.hpp"

#include <bit>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <limits>
#include <string>
#include <string_view>

#include "base/problem.hpp"

#ifdef ENTENTE_MPI
#include <mpi.h>
#endif

namespace entente {

namespace {

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

std::vector<int> Ranks::children() const {
    std::vector<int> out;
    for (int step = 1; (rank_ & step) == 0 && rank_ + step < count_; step *= 2) out.push_back(rank_ + step);
    return out;
}

int Ranks::parent() const { return root() ? -1 : rank_ & (rank_ - 1); }

int Ranks::depth() const { return static_cast<int>(std::bit_width(static_cast<unsigned>(count_ - 1))); }

Incoming::Incoming(const Ranks& ranks, int from) : ranks_(ranks), from_(from), reader_([this] { return next(); }) {}

void Incoming::finish() {
    while (!ended_) next();
}

#ifdef ENTENTE_MPI

namespace {

constexpr std::size_t piece_size = std::size_t{1} << 20;
constexpr int piece_tag = 1, part_tag = 2;

// Set by Open MPI's launcher, and by Slurm's where it offers PMIx, in the processes that they start: those that our MPI can join.
bool launched() { return std::getenv("OMPI_COMM_WORLD_SIZE") != nullptr || std::getenv("PMIX_RANK") != nullptr; }

// MPI counts in int.
int counted(std::size_t size) {
    if (size > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        throw Failure("a rank's part is too large to be passed on at once; use more ranks, or less --memory");
    return static_cast<int>(size);
}

double processor_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Counts the time until its end.
class Passing {
public:
    explicit Passing(Traffic& traffic) : traffic_(traffic), begin_(processor_seconds()) {}
    ~Passing() { traffic_.seconds += processor_seconds() - begin_; }
    Passing(const Passing&) = delete;
    Passing& operator=(const Passing&) = delete;

private:
    Traffic& traffic_;
    double begin_;
};

struct Places {
    std::vector<int> sizes, offsets;
    std::size_t total = 0;
};

Places places_of(std::vector<int> sizes) {
    Places out{std::move(sizes), {}, 0};
    for (const int size : out.sizes) {
        out.offsets.push_back(counted(out.total));
        out.total += static_cast<std::size_t>(size);
    }
    return out;
}

std::vector<std::string> split(const std::string& bytes, const Places& places) {
    std::vector<std::string> out;
    for (std::size_t r = 0; r < places.sizes.size(); ++r)
        out.push_back(bytes.substr(static_cast<std::size_t>(places.offsets[r]), static_cast<std::size_t>(places.sizes[r])));
    return out;
}

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

void Ranks::send(int to, const std::function<void(ByteWriter&)>& put) const {
    const auto send_piece = [&](std::string_view piece) {
        const Passing passing(*traffic_);
        MPI_Send(piece.data(), static_cast<int>(piece.size()), MPI_BYTE, to, piece_tag, MPI_COMM_WORLD);
        traffic_->sent += static_cast<std::int64_t>(piece.size());
        ++traffic_->messages;
    };
    ByteWriter out(send_piece, piece_size);
    put(out);
    out.flush();
    send_piece({});  // the end
}

std::string_view Incoming::next() {
    const Passing passing(*ranks_.traffic_);
    piece_.resize(piece_size);
    MPI_Status status;
    MPI_Recv(piece_.data(), static_cast<int>(piece_.size()), MPI_BYTE, from_, piece_tag, MPI_COMM_WORLD, &status);
    int size = 0;
    MPI_Get_count(&status, MPI_BYTE, &size);
    ended_ = size == 0;
    ranks_.traffic_->received += size;
    return std::string_view(piece_).substr(0, static_cast<std::size_t>(size));
}

long long Ranks::from_root(long long value) const {
    const Passing passing(*traffic_);
    if (!alone()) MPI_Bcast(&value, 1, MPI_LONG_LONG, 0, MPI_COMM_WORLD);
    return value;
}

std::vector<std::string> Ranks::to_all(std::string_view mine) const {
    if (alone()) return {std::string(mine)};
    const Passing passing(*traffic_);
    const int size = counted(mine.size());
    std::vector<int> sizes(static_cast<std::size_t>(count_));
    MPI_Allgather(&size, 1, MPI_INT, sizes.data(), 1, MPI_INT, MPI_COMM_WORLD);
    const Places places = places_of(std::move(sizes));
    std::string bytes(places.total, '\0');
    MPI_Allgatherv(mine.data(), size, MPI_BYTE, bytes.data(), places.sizes.data(), places.offsets.data(), MPI_BYTE, MPI_COMM_WORLD);
    traffic_->sent += size;
    traffic_->received += static_cast<std::int64_t>(places.total) - size;
    ++traffic_->messages;
    return split(bytes, places);
}

std::vector<std::string> Ranks::to_root(std::string_view mine) const {
    if (alone()) return {std::string(mine)};
    const Passing passing(*traffic_);
    const int size = counted(mine.size());
    std::vector<int> sizes(root() ? static_cast<std::size_t>(count_) : 0);
    MPI_Gather(&size, 1, MPI_INT, sizes.data(), 1, MPI_INT, 0, MPI_COMM_WORLD);
    const Places places = places_of(std::move(sizes));
    std::string bytes(places.total, '\0');
    MPI_Gatherv(mine.data(), size, MPI_BYTE, bytes.data(), places.sizes.data(), places.offsets.data(), MPI_BYTE, 0, MPI_COMM_WORLD);
    if (root()) {
        traffic_->received += static_cast<std::int64_t>(places.total) - size;
    } else {
        traffic_->sent += size;
        ++traffic_->messages;
    }
    return split(bytes, places);
}

void Ranks::exchange(std::vector<std::vector<double>>& parts, std::vector<std::vector<double>>& from) const {
    const auto ranks = static_cast<std::size_t>(count_), mine = static_cast<std::size_t>(rank_);
    from.resize(ranks);
    from[mine].swap(parts[mine]);
    if (alone()) return;
    const Passing passing(*traffic_);
    std::vector<int> sizes(ranks, 0), theirs(ranks, 0);
    for (std::size_t r = 0; r < ranks; ++r) sizes[r] = r == mine ? 0 : counted(parts[r].size());
    MPI_Alltoall(sizes.data(), 1, MPI_INT, theirs.data(), 1, MPI_INT, MPI_COMM_WORLD);
    std::vector<MPI_Request> requests;
    // From the next rank on, so that not all send to the same one first.
    for (std::size_t step = 1; step < ranks; ++step) {
        const std::size_t other = (mine + ranks - step) % ranks;
        from[other].resize(static_cast<std::size_t>(theirs[other]));
        if (theirs[other] == 0) continue;
        MPI_Irecv(from[other].data(), theirs[other], MPI_DOUBLE, static_cast<int>(other), part_tag, MPI_COMM_WORLD,
                  &requests.emplace_back());
        traffic_->received += static_cast<std::int64_t>(from[other].size() * sizeof(double));
    }
    for (std::size_t step = 1; step < ranks; ++step) {
        const std::size_t to = (mine + step) % ranks;
        if (sizes[to] == 0) continue;
        MPI_Isend(parts[to].data(), sizes[to], MPI_DOUBLE, static_cast<int>(to), part_tag, MPI_COMM_WORLD, &requests.emplace_back());
        traffic_->sent += static_cast<std::int64_t>(parts[to].size() * sizeof(double));
        ++traffic_->messages;
    }
    MPI_Waitall(static_cast<int>(requests.size()), requests.data(), MPI_STATUSES_IGNORE);
}

void Ranks::abort(int status) const {
    if (!alone()) MPI_Abort(MPI_COMM_WORLD, status);
    std::_Exit(status);
}

#else

Ranks Ranks::join() {
    refuse_tasks_apart(1);
    return {};
}

void Ranks::leave() {}

// Alone there is nobody to pass anything to.
void Ranks::send(int, const std::function<void(ByteWriter&)>&) const {}

std::string_view Incoming::next() {
    ended_ = true;
    return {};
}

long long Ranks::from_root(long long value) const { return value; }

std::vector<std::string> Ranks::to_all(std::string_view mine) const { return {std::string(mine)}; }

std::vector<std::string> Ranks::to_root(std::string_view mine) const { return {std::string(mine)}; }

void Ranks::exchange(std::vector<std::vector<double>>& parts, std::vector<std::vector<double>>& from) const { from.swap(parts); }

void Ranks::abort(int status) const { std::_Exit(status); }

#endif

}  // namespace entente
