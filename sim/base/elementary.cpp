// The normal distribution function and its inverse (see elementary.hpp for sources and errors).
#include "base/elementary.hpp"

namespace entente {

namespace {

constexpr double root_half_pi_inverse = 0.39894228040143267794;  // 1/sqrt(2 pi)

// Phi(-y) for y > 0.67448975, without the exponential: the two outer ranges of Cody's approximation.
double upper_tail(double y) {
    // exp(-y^2/2) in two factors, so that the rounding of y^2 does not spoil the tail.
    const double coarse = std::trunc(y * 16.0) / 16.0;
    const double scale = exp(-coarse * coarse * 0.5) * exp(-(y - coarse) * (y + coarse) * 0.5);
    if (y <= 5.656854249492380195) {
        constexpr double c[] = {9842.7148383839780218, 11602.651437647350124, 6848.1904505362823326,
                                2494.5375852903726711, 597.27027639480026226, 93.506656132177855979,
                                8.8831497943883759412, .39894151208813466764, 1.0765576773720192317e-8};
        constexpr double d[] = {19685.429676859990727, 38912.003286093271411, 34900.952721145977266,
                                18615.571640885098091, 6485.558298266760755,  1519.377599407554805,
                                235.38790178262499861, 22.266688044328115691, 1.0};
        return scale * detail::polynomial(y, c) / detail::polynomial(y, d);
    }
    constexpr double p[] = {2.9112874951168792e-5, .001421619193227893466, .022235277870649807,
                            .1274011611602473639,  .21589853405795699,     .02307344176494017303};
    constexpr double q[] = {7.29751555083966205e-5, .00378239633202758244, .0659881378689285515,
                            .468238212480865118,    1.28426009614491121,   1.0};
    const double inverse_square = 1.0 / (y * y);
    const double ratio = inverse_square * detail::polynomial(inverse_square, p) / detail::polynomial(inverse_square, q);
    return scale * (root_half_pi_inverse - ratio) / y;
}

}  // namespace

double normal_cdf(double z) {
    const double y = std::fabs(z);
    if (y <= 0.67448975) {
        constexpr double a[] = {18154.981253343561249, 1067.6894854603709582, 161.02823106855587881,
                                2.2352520354606839287, .065682337918207449113};
        constexpr double b[] = {45507.789335026729956, 10260.932208618978205, 976.09855173777669322,
                                47.20258190468824187, 1.0};
        const double square = z * z;
        return 0.5 + z * detail::polynomial(square, a) / detail::polynomial(square, b);
    }
    if (y > 38.0) return z > 0 ? 1.0 : 0.0;
    const double tail = upper_tail(y);
    return z > 0 ? 1.0 - tail : tail;
}

double normal_quantile(double p) {
    const double q = p - 0.5;
    if (std::fabs(q) <= 0.425) {
        constexpr double a[] = {3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                                1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                3.3430575583588128105e+4, 2.5090809287301226727e+3};
        constexpr double b[] = {1.0,
                                4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
                                2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4,
                                5.2264952788528545610e+3};
        const double r = 0.180625 - q * q;
        return q * detail::polynomial(r, a) / detail::polynomial(r, b);
    }
    const double tail = q < 0 ? p : 1.0 - p;
    double r = std::sqrt(-log(tail));
    double value = 0;
    if (r <= 5.0) {
        constexpr double c[] = {1.42343711074968357734e0, 4.63033784615654529590e0,    5.76949722146069140550e0,
                                3.64784832476320460504e0, 1.27045825245236838258e0,    2.41780725177450611770e-1,
                                2.27238449892691845833e-2, 7.74545014278341407640e-4};
        constexpr double d[] = {1.0,
                                2.05319162663775882187e0, 1.67638483018380384940e0,    6.89767334985100004550e-1,
                                1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
                                1.05075007164441684324e-9};
        r -= 1.6;
        value = detail::polynomial(r, c) / detail::polynomial(r, d);
    } else {
        constexpr double e[] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                                2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                2.71155556874348757815e-5, 2.01033439929228813265e-7};
        constexpr double f[] = {1.0,
                                5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
                                7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
                                2.04426310338993978564e-15};
        r -= 5.0;
        value = detail::polynomial(r, e) / detail::polynomial(r, f);
    }
    return q < 0 ? -value : value;
}

}  // namespace entente
