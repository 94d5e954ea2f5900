// Bands and commitments by hand, and laws over random terms.
#include <catch2/catch.hpp>
#include <numeric>
#include <random>

#include "settle/settle.hpp"

using namespace entente;

namespace {
std::vector<double> split(const ResolvedShare& terms, double target, double cap, double spent, double amount, MemberId left = {}) {
    std::vector<double> out(terms.base.size());
    split_cost({terms, terms.base, target, cap}, spent, amount, left, out);
    return out;
}
}  // namespace

TEST_CASE("cost below target, to the cap and beyond it is split by its own weights", "[settle]") {
    ResolvedShare terms;
    terms.base = {0.5, 0.5};
    terms.overrun = {0.6, 0.4};
    terms.beyond = {1.0, 0.0};
    terms.banded = terms.capped = true;
    const auto x = split(terms, 100, 150, 0, 200);
    CHECK(x[0] == Approx(50 + 30 + 50));
    CHECK(x[1] == Approx(50 + 20));
    CHECK(split(terms, 100, 150, 120, 10)[0] == Approx(6));
    CHECK(split(terms, 100, 150, 90, 20)[0] == Approx(5 + 6));
    CHECK(split(terms, 100, 150, 500, 10)[1] == 0);
}

TEST_CASE("those who stay pay by renormalised weights", "[settle]") {
    ResolvedShare terms;
    terms.base = {0.5, 0.3, 0.2};
    const auto x = split(terms, 0, 0, 0, 100, MemberId(0));
    CHECK(x[0] == 0);
    CHECK(x[1] == Approx(60));
    CHECK(x[2] == Approx(40));
}

TEST_CASE("past its commitment a member's part goes to the others, then stakes count again", "[settle]") {
    const std::vector<double> stakes{0.5, 0.5}, limits{30, never};
    std::vector<double> funded{0, 0}, out{50, 50};
    apply_commitments(limits, stakes, {}, funded, out);
    CHECK(out[0] == Approx(30));
    CHECK(out[1] == Approx(70));
    out = {5, 5};
    apply_commitments(limits, stakes, {}, funded, out);
    CHECK(out[0] == Approx(0).margin(1e-12));
    CHECK(out[1] == Approx(10));
    const std::vector<double> both{30, 40};
    funded = {0, 0};
    out = {50, 50};
    apply_commitments(both, stakes, {}, funded, out);
    CHECK(out[0] == Approx(30 + 15));
    CHECK(out[1] == Approx(40 + 15));
}

TEST_CASE("shares sum to the cost whatever the terms", "[settle]") {
    std::mt19937_64 engine(9);
    std::uniform_real_distribution<double> unit(0, 1);
    for (int round = 0; round < 2000; ++round) {
        const std::size_t n = 2 + engine() % 4;
        ResolvedShare terms;
        const auto weights = [&] {
            std::vector<double> w(n);
            for (double& x : w) x = unit(engine);
            const double sum = std::accumulate(w.begin(), w.end(), 0.0);
            for (double& x : w) x /= sum;
            return w;
        };
        terms.base = weights();
        terms.overrun = weights();
        terms.beyond = weights();
        terms.banded = true;
        terms.capped = unit(engine) < 0.5;
        std::vector<double> limits(n), funded(n);
        for (double& x : limits) x = unit(engine) < 0.3 ? never : 200 * unit(engine);
        const MemberId left = unit(engine) < 0.3 ? MemberId(engine() % n) : MemberId();
        double spent = 0;
        for (int step = 0; step < 10; ++step) {
            const double amount = 60 * unit(engine);
            auto out = split(terms, 80, 150, spent, amount, left);
            REQUIRE(std::accumulate(out.begin(), out.end(), 0.0) == Approx(amount).epsilon(1e-12).margin(1e-10));
            apply_commitments(limits, terms.base, left, funded, out);
            REQUIRE(std::accumulate(out.begin(), out.end(), 0.0) == Approx(amount).epsilon(1e-10).margin(1e-9));
            if (left) REQUIRE(out[left.place()] == 0);
            for (const double x : out) REQUIRE(x >= -1e-9);
            spent += amount;
        }
    }
}

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

TEST_CASE("a market position drifts, stays, declines and recovers", "[settle]") {
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
