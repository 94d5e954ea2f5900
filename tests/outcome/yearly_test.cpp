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

TEST_CASE("yearly money adds up value by value, whatever stands beside it", "[outcome]") {
    std::vector<float> values;
    for (int i = 0; i < 300; ++i) values.push_back(yearly(1.5 * i - 100));
    values[70] = yearly(1e200);
    values[71] = yearly(-3e-60);
    std::vector<double> sums(values.size(), 7.0), wanted = sums;
    add_yearly(values, -0.25, sums);
    for (std::size_t w = 0; w < wanted.size(); ++w) wanted[w] += -0.25 * of_yearly(values[w]);
    CHECK(sums == wanted);
}
