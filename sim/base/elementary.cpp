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

NormalTails normal_tails(double z) {
    const double y = std::fabs(z);
    if (y <= 0.67448975) {
        constexpr double a[] = {18154.981253343561249, 1067.6894854603709582, 161.02823106855587881, 2.2352520354606839287,
                                .065682337918207449113};
        constexpr double b[] = {45507.789335026729956, 10260.932208618978205, 976.09855173777669322, 47.20258190468824187, 1.0};
        const double square = z * z;
        const double away = z * detail::polynomial(square, a) / detail::polynomial(square, b);
        return {0.5 + away, 0.5 - away};
    }
    const double tail = y > 38.0 ? 0.0 : upper_tail(y);
    if (z > 0) return {1.0 - tail, tail};
    return {tail, 1.0 - tail};
}

double normal_cdf(double z) { return normal_tails(z).lower; }

double normal_quantile(double p) {
    const double q = p - 0.5;
    if (std::fabs(q) <= 0.425) return detail::quantile_central(q);
    const double tail = q < 0 ? p : 1.0 - p;
    const double root = std::sqrt(-log(tail));
    const double value = root <= 5.0 ? detail::quantile_tail(root) : detail::quantile_far_tail(root);
    return q < 0 ? -value : value;
}

}  // namespace entente
