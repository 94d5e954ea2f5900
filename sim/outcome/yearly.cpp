// Adding up yearly money (see yearly.hpp).
#include "outcome/yearly.hpp"

#include <algorithm>

#include "lanes/kernels.hpp"

namespace entente {

namespace {

// Nearly all values are floats as they are: a stretch of them is converted in vectors, and only one that has another kind world by world.
ENTENTE_KERNEL void add_all(const float* values, std::size_t count, double factor, double* to) {
    constexpr std::size_t stretch = 64;
    for (std::size_t begin = 0; begin < count; begin += stretch) {
        const std::size_t n = std::min(stretch, count - begin);
        const float* const from = values + begin;
        double* const out = to + begin;
        // Of a float as it is the size is no more than the largest, which is false of what has an exponent of all ones.
        int others = 0;
        for (std::size_t i = 0; i < n; ++i) others += std::fabs(from[i]) <= std::numeric_limits<float>::max() ? 0 : 1;
        if (others == 0) {
            for (std::size_t i = 0; i < n; ++i) out[i] += factor * static_cast<double>(from[i]);
        } else {
            for (std::size_t i = 0; i < n; ++i) out[i] += factor * of_yearly(from[i]);
        }
    }
}

}  // namespace

void add_yearly(std::span<const float> values, double factor, std::span<double> to) {
    add_all(values.data(), to.size(), factor, to.data());
}

}  // namespace entente
