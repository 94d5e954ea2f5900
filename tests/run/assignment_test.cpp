// Ranks share the items of a batch: each has one owner, and no rank has many more than another.
#include <algorithm>
#include <catch2/catch.hpp>

#include "run/workers.hpp"

using namespace entente;

TEST_CASE("every item is one rank's", "[run]") {
    for (const std::int64_t turn : {0, 1, 3, 64}) {
        for (const int ranks : {1, 2, 3, 7, 64}) {
            Assignment part{1000, 1000 + 413 * 512 - 7, 512};
            part.ranks = ranks;
            part.turn = turn;
            REQUIRE(part.items() == 413);
            std::vector<std::int64_t> all;
            std::int64_t most = 0;
            for (part.rank = 0; part.rank < ranks; ++part.rank) {
                std::int64_t k = 0;
                for (; part.item_of(k) < part.items(); ++k) all.push_back(part.item_of(k));
                most = std::max(most, k);
            }
            std::sort(all.begin(), all.end());
            REQUIRE(all.size() == 413);
            for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i] == static_cast<std::int64_t>(i));
            CHECK(most <= 413 / ranks + std::max<std::int64_t>(turn, 1));
        }
    }
}
