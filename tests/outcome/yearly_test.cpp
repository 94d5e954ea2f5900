// Yearly money as leaves keep it.
#include "outcome/yearly.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace entente;

TEST_CASE("yearly money keeps its size in four bytes whatever it is", "[outcome]") {
    for (const double size : {1e-320, 1e-300, 1e-45, 1e-38, 1e-20, 0.1, 1.0, 12345.678, 3.3e38, 3.5e38, 1e60, 1e100, 1.7e308}) {
        for (const double money : {size, -size}) CHECK(of_yearly(yearly(money)) == Approx(money).epsilon(size < 1e-305 ? 1 : 1.3e-4));
    }
    CHECK(of_yearly(yearly(0.1)) == static_cast<double>(0.1F));
    CHECK(of_yearly(yearly(0)) == 0);
    CHECK(std::isinf(of_yearly(yearly(INFINITY))));
    CHECK(std::isnan(of_yearly(yearly(NAN))));
}
