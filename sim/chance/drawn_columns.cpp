// Draws block by block into columns (see drawn_columns.hpp).
#include "chance/drawn_columns.hpp"

#include <algorithm>

namespace entente {

std::vector<std::vector<double>> drawn_columns(const Sampler& sampler, const Design& design, std::size_t worlds) {
    const auto& drawn = sampler.drawn();
    std::vector<std::vector<double>> out(drawn.size(), std::vector<double>(worlds));
    Draws draws;
    draws.memory.resize(sampler.memory_size());
    std::vector<std::int64_t> below_zero(sampler.clamped().size());
    for (std::size_t first = 0; first < worlds; first += Sampler::block_size) {
        const std::size_t count = std::min<std::size_t>(Sampler::block_size, worlds - first);
        sampler.draw(design, first, static_cast<int>(count), draws.memory, below_zero);
        for (std::size_t i = 0; i < drawn.size(); ++i) {
            const View values = draws[drawn[i].slot];
            for (std::size_t w = 0; w < count; ++w) out[i][first + w] = values[static_cast<int>(w)];
        }
    }
    return out;
}

}  // namespace entente
