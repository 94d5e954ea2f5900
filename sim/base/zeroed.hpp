// Large arrays that begin as 0, in memory that the system hands out as 0 and that is not filled again.
#pragma once

#include <cstddef>
#include <vector>

namespace entente {

// Memory that is 0, from a line of the cache on; to be handed back by free_zeroed. Throws std::bad_alloc.
void* allocate_zeroed(std::size_t bytes);
void free_zeroed(void* memory);

template <class T>
struct ZeroedAllocator {
    using value_type = T;

    ZeroedAllocator() = default;
    template <class U>
    ZeroedAllocator(const ZeroedAllocator<U>&) {}

    T* allocate(std::size_t count) { return static_cast<T*>(allocate_zeroed(count * sizeof(T))); }
    void deallocate(T* memory, std::size_t) { free_zeroed(memory); }
    // resize() makes its elements by this: it does nothing, for they are 0 already, and std::allocator would fill them again.
    void construct(T*) {}
    void construct(T* place, const T& value) { *place = value; }
    bool operator==(const ZeroedAllocator&) const { return true; }
};

// A vector of numbers that is given its size once: what a second resize() adds need not be 0.
template <class T>
using ZeroedVector = std::vector<T, ZeroedAllocator<T>>;

}  // namespace entente
