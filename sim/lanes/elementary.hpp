// Elementary functions on the result path: the same bits on every processor, and branch-light so that loops vectorise.
//
// The C library's exp and log differ between processors in the last place, so results never use them. Each function
// here is a fixed sequence of IEEE operations; with -ffp-contract=off every build gives the same bits. Errors against
// long double are tested in tests/lanes/elementary_test.cpp (exp and log: under 2 ulp).
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace entente {

namespace detail {

// Coefficients begin .. begin + count - 1; power[i] is x^(2^i).
template <int begin, int count, int N, class Number>
[[gnu::always_inline]] inline auto estrin(const double (&coefficients)[N], const Number (&power)[4]) {
    if constexpr (count == 1) {
        return coefficients[begin];
    } else {
        constexpr int level = std::bit_width(static_cast<unsigned>(count - 1)) - 1, half = 1 << level;
        return estrin<begin, half>(coefficients, power) + estrin<begin + half, count - half>(coefficients, power) * power[level];
    }
}

// By Estrin's scheme: halves that need not wait for each other, where Horner's is one long chain.
template <class Number, int N>
[[gnu::always_inline]] inline auto polynomial(const Number& x, const double (&coefficients)[N]) {
    static_assert(N <= 16);
    const Number square = x * x, fourth = square * square, power[] = {x, square, fourth, fourth * fourth};
    return estrin<0, N>(coefficients, power);
}

// The three ranges of Wichura's AS 241: |p - 1/2| <= 0.425, then sqrt(-ln tail) up to 5, then beyond.
[[gnu::always_inline]] inline double quantile_central(double q) {
    constexpr double numerator[] = {3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                    4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3};
    constexpr double denominator[] = {1.0,
                                      4.2313330701600911252e+1,
                                      6.8718700749205790830e+2,
                                      5.3941960214247511077e+3,
                                      2.1213794301586595867e+4,
                                      3.9307895800092710610e+4,
                                      2.8729085735721942674e+4,
                                      5.2264952788528545610e+3};
    const double r = 0.180625 - q * q;
    return q * polynomial(r, numerator) / polynomial(r, denominator);
}
[[gnu::always_inline]] inline double quantile_tail(double root) {
    constexpr double numerator[] = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                                    3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                                    2.27238449892691845833e-2, 7.74545014278341407640e-4};
    constexpr double denominator[] = {1.0,
                                      2.05319162663775882187e0,
                                      1.67638483018380384940e0,
                                      6.89767334985100004550e-1,
                                      1.48103976427480074590e-1,
                                      1.51986665636164571966e-2,
                                      5.47593808499534494600e-4,
                                      1.05075007164441684324e-9};
    const double r = root - 1.6;
    return polynomial(r, numerator) / polynomial(r, denominator);
}
[[gnu::always_inline]] inline double quantile_far_tail(double root) {
    constexpr double numerator[] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                                    2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                    2.71155556874348757815e-5, 2.01033439929228813265e-7};
    constexpr double denominator[] = {1.0,
                                      5.99832206555887937690e-1,
                                      1.36929880922735805310e-1,
                                      1.48753612908506148525e-2,
                                      7.86869131145613259100e-4,
                                      1.84631831751005468180e-5,
                                      1.42151175831644588870e-7,
                                      2.04426310338993978564e-15};
    const double r = root - 5.0;
    return polynomial(r, numerator) / polynomial(r, denominator);
}

constexpr double inverse_ln2 = 1.4426950408889634074;
constexpr double ln2_high = 6.93147180369123816490e-01;  // 33 bits, so that k * ln2_high is exact for the k of e^x
constexpr double ln2_low = 1.90821492927058770002e-10;
// 1.5 * 2^52. From there to 2^53 doubles are the whole numbers: adding it rounds to a whole number, which the sum's last bits then hold.
constexpr double shifter = 6755399441055744.0;
constexpr double exp_terms[] = {0x1.0000000000001p-1,  0x1.5555555555556p-3,  0x1.5555555553d63p-5,  0x1.11111111109b3p-7,
                                0x1.6c16c1788bd90p-10, 0x1.a01a01a7c41d5p-13, 0x1.a019b90d2ae7ap-16, 0x1.71de0dae63bb3p-19,
                                0x1.289185613a3d6p-22, 0x1.af38a9b0ec855p-26};

}  // namespace detail

// e^x. Cody-Waite reduction by ln 2 in two parts, then 1 + r + r^2 p(r) on |r| <= ln(2)/2, p of degree 9 through
// (e^r - 1 - r)/r^2 at ten Chebyshev nodes (relative error below 2e-17). Below -708 the result is 0 (no subnormals), above
// 709.78 infinite; NaN stays NaN. (exponential() of lanes/wide_exp.hpp is the same in lanes.)
[[gnu::always_inline]] inline double exp(double x) {
    const double clamped = x > 709.79 ? 709.79 : x;
    const double shifted = clamped * detail::inverse_ln2 + detail::shifter;
    const double k = shifted - detail::shifter;
    const double r = (clamped - k * detail::ln2_high) - k * detail::ln2_low;
    const double mantissa = 1.0 + (r + r * r * detail::polynomial(r, detail::exp_terms));
    // 2^(k-1), doubled at the end, for k reaches 1024, and no double is 2^1024. The last bits of `shifted` are k; moved up by 52 they are
    // added to the exponent of 1/2, and what stood above them is moved out.
    const std::uint64_t bits = (std::bit_cast<std::uint64_t>(shifted) << 52) + std::bit_cast<std::uint64_t>(0.5);
    const double value = mantissa * std::bit_cast<double>(bits) * 2.0;
    return x < -708.0 ? 0.0 : value;
}

// ln x for x >= 0 (0 gives -infinity; negative gives NaN). With x = 2^e m, m in [sqrt(1/2), sqrt(2)) and
// s = (m - 1)/(m + 1): ln m = 2 atanh s, by its series to s^23 (s^2 < 0.0295, remainder below 1e-19).
[[gnu::always_inline]] inline double log(double x) {
    constexpr double series[] = {2.0 / 3, 2.0 / 5, 2.0 / 7, 2.0 / 9, 2.0 / 11, 2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21, 2.0 / 23};
    constexpr double tiny = std::numeric_limits<double>::min();
    const double scaled = x < tiny ? x * 0x1p54 : x;
    const double bias = x < tiny ? 1077.0 : 1023.0;
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(scaled);
    // The bits of a double grow with it. Moved up by the distance from sqrt(1/2) to 1, they have the exponent of the next power of two from
    // sqrt(1/2) of it on, so that m falls in [sqrt(1/2), sqrt(2)).
    const std::uint64_t moved = bits + (0x3ff0000000000000ULL - 0x3fe6a09e667f3bcdULL);
    // A whole number below 2^52, put into the last bits of 2^52, makes 2^52 plus that number: less 2^52 it is the number as a double,
    // exactly. A conversion of 64-bit integers would do the same, but AVX2 has none, and the loops would go lane by lane.
    const double exponent = std::bit_cast<double>((moved >> 52) | 0x4330000000000000ULL) - 0x1p52 - bias;
    const double m = std::bit_cast<double>((moved & 0x000fffffffffffffULL) + 0x3fe6a09e667f3bcdULL);
    const double f = m - 1.0;
    const double s = f / (2.0 + f);
    const double s2 = s * s;
    const double half = 0.5 * f * f;
    const double tail = s * (half + s2 * detail::polynomial(s2, series));
    const double value = exponent * detail::ln2_high - ((half - (tail + exponent * detail::ln2_low)) - f);
    const double finite =
        x > 0.0 ? value : (x == 0.0 ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN());
    return x == std::numeric_limits<double>::infinity() ? x : finite;
}

// ln(1 + x) for x > -1, accurate for small x: ln(u) x / (u - 1) with u = 1 + x (Kahan's correction of the rounding of u).
[[gnu::always_inline]] inline double log1p(double x) {
    const double u = 1.0 + x;
    return u == 1.0 ? x : log(u) * (x / (u - 1.0));
}

// base^exponent for base > 0; relative error about |exponent ln base| ulp, ample for growth factors.
[[gnu::always_inline]] inline double power(double base, double exponent) { return exp(exponent * log(base)); }

namespace detail {

// The three ranges of Cody's approximation, up to these scores and beyond: Phi(z) - 1/2, then Phi(-y).
constexpr double probability_central_end = 0.67448975, probability_tail_end = 5.656854249492380195;

[[gnu::always_inline]] inline double probability_central(double z) {
    constexpr double numerator[] = {18154.981253343561249, 1067.6894854603709582, 161.02823106855587881, 2.2352520354606839287,
                                    .065682337918207449113};
    constexpr double denominator[] = {45507.789335026729956, 10260.932208618978205, 976.09855173777669322, 47.20258190468824187, 1.0};
    const double square = z * z;
    return z * polynomial(square, numerator) / polynomial(square, denominator);
}
// e^(-y^2/2) in two factors, so that the rounding of y^2 does not spoil the tail.
[[gnu::always_inline]] inline double probability_scale(double y) {
    const double coarse = std::trunc(y * 16.0) / 16.0;
    return exp(-coarse * coarse * 0.5) * exp(-(y - coarse) * (y + coarse) * 0.5);
}
[[gnu::always_inline]] inline double probability_tail(double y) {
    constexpr double numerator[] = {9842.7148383839780218, 11602.651437647350124, 6848.1904505362823326,
                                    2494.5375852903726711, 597.27027639480026226, 93.506656132177855979,
                                    8.8831497943883759412, .39894151208813466764, 1.0765576773720192317e-8};
    constexpr double denominator[] = {19685.429676859990727, 38912.003286093271411, 34900.952721145977266,
                                      18615.571640885098091, 6485.558298266760755,  1519.377599407554805,
                                      235.38790178262499861, 22.266688044328115691, 1.0};
    return probability_scale(y) * polynomial(y, numerator) / polynomial(y, denominator);
}
[[gnu::always_inline]] inline double probability_far_tail(double y) {
    constexpr double root_half_pi_inverse = 0.39894228040143267794;  // 1/sqrt(2 pi)
    constexpr double numerator[] = {2.9112874951168792e-5, .001421619193227893466, .022235277870649807,
                                    .1274011611602473639,  .21589853405795699,     .02307344176494017303};
    constexpr double denominator[] = {7.29751555083966205e-5, .00378239633202758244, .0659881378689285515,
                                      .468238212480865118,    1.28426009614491121,   1.0};
    const double inverse_square = 1.0 / (y * y);
    const double ratio = inverse_square * polynomial(inverse_square, numerator) / polynomial(inverse_square, denominator);
    return probability_scale(y) * (root_half_pi_inverse - ratio) / y;
}

}  // namespace detail

// Standard normal distribution function: rational approximations of Cody (1969), "Rational Chebyshev approximations
// for the error function", Math. Comp. 23; relative error below 1e-15 in the lower tail too.
double normal_cdf(double z);

// The same of z and of -z.
struct NormalTails {
    double lower, upper;
};
NormalTails normal_tails(double z);

// Its inverse on (0, 1): Wichura (1988), Algorithm AS 241, Applied Statistics 37; relative error about 1e-16.
double normal_quantile(double p);

}  // namespace entente
