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

// Has the system hand out the memory's pages at once, where it can: page by page, as they are first written to, takes nearly twice as long.
void touch_pages([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#ifdef MADV_POPULATE_WRITE
    static const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const auto begin = reinterpret_cast<std::uintptr_t>(memory) / page * page;
    const auto end = reinterpret_cast<std::uintptr_t>(memory) + bytes;
    // Systems that do not know it hand the pages out later.
    if (bytes >= 16 * page) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_POPULATE_WRITE);
#endif
}

}  // namespace

// The C library's memory begins a header after a line; its own address is kept before the line that follows.
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
