// Elementary functions on the result path: the same bits on every processor, and branch-light so that loops vectorise.
//
// The C library's exp and log differ between processors in the last place, so results never use them. Each function
// here is a fixed sequence of IEEE operations; with -ffp-contract=off every build gives the same bits. Errors against
// long double are tested in tests/base/elementary_test.cpp (exp and log: under 2 ulp).
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace entente {

namespace detail {

template <int N>
[[gnu::always_inline]] inline double polynomial(double x, const double (&coefficients)[N]) {
    double sum = coefficients[N - 1];
    for (int i = N - 2; i >= 0; --i) sum = sum * x + coefficients[i];
    return sum;
}

}  // namespace detail

// e^x. Cody-Waite reduction by ln 2 in two parts, then the Taylor polynomial of degree 13 on |r| <= ln(2)/2
// (remainder below 5e-18). Below -708 the result is 0 (no subnormals), above 709.78 infinite; NaN stays NaN.
[[gnu::always_inline]] inline double exp(double x) {
    constexpr double inverse_ln2 = 1.4426950408889634074;
    constexpr double ln2_high = 6.93147180369123816490e-01;  // 33 bits, so k * ln2_high is exact
    constexpr double ln2_low = 1.90821492927058770002e-10;
    constexpr double shifter = 6755399441055744.0;  // 1.5 * 2^52: adding it rounds to an integer
    constexpr double terms[] = {1.0 / 2,      1.0 / 6,       1.0 / 24,       1.0 / 120,       1.0 / 720,
                                1.0 / 5040,   1.0 / 40320,   1.0 / 362880,   1.0 / 3628800,   1.0 / 39916800,
                                1.0 / 479001600, 1.0 / 6227020800.0};
    const double clamped = x < -708.0 ? -708.0 : (x > 709.79 ? 709.79 : x);
    const double shifted = clamped * inverse_ln2 + shifter;
    const double k = shifted - shifter;
    const double r = (clamped - k * ln2_high) - k * ln2_low;
    const double mantissa = 1.0 + (r + r * r * detail::polynomial(r, terms));
    // 2^(k-1), doubled at the end: k reaches 1024, which no exponent field holds.
    const std::uint64_t bits = (std::bit_cast<std::uint64_t>(shifted) << 52) + std::bit_cast<std::uint64_t>(0.5);
    const double value = mantissa * std::bit_cast<double>(bits) * 2.0;
    return x < -708.0 ? 0.0 : (x != x ? x : value);
}

// ln x for x >= 0 (0 gives -infinity; negative gives NaN). With x = 2^e m, m in [sqrt(1/2), sqrt(2)) and
// s = (m - 1)/(m + 1): ln m = 2 atanh s, by its series to s^23 (s^2 < 0.0295, remainder below 1e-19).
[[gnu::always_inline]] inline double log(double x) {
    constexpr double ln2_high = 6.93147180369123816490e-01;
    constexpr double ln2_low = 1.90821492927058770002e-10;
    constexpr double series[] = {2.0 / 3,  2.0 / 5,  2.0 / 7,  2.0 / 9,  2.0 / 11, 2.0 / 13,
                                 2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21, 2.0 / 23};
    constexpr double tiny = std::numeric_limits<double>::min();
    const double scaled = x < tiny ? x * 0x1p54 : x;
    const double bias = x < tiny ? 1077.0 : 1023.0;
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(scaled);
    // Offset by the distance from sqrt(1/2) to 1, so that m falls in [sqrt(1/2), sqrt(2)).
    const std::uint64_t moved = bits + (0x3ff0000000000000ULL - 0x3fe6a09e667f3bcdULL);
    // The exponent field as a double without an integer conversion (which plain AVX2 lacks).
    const double exponent = std::bit_cast<double>((moved >> 52) | 0x4330000000000000ULL) - 0x1p52 - bias;
    const double m = std::bit_cast<double>((moved & 0x000fffffffffffffULL) + 0x3fe6a09e667f3bcdULL);
    const double f = m - 1.0;
    const double s = f / (2.0 + f);
    const double s2 = s * s;
    const double half = 0.5 * f * f;
    const double tail = s * (half + s2 * detail::polynomial(s2, series));
    const double value = exponent * ln2_high - ((half - (tail + exponent * ln2_low)) - f);
    const double finite = x > 0.0 ? value : (x == 0.0 ? -std::numeric_limits<double>::infinity()
                                                      : std::numeric_limits<double>::quiet_NaN());
    return x == std::numeric_limits<double>::infinity() ? x : finite;
}

// ln(1 + x) for x > -1, accurate for small x: ln(u) x / (u - 1) with u = 1 + x (Kahan's correction of the rounding of u).
[[gnu::always_inline]] inline double log1p(double x) {
    const double u = 1.0 + x;
    return u == 1.0 ? x : log(u) * (x / (u - 1.0));
}

// base^exponent for base > 0; relative error about |exponent ln base| ulp, ample for growth factors.
[[gnu::always_inline]] inline double power(double base, double exponent) {
    return exp(exponent * log(base));
}

// Standard normal distribution function: rational approximations of Cody (1969), "Rational Chebyshev approximations
// for the error function", Math. Comp. 23; relative error below 1e-15 in the lower tail too.
double normal_cdf(double z);

// Its inverse on (0, 1): Wichura (1988), Algorithm AS 241, Applied Statistics 37; relative error about 1e-16.
double normal_quantile(double p);

}  // namespace entente
