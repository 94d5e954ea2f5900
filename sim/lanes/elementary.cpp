// The normal distribution function and its inverse (see elementary.hpp for sources and errors).
#include "lanes/elementary.hpp"

namespace entente {

NormalTails normal_tails(double z) {
    const double y = std::fabs(z);
    if (y <= detail::probability_central_end) {
        const double away = detail::probability_central(z);
        return {0.5 + away, 0.5 - away};
    }
    const double tail =
        y <= detail::probability_tail_end ? detail::probability_tail(y) : (y > 38.0 ? 0.0 : detail::probability_far_tail(y));
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
