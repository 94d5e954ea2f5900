// Elementary functions against long double and Boost.
#include <boost/math/distributions/normal.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "lanes/elementary.hpp"
#include "lanes/kernels.hpp"

using namespace entente;

namespace {
// Distance from the exact value in units of the last place.
double ulps(double value, long double exact) {
    const double rounded = static_cast<double>(exact);
    const double unit = std::nextafter(std::fabs(rounded), HUGE_VAL) - std::fabs(rounded);
    return static_cast<double>(std::fabs(static_cast<long double>(value) - exact) / static_cast<long double>(unit));
}
}  // namespace

TEST_CASE("exp and log are within 2 ulp over their domain", "[lanes]") {
    std::mt19937_64 engine(1);
    double worst_exp = 0, worst_log = 0, worst_log1p = 0;
    for (int i = 0; i < 400'000; ++i) {
        const double x = std::uniform_real_distribution<double>(-708, 709.7)(engine);
        worst_exp = std::max(worst_exp, ulps(entente::exp(x), std::exp(static_cast<long double>(x))));
        const double y = std::exp(std::uniform_real_distribution<double>(-700, 700)(engine));
        worst_log = std::max(worst_log, ulps(entente::log(y), std::log(static_cast<long double>(y))));
        const double near_one = 1 + std::uniform_real_distribution<double>(-0.4, 0.4)(engine);
        worst_log = std::max(worst_log, ulps(entente::log(near_one), std::log(static_cast<long double>(near_one))));
        const double small = std::uniform_real_distribution<double>(-0.5, 0.5)(engine);
        worst_log1p = std::max(worst_log1p, ulps(entente::log1p(small), std::log1p(static_cast<long double>(small))));
    }
    CHECK(worst_exp < 2);
    CHECK(worst_log < 2);
    CHECK(worst_log1p < 4);
}

TEST_CASE("exp and log at their edges", "[lanes]") {
    CHECK(entente::exp(0.0) == 1.0);
    CHECK(entente::exp(-800.0) == 0.0);
    CHECK(entente::exp(710.0) == HUGE_VAL);
    CHECK(entente::exp(-HUGE_VAL) == 0.0);
    CHECK(std::isnan(entente::exp(std::nan(""))));
    CHECK(entente::log(1.0) == 0.0);
    CHECK(entente::log(0.0) == -HUGE_VAL);
    CHECK(entente::log(HUGE_VAL) == HUGE_VAL);
    CHECK(std::isnan(entente::log(-1.0)));
    CHECK(ulps(entente::log(4.9e-324), std::log(4.9406564584124654e-324L)) < 2);
}

TEST_CASE("the normal distribution function and its inverse agree with Boost", "[lanes]") {
    const boost::math::normal_distribution<long double> normal;
    for (double z = -37; z <= 8; z += 0.00713) {
        const long double exact = cdf(normal, static_cast<long double>(z));
        CHECK(std::fabs(normal_cdf(z) / static_cast<double>(exact) - 1) < 2e-14);
        CHECK(normal_tails(z).lower == normal_cdf(z));
        CHECK(normal_tails(z).upper == normal_cdf(-z));
    }
    for (int i = 1; i < 20000; ++i) {
        const double p = i / 20000.0;
        CHECK(std::fabs(normal_quantile(p) - static_cast<double>(quantile(normal, static_cast<long double>(p)))) < 5e-15);
    }
    for (double p = 1e-300; p < 0.1; p *= 3.7) {
        CHECK(std::fabs(normal_quantile(p) / static_cast<double>(quantile(normal, static_cast<long double>(p))) - 1) < 2e-15);
    }
}

TEST_CASE("array kernels give the bits of the scalar functions", "[lanes]") {
    std::mt19937_64 engine(2);
    std::vector<double> p(1001), x(1001), out(1001);
    for (std::size_t i = 0; i < p.size(); ++i) {
        p[i] = std::uniform_real_distribution<double>(0, 1)(engine);
        if (i % 10 == 0) p[i] = std::exp(std::uniform_real_distribution<double>(-40, 0)(engine));
        x[i] = std::uniform_real_distribution<double>(-5, 5)(engine);
    }
    std::vector<double> z = p, blended = x, added = x;
    blend(0.3, x, -1.7, p, blended);
    add_scaled(p, 0.7, added);
    normal_quantiles(z);
    exponentials(x, 0.3, 1.7, 2.0, -1.0, out);
    for (std::size_t i = 0; i < p.size(); ++i) {
        REQUIRE(z[i] == normal_quantile(p[i]));
        REQUIRE(out[i] == 2.0 * entente::exp(0.3 + 1.7 * x[i]) + -1.0);
        REQUIRE(blended[i] == 0.3 * x[i] + -1.7 * p[i]);
        REQUIRE(added[i] == x[i] + 0.7 * p[i]);
    }
}

TEST_CASE("probabilities of scores side by side have the bits of those one by one", "[lanes]") {
    std::mt19937_64 engine(3);
    std::normal_distribution<double> normal;
    std::vector<double> z{0.0, -0.0, 0.67448975, -0.67448975, 5.656854249492380195, 38.0, 39.0, -39.0, HUGE_VAL, -HUGE_VAL};
    for (int i = 0; i < 3000; ++i) z.push_back(normal(engine) * (i % 10 == 0 ? 12 : 1));
    std::vector<double> below(z.size()), above(z.size());
    normal_probabilities(z, below, above);
    for (std::size_t i = 0; i < z.size(); ++i) {
        REQUIRE(below[i] == normal_tails(z[i]).lower);
        REQUIRE(above[i] == normal_tails(z[i]).upper);
    }
}
