// Locks of folders (see folder_lock.hpp).
#include "base/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>
#include <utility>

#include "base/files.hpp"
#include "base/problem.hpp"

namespace entente {

namespace {

constexpr int most_tries = 100;
constexpr std::chrono::milliseconds between_tries{20};

[[noreturn]] void fail(const std::string& what, const std::string& path) {
    throw Failure(what + " '" + path + "': " + std::strerror(errno));
}

std::string first_line(const std::string& path) {
    std::ifstream stream(path);
    std::string line;
    std::getline(stream, line);
    return line;
}

// When a process was started, in ticks since the machine was; -1: there is no such process.
long long start_of(long long process) {
    const std::string line = first_line("/proc/" + std::to_string(process) + "/stat");
    const std::size_t name_end = line.rfind(')');
    if (name_end == std::string::npos) return -1;
    std::istringstream fields(line.substr(name_end + 1));
    std::string skipped;
    for (int i = 3; i < 22; ++i) fields >> skipped;
    long long start = -1;
    fields >> start;
    return start;
}

// Where a folder may be another machine's too, whose processes and locks are not seen from here.
bool on_a_network(int descriptor) {
    // NFS, SMB (three), Lustre, GPFS, Ceph, FUSE, 9P, AFS (two), OCFS2, BeeGFS, GFS2, PanFS: linux/magic.h and their own headers.
    constexpr std::array<unsigned long, 15> types{0x6969,     0x517B,     0xFF534D42, 0xFE534D42, 0x0BD00BD0,
                                                  0x47504653, 0x00C36400, 0x65735546, 0x01021997, 0x5346414F,
                                                  0x6B414653, 0x7461636F, 0x19830326, 0x01161970, 0xAAD7AAEA};
    struct statfs status {};
    if (fstatfs(descriptor, &status) != 0) return true;
    return std::find(types.begin(), types.end(), static_cast<unsigned long>(status.f_type) & 0xFFFFFFFFUL) != types.end();
}

std::string text_of(int descriptor) {
    std::array<char, 512> buffer{};
    const ssize_t count = pread(descriptor, buffer.data(), buffer.size(), 0);
    return count > 0 ? std::string(buffer.data(), static_cast<std::size_t>(count)) : "";
}

// Whether the open file still stands under its path: its owner removes it.
bool is_still(int descriptor, const std::string& path) {
    struct stat open_file {
    }, named{};
    return fstat(descriptor, &open_file) == 0 && stat(path.c_str(), &named) == 0 && open_file.st_ino == named.st_ino &&
           open_file.st_dev == named.st_dev;
}

[[noreturn]] void refuse(const std::string& folder, const std::string& path, const LockOwner& owner) {
    if (owner.process == 0)
        throw Failure("'" + folder +
                      "' is being written by another process; wait for it, or write elsewhere (-o DIR); if there is none, remove '" + path +
                      "'");
    const std::string who = "process " + std::to_string(owner.process) + (owner.here() ? "" : " on " + owner.host);
    throw Failure("'" + folder + "' is being written by " + who + "; wait for it, or write elsewhere (-o DIR)" +
                  (owner.here() ? "" : "; if that process is gone, remove '" + path + "'"));
}

enum class Taken { yes, no, unknown };

// The system's lock on the open file; unknown where the file system has none.
Taken lock(int descriptor) {
    while (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR) continue;
        return errno == EWOULDBLOCK ? Taken::no : Taken::unknown;
    }
    return Taken::yes;
}

// Whether the text of a lock that can be had stands for a process that may still write.
bool may_live(int descriptor, const LockOwner& owner) { return owner.here() ? owner.lives() : on_a_network(descriptor); }

void sign(int descriptor, const std::string& path, bool made) {
    const std::string text = LockOwner::self().text();
    if (ftruncate(descriptor, 0) == 0 && pwrite(descriptor, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size())) return;
    const int error = errno;
    if (made) unlink(path.c_str());
    errno = error;
    fail("cannot write", path);
}

// Where the system locks nothing, two processes may take over a lock at once. Then the text is the later one's, and the other one sees
// that.
bool signed_by_self(int descriptor) {
    std::this_thread::sleep_for(between_tries);
    return text_of(descriptor) == LockOwner::self().text();
}

// Closes the file unless it is kept.
struct Closed {
    mutable int descriptor;
    ~Closed() {
        if (descriptor >= 0) close(descriptor);
    }
};

}  // namespace

LockOwner LockOwner::self() {
    std::array<char, 256> host{};
    gethostname(host.data(), host.size() - 1);
    return {host.data(), first_line("/proc/sys/kernel/random/boot_id"), getpid(), start_of(getpid())};
}

LockOwner LockOwner::read(const std::string& text) {
    std::istringstream fields(text);
    LockOwner out;
    std::string word;
    if (!(fields >> word >> out.host >> word >> out.process >> word >> out.started >> word >> out.boot) || out.process <= 0) return {};
    const bool plain = std::all_of(out.host.begin(), out.host.end(), [](unsigned char c) { return c > 0x20 && c < 0x7F; });
    return plain ? out : LockOwner{};
}

std::string LockOwner::text() const {
    return "host " + host + "\nprocess " + std::to_string(process) + "\nstarted " + std::to_string(started) + "\nboot " +
           (boot.empty() ? "unknown" : boot) + "\n";
}

bool LockOwner::here() const { return host == self().host; }

bool LockOwner::lives() const {
    const std::string now = self().boot;
    if (!now.empty() && boot != now) return false;
    const long long start = start_of(process);
    return start >= 0 && start == started;
}

FolderLock::FolderLock(std::string folder) : folder_(std::move(folder)), path_(folder_ + "/.lock") {
    for (int tries = 0; tries < most_tries; ++tries) {
        bool made = true;
        int file = open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        if (file < 0 && errno == EEXIST) {
            made = false;
            file = open(path_.c_str(), O_RDWR | O_CLOEXEC);
            if (file < 0 && errno == ENOENT) continue;
        }
        if (file < 0) fail("cannot create", path_);
        const Closed closed{file};
        const Taken taken = lock(file);
        const bool still = is_still(file, path_);
        const LockOwner owner = LockOwner::read(text_of(file));
        const bool local = taken == Taken::yes && !on_a_network(file);  // the system's word is enough
        const bool unsigned_yet = owner.process == 0 && !made && taken == Taken::unknown;
        if (still && taken != Taken::no && !unsigned_yet && (local || owner.process == 0 || !may_live(file, owner))) {
            sign(file, path_, made);
            if (taken == Taken::yes || signed_by_self(file)) {
                descriptor_ = std::exchange(closed.descriptor, -1);
                return;
            }
        } else if (still && owner.process != 0) {
            refuse(folder_, path_, owner);
        }
        // The owner may have begun just now and not signed yet, or ended just now and removed the file: looked at again, it will have.
        std::this_thread::sleep_for(between_tries);
    }
    refuse(folder_, path_, {});
}

FolderLock::FolderLock(FolderLock&& other) noexcept
    : folder_(std::move(other.folder_)), path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderLock::~FolderLock() {
    if (descriptor_ < 0) return;
    unlink(path_.c_str());  // while it is still held: who waits for it sees that it is gone
    close(descriptor_);
}

}  // namespace entente
