// The C library's elementary functions, replaced for the whole program.
//
// The tables of beta, gamma and Student families are made with Boost.Math, which calls exp, log, pow and their kin of the C
// library; those differ in the last place between processors with and without fused multiply-add, and so would results.
// A program's own definitions come before the library's when it is linked, so Boost.Math, and all code here, calls these: fixed
// sequences of IEEE operations, the same bits everywhere. Errors are tested in tests/lanes/c_library_test.cpp. errno is not set.
#include <cmath>
#include <cstdint>
#include <limits>

#include "lanes/elementary.hpp"

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

// A number as an unevaluated sum of two doubles.
struct Pair {
    double high, low;
};

// The exact product of two doubles, by Veltkamp's splitting (Dekker 1971).
Pair product(double a, double b) {
    constexpr double splitter = 134217729.0;  // 2^27 + 1
    const double ca = splitter * a, cb = splitter * b;
    const double ah = ca - (ca - a), bh = cb - (cb - b), al = a - ah, bl = b - bh;
    const double p = a * b;
    return {p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
}

// The exact sum, for |a| >= |b|.
Pair sum(double a, double b) {
    const double s = a + b;
    return {s, b - (s - a)};
}

// ln x to about 2^-68 of its size, for finite x > 0: x = 2^e m, ln m = 2 s + 2 s^3 / 3 + ..., s = (m - 1)/(m + 1) as a pair.
Pair log_pair(double x) {
    constexpr double ln2_high = 6.93147180369123816490e-01, ln2_middle = 1.90821492927058770002e-10;
    constexpr double series[] = {2.0 / 3, 2.0 / 5, 2.0 / 7, 2.0 / 9, 2.0 / 11, 2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21, 2.0 / 23};
    int e = 0;
    double m = std::frexp(x, &e);
    if (m < 0.70710678118654752) {
        m *= 2;
        --e;
    }
    const double f = m - 1, g = m + 1;  // exact: m has at most 53 bits, and m + 1 rounds by its last bit only
    const double g_low = m - (g - 1);
    const double s = f / g;
    const Pair back = product(s, g);
    const double s_low = ((f - back.high) - back.low - s * g_low) / g;
    const double s2 = s * s;
    const double tail = s * s2 * entente::detail::polynomial(s2, series) + 2 * s_low;
    const Pair first = sum(e * ln2_high, 2 * s);
    const Pair both = e == 0 ? sum(2 * s, tail) : sum(first.high, first.low + tail + e * ln2_middle);
    return both;
}

double exp_pair(Pair x) {
    const double value = entente::exp(x.high);
    return value == 0 || value == infinity ? value : value + value * x.low;
}

bool is_integer(double y) { return std::floor(y) == y; }
bool is_odd(double y) { return is_integer(y) && std::fabs(y) < 0x1p53 && std::fmod(y, 2.0) != 0; }

// sin and cos of r in [-pi/4, pi/4] by their series; remainders below 1e-17.
double sin_small(double r) {
    constexpr double terms[] = {-1.0 / 6,        1.0 / 120,          -1.0 / 5040,           1.0 / 362880,
                                -1.0 / 39916800, 1.0 / 6227020800.0, -1.0 / 1307674368000.0};
    const double r2 = r * r;
    return r + r * r2 * entente::detail::polynomial(r2, terms);
}
double cos_small(double r) {
    constexpr double terms[] = {1.0 / 24,        -1.0 / 720,           1.0 / 40320,           -1.0 / 3628800,
                                1.0 / 479001600, -1.0 / 87178291200.0, 1.0 / 20922789888000.0};
    const double r2 = r * r;
    return 1 - (0.5 * r2 - r2 * r2 * entente::detail::polynomial(r2, terms));
}

// sin(x + quarter pi/2), for |x| up to 1e6 (Cody and Waite's three-part reduction); nothing here needs more.
double sin_quarter(double x, int quarter) {
    constexpr double two_over_pi = 0.63661977236758134308;
    constexpr double first = 1.57079632673412561417, second = 6.07710050630396597660e-11, third = 2.02226624879595063154e-21;
    if (!(std::fabs(x) < 1e6)) return no_number;
    const double k = std::floor(x * two_over_pi + 0.5);
    const double r = ((x - k * first) - k * second) - k * third;
    switch ((static_cast<std::int64_t>(k) + quarter) & 3) {
        case 0: return sin_small(r);
        case 1: return cos_small(r);
        case 2: return -sin_small(r);
        default: return -cos_small(r);
    }
}

// atan t for 0 <= t: halved until small, then the series.
double atan_positive(double t) {
    if (t > 1) return 1.5707963267948966192 - atan_positive(1 / t);
    double factor = 1;
    while (t > 0.1) {
        t = t / (1 + std::sqrt(1 + t * t));
        factor *= 2;
    }
    constexpr double terms[] = {-1.0 / 3, 1.0 / 5, -1.0 / 7, 1.0 / 9, -1.0 / 11, 1.0 / 13, -1.0 / 15};
    return factor * (t + t * t * t * entente::detail::polynomial(t * t, terms));
}

}  // namespace

extern "C" {

double exp(double x) noexcept { return entente::exp(x); }
double log(double x) noexcept { return entente::log(x); }

double pow(double x, double y) noexcept {
    if (y == 0 || x == 1) return 1;
    if (x != x || y != y) return no_number;
    if (x < 0) {
        if (!is_integer(y)) return no_number;
        const double size = pow(-x, y);
        return is_odd(y) ? -size : size;
    }
    if (x == 0 || x == infinity) return (x == 0) == (y > 0) ? 0.0 : infinity;
    if (std::fabs(y) == infinity) return (x > 1) == (y > 0) ? infinity : 0.0;
    const Pair logarithm = log_pair(x);
    Pair scaled = product(y, logarithm.high);
    if (!(std::fabs(scaled.high) < 1e4)) return scaled.high > 0 ? infinity : 0.0;
    scaled.low += y * logarithm.low;
    return exp_pair(scaled);
}

double log1p(double x) noexcept {
    if (x > -1 && std::fabs(x) < 1e-5) return x - x * x * (0.5 - x * (1.0 / 3 - x * 0.25));
    return x == infinity ? x : entente::log1p(x);
}

double expm1(double x) noexcept {
    // Near 0 by the series, further on the loss of the subtraction is small.
    if (std::fabs(x) < 0.5) {
        constexpr double terms[] = {1.0 / 2,
                                    1.0 / 6,
                                    1.0 / 24,
                                    1.0 / 120,
                                    1.0 / 720,
                                    1.0 / 5040,
                                    1.0 / 40320,
                                    1.0 / 362880,
                                    1.0 / 3628800,
                                    1.0 / 39916800,
                                    1.0 / 479001600,
                                    1.0 / 6227020800.0,
                                    1.0 / 87178291200.0,
                                    1.0 / 1307674368000.0,
                                    1.0 / 20922789888000.0};
        return x + x * x * entente::detail::polynomial(x, terms);
    }
    return entente::exp(x) - 1;
}

double sin(double x) noexcept { return sin_quarter(x, 0); }
double cos(double x) noexcept { return sin_quarter(x, 1); }
void sincos(double x, double* s, double* c) noexcept {
    *s = sin_quarter(x, 0);
    *c = sin_quarter(x, 1);
}

double asin(double x) noexcept {
    const double size = std::fabs(x);
    if (!(size <= 1)) return no_number;
    // sqrt(1 - x^2) from its factors keeps the ends exact.
    const double angle = 2 * atan_positive(size / (1 + std::sqrt((1 - size) * (1 + size))));
    return x < 0 ? -angle : angle;
}
double acos(double x) noexcept {
    if (!(std::fabs(x) <= 1)) return no_number;
    return 2 * atan_positive(std::sqrt(1 - x) / std::sqrt(1 + x));
}

}  // extern "C"
