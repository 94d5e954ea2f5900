// Internal rates of return against closed forms, and where there is none.
#include <catch2/catch.hpp>
#include <cmath>

#include "stats/internal_rate.hpp"

using namespace entente;

TEST_CASE("one payment that comes back with interest returns the interest", "[stats]") {
    for (const double rate : {-0.5, -0.05, 0.0001, 0.08, 0.2, 3.0}) {
        std::vector<double> flows(41, 0.0);
        flows[0] = -100;
        flows[40] = 100 * std::pow(1 + rate, 10);
        const InternalRates found = internal_rates(flows, 0.25, 0);
        CHECK(found.sign_changes == 1);
        REQUIRE(found.has_one());
        CHECK(found.rates[0] == Approx(rate).epsilon(1e-12).margin(1e-13));
    }
}

TEST_CASE("a level annuity returns what its factor says", "[stats]") {
    // 1,000 for 263.7974808... a year over five years: 10%.
    std::vector<double> flows(6, 1000 * 0.1 / (1 - std::pow(1.1, -5)));
    flows[0] = -1000;
    CHECK(internal_rates(flows, 1, 0).rates.at(0) == Approx(0.1).epsilon(1e-12));
}

TEST_CASE("flows of one sign, and nothing but rounding, have no rate", "[stats]") {
    CHECK(internal_rates(std::vector<double>{1, 2, 3}, 1, 0).rates.empty());
    const std::vector<double> rounding{-1e3, -1e-11, 2e-11, -500};
    CHECK(internal_rates(rounding, 1, 1e-6).sign_changes == 0);
    CHECK(internal_rates(std::vector<double>{}, 1, 0).sign_changes == 0);
}

TEST_CASE("several rates are found, and several sign changes with one rate too", "[stats]") {
    // -(1 + r)^2 + 2.3 (1 + r) - 1.32 = 0 at 10% and 20%: the textbook's pump.
    const InternalRates pump = internal_rates(std::vector<double>{-1, 2.3, -1.32}, 1, 0);
    CHECK(pump.sign_changes == 2);
    REQUIRE(pump.rates.size() == 2);
    CHECK(pump.rates[0] == Approx(0.1).epsilon(1e-9));
    CHECK(pump.rates[1] == Approx(0.2).epsilon(1e-9));
    // Complex roots only.
    const InternalRates none = internal_rates(std::vector<double>{-1, 1, -1}, 1, 0);
    CHECK(none.sign_changes == 2);
    CHECK(none.rates.empty());
    // Cleaning up at the end, long after all was earned: (x - 1.1)(x + ...) as 1 root within the range.
    const InternalRates one = internal_rates(std::vector<double>{-100, 60, 60, 60, -1e-4}, 1, 0);
    CHECK(one.sign_changes == 2);
    CHECK(one.rates.size() == 2 - 1);
}
