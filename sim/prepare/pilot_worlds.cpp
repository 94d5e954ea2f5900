// Parting the worlds before the run (see pilot_worlds.hpp).
#include "prepare/pilot_worlds.hpp"

namespace entente {

std::vector<WorldRange> parts_of(std::int64_t worlds, std::int64_t parts) {
    std::vector<WorldRange> out;
    const std::int64_t count = std::min(parts, worlds);
    for (std::int64_t i = 0; i < count; ++i) out.push_back({i * worlds / count, (i + 1) * worlds / count});
    return out;
}

std::vector<WorldRange> blocks_of(std::int64_t worlds) {
    std::vector<WorldRange> out;
    for (std::int64_t first = 0; first < worlds; first += Sampler::block_size)
        out.push_back({first, std::min<std::int64_t>(first + Sampler::block_size, worlds)});
    return out;
}

}  // namespace entente
