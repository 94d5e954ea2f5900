// Sets of lanes as flags and as bits.
#include "lanes/flags.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace entente;

TEST_CASE("Flags of lanes become bits, and each bit is visited once, in order", "[lanes]") {
    CHECK(bits_of(Lanes{}) == 0);
    CHECK(bits_of(all_lanes(1)) == (std::uint32_t{1} << pack_size) - 1);
    for (const std::uint32_t bits : {0x1U, 0x8000U, 0x2481U, 0xf00fU}) {
        Lanes flags;
        std::vector<std::size_t> expected, visited;
        for (std::size_t lane = 0; lane < pack_size; ++lane) {
            if ((bits >> lane & 1U) == 0) continue;
            flags[lane] = 1;
            expected.push_back(lane);
        }
        CHECK(bits_of(flags) == bits);
        each_bit(bits, [&](std::size_t lane) { visited.push_back(lane); });
        CHECK(visited == expected);
    }
}
