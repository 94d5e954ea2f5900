// Memory that begins as 0, on a line of the cache.
#include "base/zeroed.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>

using namespace entente;

TEST_CASE("large arrays begin as 0 and on a line of the cache, however large they are and whatever stood there", "[base]") {
    for (const std::size_t count : {1UL, 7UL, 8UL, 1000UL, 300'000UL}) {
        for (int again = 0; again < 3; ++again) {
            ZeroedVector<double> values;
            values.resize(count);
            CHECK(reinterpret_cast<std::uintptr_t>(values.data()) % 64 == 0);
            CHECK(std::all_of(values.begin(), values.end(), [](double x) { return x == 0; }));
            std::fill(values.begin(), values.end(), 1.0);
            const ZeroedVector<double> moved = std::move(values);
            CHECK(moved[count - 1] == 1);
        }
    }
}
