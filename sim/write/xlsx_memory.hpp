// What the library that makes workbooks says when there is no memory, as the exception that everything else throws then.
#pragma once

#include <xlsxwriter.h>

#include <new>

namespace entente {

// It says so by a null pointer ...
template <class T>
T* needed(T* made) {
    if (made == nullptr) throw std::bad_alloc();
    return made;
}
// ... or by an error of its own.
inline void written(lxw_error error) {
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED) throw std::bad_alloc();
}

}  // namespace entente
