// Maximum likelihood, family by family, where the range is not estimated (see likelihood.hpp).
#include <algorithm>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/tools/roots.hpp>
#include <cmath>
#include <functional>

#include "chance/boost_math.hpp"
#include "chance/likelihood.hpp"
#include "chance/simplex.hpp"

namespace entente {

namespace {

// Values that spread less than this for their size leave a family of positive values no digits.
constexpr double least_spread = 1e-7;
constexpr std::string_view too_narrow = "the values spread too little for their size";
constexpr std::string_view no_estimate = "no estimate is found";

// Where f, which falls or rises through 0 on the positive numbers, is 0; or NaN.
double positive_root(const std::function<double(double)>& f, double guess) {
    std::uintmax_t trials = 200;
    const double at = f(guess), further = f(2 * guess);
    if (!std::isfinite(at) || !std::isfinite(further)) return std::nan("");
    const auto [low, high] = boost::math::tools::bracket_and_solve_root(
        f, guess, 2.0, at < further, boost::math::tools::eps_tolerance<double>(44), trials, MathPolicy());
    return (low + high) / 2;
}

double sd_of(const Sample& sample, double mean) {
    return std::sqrt(mean_of(sample, [mean](double x) { return (x - mean) * (x - mean); }));
}

// Logarithms of value / unit, exact where the values are close to it.
Sample logarithms(const Sample& sample, double unit) {
    Sample out = sample;
    for (double& x : out.value) x = std::fabs(x - unit) < 0.5 * unit ? std::log1p((x - unit) / unit) : std::log(x / unit);
    return out;
}

bool is_narrow(const Sample& sample) {
    const double mean = mean_of(sample);
    return sd_of(sample, mean) < least_spread * mean;
}

ParameterEstimate checked(Parameters p) {
    const bool sound = std::all_of(p.begin(), p.end(), [](double x) { return std::isfinite(x); });
    return sound ? ParameterEstimate{std::move(p), {}} : ParameterEstimate{{}, no_estimate};
}

// Shape and mean of gamma: ln k - digamma(k) is the logarithm of the mean less the mean logarithm.
Parameters gamma_of(const Sample& sample) {
    const double mean = mean_of(sample), gap = -mean_of(logarithms(sample, mean));
    if (!(gap > 0) || !std::isfinite(gap)) return {std::nan(""), mean};
    // For large k it is 1/(2k) + 1/(12k^2).
    if (gap < 1e-5) return {(1 + std::sqrt(1 + 4 * gap / 3)) / (4 * gap), mean};
    return {positive_root([gap](double k) { return std::log(k) - boost::math::digamma(k, MathPolicy()) - gap; }, 0.5 / gap), mean};
}

}  // namespace

double mean_of(const Sample& sample) {
    // About the middle value: sums of large numbers would lose the digits that differ.
    const double centre = sample.value[sample.value.size() / 2];
    return centre + mean_of(sample, [centre](double x) { return x - centre; });
}

Sample moved(const Sample& sample, double shift) {
    Sample out = sample;
    for (double& x : out.value) x -= shift;
    return out;
}

ParameterEstimate fit_normal(const Sample& sample) {
    const double mean = mean_of(sample), sd = sd_of(sample, mean);
    return sd > 0 ? checked({mean, sd}) : ParameterEstimate{{}, too_narrow};
}

// With one degree of freedom or more the likelihood has a maximum unless half of the values are equal: of k equal ones among n it grows
// like scale^(df (n - k) - k) as the scale goes to 0.
ParameterEstimate fit_student(const Sample& sample) {
    constexpr double most_df = 400;
    const double most = *std::max_element(sample.weight.begin(), sample.weight.end());
    if (2 * most >= sample.size) return {{}, "half of the values are equal, so its scale would be 0"};
    const double mean = mean_of(sample), sd = sd_of(sample, mean);
    const auto free = [&](const Parameters& p) {
        return Parameters{1 + (most_df - 1) / (1 + std::exp(-p[0])), mean + sd * p[1], sd * std::exp(p[2])};
    };
    const auto worse = [&](const Parameters& at) {
        const Parameters p = free(at);
        const double mean_log = mean_of(sample, [&](double x) {
            const double z = (x - p[1]) / p[2];
            return std::log1p(z * z / p[0]);
        });
        const double constant =
            boost::math::lgamma(p[0] / 2, MathPolicy()) - boost::math::lgamma(p[0] / 2 + 0.5, MathPolicy()) + 0.5 * std::log(p[0]);
        const double sum = constant + std::log(p[2]) + (p[0] + 1) / 2 * mean_log;
        return std::isfinite(sum) ? sum : HUGE_VAL;
    };
    const Parameters p = free(simplex_minimum(worse, {-4.5, 0, -0.2}));
    if (p[2] < 1e-9 * sd) return {{}, "half of the values are all but equal, so its scale would be 0"};
    return checked(p);
}

ParameterEstimate fit_exponential(const Sample& sample) { return checked({mean_of(sample)}); }

ParameterEstimate fit_lognormal(const Sample& sample) {
    if (is_narrow(sample)) return {{}, too_narrow};
    const double unit = mean_of(sample);
    const Sample logs = logarithms(sample, unit);
    const double mean = mean_of(logs);
    return checked({unit * std::exp(mean), sd_of(logs, mean)});
}

ParameterEstimate fit_gamma(const Sample& sample) {
    if (is_narrow(sample)) return {{}, too_narrow};
    const Parameters p = gamma_of(sample);
    return checked({p[0], p[1] / p[0]});
}

// The reciprocals are gamma.
ParameterEstimate fit_inverse_gamma(const Sample& sample) {
    if (is_narrow(sample)) return {{}, too_narrow};
    Sample reciprocals = sample;
    for (double& x : reciprocals.value) x = 1 / x;
    const Parameters p = gamma_of(reciprocals);
    return checked({p[0], p[0] / p[1]});
}

ParameterEstimate fit_weibull(const Sample& sample) {
    if (is_narrow(sample)) return {{}, too_narrow};
    const double largest = sample.value.back();
    const Sample logs = logarithms(sample, largest);
    const double mean = mean_of(logs);
    const auto slope = [&](double k) {
        double sum = 0, products = 0;
        for (std::size_t i = 0; i < logs.value.size(); ++i) {
            const double power = logs.weight[i] * std::exp(k * logs.value[i]);
            sum += power;
            products += power * logs.value[i];
        }
        return products / sum - mean - 1 / k;
    };
    const double shape = positive_root(slope, 1.28 / sd_of(logs, mean));
    const double power = mean_of(logs, [shape](double t) { return std::exp(shape * t); });
    return checked({shape, largest * std::exp(std::log(power) / shape)});
}

// The logarithms are logistic.
ParameterEstimate fit_loglogistic(const Sample& sample) {
    if (is_narrow(sample)) return {{}, too_narrow};
    const double unit = mean_of(sample);
    const Sample logs = logarithms(sample, unit);
    const double mean = mean_of(logs), sd = sd_of(logs, mean);
    const auto worse = [&](const Parameters& at) {
        const double centre = mean + sd * at[0], scale = sd * std::exp(at[1]);
        return std::log(scale) + mean_of(logs, [&](double t) {
                   const double z = std::fabs(t - centre) / scale;
                   return z + 2 * std::log1p(std::exp(-z));
               });
    };
    const Parameters at = simplex_minimum(worse, {0, std::log(0.55)}, 0.2);
    return checked({1 / (sd * std::exp(at[1])), unit * std::exp(mean + sd * at[0])});
}

}  // namespace entente
