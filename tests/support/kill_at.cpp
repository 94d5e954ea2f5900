// Preloaded into a program (LD_PRELOAD), kills it like kill -9 just before its n-th write, fsync, rename or removal (KILL_AT=n).
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <atomic>

namespace {

void count() {
    static const char* const wanted = getenv("KILL_AT");
    static const long last = wanted != nullptr ? atol(wanted) : 0;
    static std::atomic<long> calls{0};
    if (last > 0 && ++calls == last) kill(getpid(), SIGKILL);
}

template <class F>
F real(const char* name) {
    return reinterpret_cast<F>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ssize_t write(int file, const void* bytes, size_t size) {
    if (file > 2) count();
    static const auto next = real<ssize_t (*)(int, const void*, size_t)>("write");
    return next(file, bytes, size);
}

int fsync(int file) {
    count();
    static const auto next = real<int (*)(int)>("fsync");
    return next(file);
}

int rename(const char* from, const char* to) {
    count();
    static const auto next = real<int (*)(const char*, const char*)>("rename");
    return next(from, to);
}

int unlink(const char* path) {
    count();
    static const auto next = real<int (*)(const char*)>("unlink");
    return next(path);
}

int unlinkat(int folder, const char* path, int flags) {
    count();
    static const auto next = real<int (*)(int, const char*, int)>("unlinkat");
    return next(folder, path, flags);
}

int remove(const char* path) {
    count();
    static const auto next = real<int (*)(const char*)>("remove");
    return next(path);
}

}  // extern "C"
