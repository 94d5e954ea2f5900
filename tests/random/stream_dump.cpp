// The bits of a named stream, world after world and draw after draw, without end: for batteries of randomness tests.
#include <array>
#include <cstdio>

#include "random/stream.hpp"

int main() {
    const entente::Stream stream(20260101, "program.ev.stage.platform.cost");
    std::array<entente::PhiloxCounter, 4096> block{};
    for (std::uint64_t pair = 0;; pair += block.size() / 4) {
        // Four draws of each pair of worlds: neighbours in the file are neighbours in draw and in world.
        for (std::size_t i = 0; i < block.size(); ++i) {
            const std::uint64_t at = pair + i / 4;
            block[i] = entente::philox(
                {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at >> 32), static_cast<std::uint32_t>(i % 4), 0}, stream.key);
        }
        if (std::fwrite(block.data(), sizeof block, 1, stdout) != 1) return 0;
    }
}
