// Handing out pages and lines (see zeroed.hpp).
#include "base/zeroed.hpp"

#include <cstdint>
#include <cstdlib>
#include <new>

#include "lanes/lanes.hpp"

#ifdef __linux__
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace entente {

namespace {

// Has the system hand out the memory's pages at once, where it can. Left alone it does so page by page, when each is first written to, and
// every time stops the program for it: that takes nearly twice as long.
void touch_pages([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#ifdef MADV_POPULATE_WRITE
    static const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const auto begin = reinterpret_cast<std::uintptr_t>(memory) / page * page;
    const auto end = reinterpret_cast<std::uintptr_t>(memory) + bytes;
    // The result is not looked at: a system that does not know the request hands the pages out later.
    if (bytes >= 16 * page) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_POPULATE_WRITE);
#endif
}

}  // namespace

// std::calloc does not fill memory that the system hands out as 0, but what it returns does not begin with a line of the cache. So a line
// more is asked for, the next line's beginning is handed on, and the address to free stands in front of it.
void* allocate_zeroed(std::size_t bytes) {
    static_assert(alignof(std::max_align_t) >= sizeof(void*), "there is room for an address before the next line");
    auto* const whole = static_cast<std::byte*>(std::calloc(bytes + cache_line, 1));
    if (whole == nullptr) throw std::bad_alloc();
    touch_pages(whole, bytes + cache_line);
    std::byte* const out = whole + (cache_line - reinterpret_cast<std::uintptr_t>(whole) % cache_line);
    reinterpret_cast<void**>(out)[-1] = whole;
    return out;
}

void free_zeroed(void* memory) {
    if (memory != nullptr) std::free(static_cast<void**>(memory)[-1]);
}

}  // namespace entente
