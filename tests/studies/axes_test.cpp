// The points of a sweep: ranges with both ends, every combination, one point in each stratum.
#include "studies/axes.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace entente;

TEST_CASE("a range has both of its ends and equal steps", "[studies]") {
    const Axis axis = range_of("k", 0.1, 0.5, 5);
    CHECK(axis.values == Values{"0.1", "0.2", "0.3", "0.4", "0.5"});
    CHECK(axis.range);
    CHECK(axis.low == 0.1);
    CHECK(axis.high == 0.5);
    CHECK(range_of("k", 5, -5, 2).values == Values{"5", "-5"});
}

TEST_CASE("a grid has every combination, the last axis changing first", "[studies]") {
    const std::vector<Axis> axes{{"a", {"1", "2"}}, {"b", {"x", "y", "z"}}};
    CHECK(grid(axes) == std::vector<Values>{{"1", "x"}, {"1", "y"}, {"1", "z"}, {"2", "x"}, {"2", "y"}, {"2", "z"}});
}

TEST_CASE("a hypercube has one point in each stratum of every range", "[studies]") {
    constexpr std::size_t count = 50;
    const std::vector<Axis> axes{range_of("a", 0, 1, 2), range_of("b", -10, 40, 2)};
    const std::vector<Values> points = hypercube(axes, count, 7);
    REQUIRE(points.size() == count);
    for (std::size_t a = 0; a < axes.size(); ++a) {
        std::set<int> strata;
        for (const Values& point : points) {
            const double part = (std::stod(point.at(a)) - axes[a].low) / (axes[a].high - axes[a].low);
            strata.insert(static_cast<int>(part * count));
        }
        CHECK(strata.size() == count);
        CHECK(*strata.begin() == 0);
        CHECK(*strata.rbegin() == count - 1);
    }
    CHECK(hypercube(axes, count, 7) == points);
    CHECK(hypercube(axes, count, 8) != points);
    // An axis has its own stream, so that another beside it does not move its values.
    const std::vector<Values> alone = hypercube({axes[1]}, count, 7);
    for (std::size_t i = 0; i < count; ++i) CHECK(alone[i].at(0) == points[i].at(1));
}
