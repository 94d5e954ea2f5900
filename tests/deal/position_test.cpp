// Market positions in an alliance and after it.
#include "deal/position.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

using namespace entente;

namespace {

const Grid quarters(1998.875, 22, 4, 2000, 0);  // their middles are 1999, 1999.25 and so on

// A position in some periods, in a lane of its own; all the others stay at 1.
std::vector<double> positions(const Position& position, const Periods& periods) {
    PositionLanes lanes;
    lanes.set(5, position);
    std::vector<Lanes> scratch(periods.count), rows(periods.count), fallen(quarters.middle.size());
    if (lanes.drifts()) lanes.fall(quarters.middle, fallen);
    lanes.curve(quarters, periods, fallen, scratch, rows);
    std::vector<double> out;
    for (const Lanes& row : rows) {
        out.push_back(row[5]);
        CHECK(row[4] == 1);
    }
    return out;
}
double at(const Position& position, double date) { return positions(position, {static_cast<std::size_t>((date - 1999) * 4), 1}).front(); }

}  // namespace

TEST_CASE("a market position drifts, stays, declines and recovers", "[deal]") {
    Position q;
    q.formed = 2000;
    q.drift = std::log(0.95);
    q.drift_end = 2010;
    CHECK(at(q, 1999) == 1);
    CHECK(at(q, 2004) == Approx(std::pow(0.95, 4)));
    CHECK(at(q, 2015) == Approx(std::pow(0.95, 10)));
    q.left = 2006;
    q.decline = std::log(0.9);
    q.own = 2009;
    q.level = 0.8;
    q.recover = 0.5;
    const double at_exit = std::pow(0.95, 6), low = at_exit * std::pow(0.9, 3);
    CHECK(at(q, 2006) == Approx(at_exit));
    CHECK(at(q, 2008) == Approx(at_exit * 0.81));
    CHECK(at(q, 2011) == Approx(0.8 + (low - 0.8) * std::exp(-1.0)));
    // Many periods at once are the same.
    const std::vector<double> all = positions(q, {0, quarters.middle.size()});
    for (std::size_t k = 0; k < all.size(); ++k) CHECK(all[k] == at(q, quarters.middle[k]));
    q.own = never;
    CHECK(at(q, 2011) == Approx(at_exit * std::pow(0.9, 5)));
    q.own = 2009;
    q.recover = never;
    CHECK(at(q, 2009) == Approx(low));
    CHECK(at(q, 2009.25) == 0.8);
    q.level = -1;
    CHECK(at(q, 2020) == Approx(low));
    q.drift = q.decline = 0;
    CHECK(at(q, 2020) == 1);
}
