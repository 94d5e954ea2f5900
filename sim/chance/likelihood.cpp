// Densities and the table of families (see likelihood.hpp). Densities as in Johnson, Kotz and Balakrishnan (1994, 1995).
#include "chance/likelihood.hpp"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "chance/boost_math.hpp"
#include "chance/distribution.hpp"

namespace entente {

namespace {

// Of Boost, for the C library's lgamma writes a global.
double log_gamma(double a) { return boost::math::lgamma(a, MathPolicy()); }
double log_beta(double a, double b) { return log_gamma(a) + log_gamma(b) - log_gamma(a + b); }

// ---- densities: logarithms, with the parameters in the order of the keys

double normal_density(const Parameters& p, double x) {
    const double z = (x - p[0]) / p[1];
    return -0.5 * z * z - std::log(p[1]) - 0.91893853320467274178;
}
double lognormal_density(const Parameters& p, double x) {
    const double z = std::log(x / p[0]) / p[1];
    return -0.5 * z * z - std::log(p[1]) - 0.91893853320467274178 - std::log(x);
}
double gamma_density(const Parameters& p, double x) {
    return (p[0] - 1) * std::log(x) - x / p[1] - p[0] * std::log(p[1]) - log_gamma(p[0]);
}
double inverse_gamma_density(const Parameters& p, double x) {
    return p[0] * std::log(p[1]) - log_gamma(p[0]) - (p[0] + 1) * std::log(x) - p[1] / x;
}
double weibull_density(const Parameters& p, double x) {
    const double t = std::log(x / p[1]);
    return std::log(p[0] / p[1]) + (p[0] - 1) * t - std::exp(p[0] * t);
}
double loglogistic_density(const Parameters& p, double x) {
    const double t = p[0] * std::log(x / p[1]);
    return std::log(p[0]) - std::log(x) + t - 2 * (t > 0 ? t + std::log1p(std::exp(-t)) : std::log1p(std::exp(t)));
}
double exponential_density(const Parameters& p, double x) { return -std::log(p[0]) - x / p[0]; }
double pareto_density(const Parameters& p, double x) {
    return x < p[0] ? -HUGE_VAL : std::log(p[1]) + p[1] * std::log(p[0] / x) - std::log(x);
}
double uniform_density(const Parameters& p, double x) { return x < p[0] || x > p[1] ? -HUGE_VAL : -std::log(p[1] - p[0]); }
double triangular_density(const Parameters& p, double x) {
    if (x <= p[0] || x >= p[2]) return -HUGE_VAL;
    const double side = x < p[1] ? (x - p[0]) / (p[1] - p[0]) : (p[2] - x) / (p[2] - p[1]);
    return std::log(2 * side / (p[2] - p[0]));
}
double pert_density(const Parameters& p, double x) {
    if (x <= p[0] || x >= p[2]) return -HUGE_VAL;
    const double width = p[2] - p[0], a = 1 + 4 * (p[1] - p[0]) / width, b = 1 + 4 * (p[2] - p[1]) / width;
    return (a - 1) * std::log((x - p[0]) / width) + (b - 1) * std::log((p[2] - x) / width) - log_beta(a, b) - std::log(width);
}
double student_density(const Parameters& p, double x) {
    const double z = (x - p[1]) / p[2];
    return -log_beta(p[0] / 2, 0.5) - 0.5 * std::log(p[0]) - std::log(p[2]) - (p[0] + 1) / 2 * std::log1p(z * z / p[0]);
}
template <double (*density)(const Parameters&, double)>
double shifted_density(const Parameters& p, double x) {
    return x > p[2] ? density(p, x - p[2]) : -HUGE_VAL;
}

// ---- distributions

template <class F>
Distribution made(F leaf) {
    resolve(leaf);
    return Distribution(std::move(leaf));
}
// Of families whose parameters come first among their members.
template <class F>
Distribution of_two(const Parameters& p) {
    return made(F{p[0], p[1]});
}
template <class F>
Distribution of_three(const Parameters& p) {
    return made(F{p[0], p[1], p[2]});
}
// Gamma and inverse gamma, which can be given by mean and cv too.
template <class F>
Distribution of_shape_and_scale(const Parameters& p) {
    F leaf;
    leaf.shape = p[0];
    leaf.scale = p[1];
    return made(leaf);
}
Distribution make_pert(const Parameters& p) { return made(Pert{p[0], p[1], p[2], 4}); }
Distribution make_exponential(const Parameters& p) { return made(Exponential{p[0]}); }
Distribution make_lognormal(const Parameters& p) {
    Lognormal leaf;
    leaf.median = p[0];
    leaf.sigma = p[1];
    return made(leaf);
}
template <Distribution (*make)(const Parameters&)>
Distribution make_shifted(const Parameters& p) {
    Distribution out = make(p);
    out.shift = p[2];
    return out;
}

// A distribution function for spacings, which look at the smaller tail alone.
template <class F>
Probability smaller_tail(const F& leaf, double x) {
    return cdf(leaf, x);
}
// Each tail costs an incomplete beta function, and a search takes tens of thousands of them.
Probability smaller_tail(const Pert& leaf, double x) {
    const Beta beta = as_beta(leaf);
    const double z = (x - beta.min) / (beta.max - beta.min);
    if (!(z > 0 && z < 1)) return cdf(leaf, x);
    if (z < beta.alpha / (beta.alpha + beta.beta)) {
        const double below = boost::math::ibeta(beta.alpha, beta.beta, z, MathPolicy());
        return {below, 1 - below};
    }
    const double above = boost::math::ibetac(beta.alpha, beta.beta, z, MathPolicy());
    return {1 - above, above};
}

// P(x between), from the tail in which it does not cancel; where the difference is lost, from the density in the middle.
double probability_between(const FitForm& candidate, const Parameters& p, double from, double to, const Probability& below,
                           const Probability& above) {
    const double difference = below.below < 0.5 ? above.below - below.below : below.above - above.above;
    if (difference > 1e-11) return difference;
    const double by_density = std::exp(candidate.density(p, from + (to - from) / 2)) * (to - from);
    return std::isfinite(by_density) && by_density < 1e-9 ? std::max(by_density, difference) : difference;
}

}  // namespace

double spacings(const FitForm& candidate, const Parameters& p, const Gaps& gaps) {
    const Distribution d = candidate.make(p);
    const auto term = [](double share, double probability) { return share * std::log(std::max(probability, 1e-300) / share); };
    return std::visit(
        [&](const auto& leaf) {
            double sum = 0;
            Probability last{0, 1};
            for (std::size_t i = 0; i < gaps.at.size(); ++i) {
                const Probability here = smaller_tail(leaf, (gaps.at[i] - d.shift) / d.scale_by);
                sum += term(gaps.share[i], i == 0 ? here.below : probability_between(candidate, p, gaps.at[i - 1], gaps.at[i], last, here));
                last = here;
            }
            return sum + term(gaps.share.back(), last.above);
        },
        d.family);
}

const std::vector<FitForm>& fit_forms() {
    static const std::vector<FitForm> all{
        {"normal", {"mean", "sd"}, false, false, 0, fit_normal, normal_density, of_two<Normal>},
        {"student_t", {"df", "location", "scale"}, false, false, 0, fit_student, student_density, of_three<StudentT>},
        {"uniform", {"min", "max"}, false, false, 2, fit_uniform, uniform_density, of_two<Uniform>},
        {"triangular", {"min", "mode", "max"}, false, false, 0, fit_triangular, triangular_density, of_three<Triangular>},
        {"pert", {"min", "mode", "max"}, false, false, 0, fit_pert, pert_density, make_pert},
        {"exponential", {"mean"}, true, false, 0, fit_exponential, exponential_density, make_exponential},
        {"lognormal", {"median", "sigma"}, true, false, 0, fit_lognormal, lognormal_density, make_lognormal},
        {"lognormal",
         {"median", "sigma", "shift"},
         false,
         true,
         0,
         fit_shifted_lognormal,
         shifted_density<lognormal_density>,
         make_shifted<make_lognormal>},
        {"gamma", {"shape", "scale"}, true, false, 0, fit_gamma, gamma_density, of_shape_and_scale<Gamma>},
        {"gamma",
         {"shape", "scale", "shift"},
         false,
         true,
         0,
         fit_shifted_gamma,
         shifted_density<gamma_density>,
         make_shifted<of_shape_and_scale<Gamma>>},
        {"inverse_gamma", {"shape", "scale"}, true, false, 0, fit_inverse_gamma, inverse_gamma_density, of_shape_and_scale<InverseGamma>},
        {"weibull", {"shape", "scale"}, true, false, 0, fit_weibull, weibull_density, of_two<Weibull>},
        {"weibull",
         {"shape", "scale", "shift"},
         false,
         true,
         0,
         fit_shifted_weibull,
         shifted_density<weibull_density>,
         make_shifted<of_two<Weibull>>},
        {"loglogistic", {"shape", "scale"}, true, false, 0, fit_loglogistic, loglogistic_density, of_two<Loglogistic>},
        {"pareto", {"min", "alpha"}, true, false, 1, fit_pareto, pareto_density, of_two<Pareto>},
    };
    return all;
}

}  // namespace entente
