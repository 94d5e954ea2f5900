// The program's own elementary functions, as Boost.Math calls them, against long double.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>

namespace {

// Error in units of the last place of the expected value.
double ulps(double found, long double expected) {
    const double nearest = static_cast<double>(expected);
    const double unit = std::nextafter(std::fabs(nearest), HUGE_VAL) - std::fabs(nearest);
    return static_cast<double>(std::fabs(static_cast<long double>(found) - expected) / unit);
}

template <class F, class G>
double worst(double low, double high, const F& found, const G& expected) {
    std::mt19937_64 engine(5);
    std::uniform_real_distribution<double> x(low, high);
    double most = 0;
    for (int i = 0; i < 200'000; ++i) {
        const double at = x(engine);
        most = std::max(most, ulps(found(at), expected(static_cast<long double>(at))));
    }
    return most;
}

}  // namespace

// The logarithm is known to 4e-18 of itself, which a power of e^690 makes 25 units of the last place; results near 1 have 2.
TEST_CASE("pow is as close to long double as its logarithm allows", "[lanes]") {
    std::mt19937_64 engine(6);
    std::uniform_real_distribution<double> log_x(-300, 300), result(-690, 690);
    double most = 0;
    for (int i = 0; i < 300'000; ++i) {
        const double x = std::exp(log_x(engine)), y = result(engine) / std::log(x);
        const double allowed = 2 + std::fabs(y * std::log(x)) / 25;
        most = std::max(most, ulps(std::pow(x, y), std::pow(static_cast<long double>(x), static_cast<long double>(y))) / allowed);
        const double near = 1 + 1e-3 * log_x(engine) / 300, big = 1e4 * result(engine) / 690;
        most = std::max(most, ulps(std::pow(near, big), std::pow(static_cast<long double>(near), static_cast<long double>(big))) / 2);
    }
    CHECK(most < 1);
}

TEST_CASE("pow knows its special cases", "[lanes]") {
    const double inf = std::numeric_limits<double>::infinity();
    CHECK(std::pow(0.0, 0.0) == 1);
    CHECK(std::pow(0.0, 2.5) == 0);
    CHECK(std::pow(0.0, -1.0) == inf);
    CHECK(std::pow(-2.0, 3.0) == Approx(-8));
    CHECK(std::pow(-2.0, 4.0) == Approx(16));
    CHECK(std::isnan(std::pow(-2.0, 0.5)));
    CHECK(std::pow(2.0, inf) == inf);
    CHECK(std::pow(0.5, inf) == 0);
    CHECK(std::pow(inf, -2.0) == 0);
    CHECK(std::pow(2.0, 2000.0) == inf);
    CHECK(std::pow(2.0, -2000.0) == 0);
}

TEST_CASE("exp, log, log1p, expm1 and the circular functions are close to long double", "[lanes]") {
    CHECK(worst(
              -700, 700, [](double x) { return std::exp(x); }, [](long double x) { return std::exp(x); }) < 2);
    CHECK(worst(
              1e-300, 10, [](double x) { return std::log(x); }, [](long double x) { return std::log(x); }) < 2);
    CHECK(worst(
              -0.9, 5, [](double x) { return std::log1p(x); }, [](long double x) { return std::log1p(x); }) < 4);
    CHECK(worst(
              -1e-4, 1e-4, [](double x) { return std::log1p(x); }, [](long double x) { return std::log1p(x); }) < 4);
    CHECK(worst(
              -2, 5, [](double x) { return std::expm1(x); }, [](long double x) { return std::expm1(x); }) < 4);
    CHECK(worst(
              -0.78, 0.78, [](double x) { return std::sin(x); }, [](long double x) { return std::sin(x); }) < 2);
    CHECK(worst(
              -0.78, 0.78, [](double x) { return std::cos(x); }, [](long double x) { return std::cos(x); }) < 2);
    CHECK(worst(
              -0.99, 0.99, [](double x) { return std::asin(x); }, [](long double x) { return std::asin(x); }) < 6);
    CHECK(worst(
              -0.99, 0.99, [](double x) { return std::acos(x); }, [](long double x) { return std::acos(x); }) < 6);
    for (const double x : {1.0, 2.5, -3.0, 10.0, 100.0}) {
        CHECK(std::sin(x) == Approx(static_cast<double>(std::sin(static_cast<long double>(x)))).margin(1e-15));
        CHECK(std::cos(x) == Approx(static_cast<double>(std::cos(static_cast<long double>(x)))).margin(1e-15));
    }
}
