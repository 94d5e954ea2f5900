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
