// Large arrays that begin as 0, in memory that the system hands out as 0 and that is not filled again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <vector>

namespace entente {

// Has the system hand out the memory's pages at once, where it can: page by page, as they are first written to, takes nearly twice as long.
void touch_pages(void* memory, std::size_t bytes);

template <class T>
struct ZeroedAllocator {
    using value_type = T;

    ZeroedAllocator() = default;
    template <class U>
    ZeroedAllocator(const ZeroedAllocator<U>&) {}

    T* allocate(std::size_t count) {
        char* const memory = static_cast<char*>(std::calloc(count * sizeof(T) + 64, 1));
        if (memory == nullptr) throw std::bad_alloc();
        touch_pages(memory, count * sizeof(T));
        char* const aligned = memory + (64 - reinterpret_cast<std::uintptr_t>(memory) % 64);
        reinterpret_cast<void**>(aligned)[-1] = memory;
        return reinterpret_cast<T*>(aligned);
    }
    void deallocate(T* memory, std::size_t) { std::free(reinterpret_cast<void**>(memory)[-1]); }
    // What is made of nothing is 0 already.
    void construct(T*) {}
    void construct(T* place, const T& value) { *place = value; }
    bool operator==(const ZeroedAllocator&) const { return true; }
};

// A vector of numbers that is given its size once: what a second resize() adds need not be 0.
template <class T>
using ZeroedVector = std::vector<T, ZeroedAllocator<T>>;

}  // namespace entente
