// Densities and estimates (see likelihood.hpp). Densities as in Johnson, Kotz and Balakrishnan (1994, 1995).
#include "chance/likelihood.hpp"

#include <algorithm>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/tools/roots.hpp>
#include <cmath>
#include <functional>

namespace entente {

namespace {

double mean_of(Data data, const std::function<double(double)>& f) {
    double sum = 0;
    for (const double x : data) sum += f(x);
    return sum / static_cast<double>(data.size());
}
double mean_of(Data data) {
    return mean_of(data, [](double x) { return x; });
}
double mean_log(Data data) {
    return mean_of(data, [](double x) { return std::log(x); });
}
std::vector<double> transformed(Data data, double (*f)(double)) {
    std::vector<double> out(data.size());
    std::transform(data.begin(), data.end(), out.begin(), f);
    return out;
}

// Where f, which falls or rises through 0 on the positive numbers, is 0.
double positive_root(const std::function<double(double)>& f, double guess) {
    std::uintmax_t trials = 200;
    const bool rising = f(guess) < f(2 * guess);
    const auto bracket =
        boost::math::tools::bracket_and_solve_root(f, guess, 2.0, rising, boost::math::tools::eps_tolerance<double>(40), trials);
    return (bracket.first + bracket.second) / 2;
}

// The least value of f near `start` by the simplex method (Nelder and Mead 1965).
Parameters simplex_minimum(const std::function<double(const Parameters&)>& f, const Parameters& start) {
    const std::size_t n = start.size();
    std::vector<std::pair<double, Parameters>> corner{{f(start), start}};
    for (std::size_t i = 0; i < n; ++i) {
        Parameters p = start;
        p[i] += 0.5;
        corner.emplace_back(f(p), p);
    }
    const auto better = [](const auto& a, const auto& b) { return a.first < b.first; };
    for (int step = 0; step < 600; ++step) {
        std::sort(corner.begin(), corner.end(), better);
        if (corner.back().first - corner.front().first < 1e-10 * (1 + std::fabs(corner.front().first))) break;
        Parameters centre(n, 0.0);
        for (std::size_t c = 0; c < n; ++c) {
            for (std::size_t i = 0; i < n; ++i) centre[i] += corner[c].second[i] / static_cast<double>(n);
        }
        const auto along = [&](double t) {
            Parameters p(n);
            for (std::size_t i = 0; i < n; ++i) p[i] = centre[i] + t * (corner.back().second[i] - centre[i]);
            return std::pair(f(p), p);
        };
        auto next = along(-1);
        if (next.first < corner.front().first) {
            auto further = along(-2);
            if (further.first < next.first) next = std::move(further);
        } else if (!(next.first < corner[n - 1].first)) {
            next = along(next.first < corner.back().first ? -0.5 : 0.5);
        }
        if (next.first < corner.back().first) {
            corner.back() = std::move(next);
            continue;
        }
        for (std::size_t c = 1; c <= n; ++c) {
            for (std::size_t i = 0; i < n; ++i) corner[c].second[i] = (corner[c].second[i] + corner[0].second[i]) / 2;
            corner[c].first = f(corner[c].second);
        }
    }
    return std::min_element(corner.begin(), corner.end(), better)->second;
}

// Of Boost, for the C library's lgamma writes a global.
double log_beta(double a, double b) { return boost::math::lgamma(a) + boost::math::lgamma(b) - boost::math::lgamma(a + b); }

// ---- densities: logarithms, with the parameters in the order of the keys

double normal_density(const Parameters& p, double x) {
    const double z = (x - p[0]) / p[1];
    return -0.5 * z * z - std::log(p[1]) - 0.91893853320467274178;
}
double lognormal_density(const Parameters& p, double x) { return normal_density({std::log(p[0]), p[1]}, std::log(x)) - std::log(x); }
double gamma_density(const Parameters& p, double x) {
    return (p[0] - 1) * std::log(x) - x / p[1] - p[0] * std::log(p[1]) - boost::math::lgamma(p[0]);
}
double inverse_gamma_density(const Parameters& p, double x) {
    return p[0] * std::log(p[1]) - boost::math::lgamma(p[0]) - (p[0] + 1) * std::log(x) - p[1] / x;
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
double pareto_density(const Parameters& p, double x) { return std::log(p[1]) + p[1] * std::log(p[0]) - (p[1] + 1) * std::log(x); }
double uniform_density(const Parameters& p, double) { return -std::log(p[1] - p[0]); }
double triangular_density(const Parameters& p, double x) {
    const double side = x < p[1] ? (x - p[0]) / (p[1] - p[0]) : (p[2] - x) / (p[2] - p[1]);
    return std::log(2 * side / (p[2] - p[0]));
}
double pert_density(const Parameters& p, double x) {
    const double width = p[2] - p[0], a = 1 + 4 * (p[1] - p[0]) / width, b = 1 + 4 * (p[2] - p[1]) / width;
    return (a - 1) * std::log((x - p[0]) / width) + (b - 1) * std::log((p[2] - x) / width) - log_beta(a, b) - std::log(width);
}
double student_density(const Parameters& p, double x) {
    const double z = (x - p[1]) / p[2];
    return -log_beta(p[0] / 2, 0.5) - 0.5 * std::log(p[0]) - std::log(p[2]) - (p[0] + 1) / 2 * std::log1p(z * z / p[0]);
}

// ---- estimates

Parameters fit_normal(Data data) {
    const double mean = mean_of(data);
    return {mean, std::sqrt(mean_of(data, [mean](double x) { return (x - mean) * (x - mean); }))};
}
Parameters fit_lognormal(Data data) {
    const Parameters log = fit_normal(transformed(data, [](double x) { return std::log(x); }));
    return {std::exp(log[0]), log[1]};
}
// ln k - digamma(k) is the logarithm of the mean less the mean logarithm.
Parameters fit_gamma(Data data) {
    const double mean = mean_of(data), gap = std::log(mean) - mean_log(data);
    const double shape = positive_root([gap](double k) { return std::log(k) - boost::math::digamma(k) - gap; }, 0.5 / gap);
    return {shape, mean / shape};
}
// The reciprocals are gamma.
Parameters fit_inverse_gamma(Data data) {
    const Parameters p = fit_gamma(transformed(data, [](double x) { return 1 / x; }));
    return {p[0], 1 / p[1]};
}
Parameters fit_weibull(Data data) {
    const double mean = mean_log(data), largest = *std::max_element(data.begin(), data.end());
    const auto power = [&](double shape, double x) { return std::exp(shape * std::log(x / largest)); };
    const double shape = positive_root(
        [&](double k) {
            double sum = 0, logs = 0;
            for (const double x : data) {
                sum += power(k, x);
                logs += power(k, x) * std::log(x);
            }
            return logs / sum - mean - 1 / k;
        },
        1.0);
    return {shape, largest * std::pow(mean_of(data, [&](double x) { return power(shape, x); }), 1 / shape)};
}
Parameters fit_exponential(Data data) { return {mean_of(data)}; }
Parameters fit_pareto(Data data) {
    const double least = *std::min_element(data.begin(), data.end());
    return {least, 1 / (mean_log(data) - std::log(least))};
}
Parameters fit_uniform(Data data) {
    const auto [least, most] = std::minmax_element(data.begin(), data.end());
    return {*least, *most};
}

Parameters by_simplex(Data data, double (*density)(const Parameters&, double),
                      const std::function<Parameters(const Parameters&)>& from_free, const Parameters& start) {
    const auto worse = [&](const Parameters& free) {
        const Parameters p = from_free(free);
        const double sum = -mean_of(data, [&](double x) { return density(p, x); });
        return std::isfinite(sum) ? sum : HUGE_VAL;
    };
    return from_free(simplex_minimum(worse, start));
}
Parameters fit_loglogistic(Data data) {
    const Parameters log = fit_lognormal(data);
    const auto free = [](const Parameters& p) { return Parameters{std::exp(p[0]), std::exp(p[1])}; };
    return by_simplex(data, loglogistic_density, free, {std::log(1.8 / log[1]), std::log(log[0])});
}
Parameters fit_student(Data data) {
    const Parameters normal = fit_normal(data);
    const auto free = [&](const Parameters& p) {
        return Parameters{std::exp(std::clamp(p[0], -1.0, 6.0)), normal[0] + normal[1] * p[1], normal[1] * std::exp(p[2])};
    };
    return by_simplex(data, student_density, free, {1.5, 0, -0.2});
}
// Least, most likely and largest value: the ends outside the data, the mode between the ends.
Parameters fit_bounded(Data data, double (*density)(const Parameters&, double)) {
    const Parameters ends = fit_uniform(data);
    const double width = ends[1] - ends[0];
    const auto free = [&](const Parameters& p) {
        const double low = ends[0] - width * std::exp(p[0]), high = ends[1] + width * std::exp(p[1]);
        return Parameters{low, low + (high - low) / (1 + std::exp(-p[2])), high};
    };
    const double part = std::clamp((mean_of(data) - ends[0]) / width, 0.1, 0.9);
    return by_simplex(data, density, free, {-2, -2, std::log(part / (1 - part))});
}
Parameters fit_triangular(Data data) { return fit_bounded(data, triangular_density); }
Parameters fit_pert(Data data) { return fit_bounded(data, pert_density); }

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
Distribution make_exponential(const Parameters& p) { return made(Exponential{p[0]}); }
Distribution make_lognormal(const Parameters& p) {
    Lognormal leaf;
    leaf.median = p[0];
    leaf.sigma = p[1];
    return made(leaf);
}

}  // namespace

const std::vector<Candidate>& candidates() {
    static const std::vector<Candidate> all{
        {"normal", {"mean", "sd"}, false, fit_normal, normal_density, of_two<Normal>},
        {"student_t", {"df", "location", "scale"}, false, fit_student, student_density, of_three<StudentT>},
        {"uniform", {"min", "max"}, false, fit_uniform, uniform_density, of_two<Uniform>},
        {"triangular", {"min", "mode", "max"}, false, fit_triangular, triangular_density, of_three<Triangular>},
        {"pert", {"min", "mode", "max"}, false, fit_pert, pert_density, of_three<Pert>},
        {"exponential", {"mean"}, true, fit_exponential, exponential_density, make_exponential},
        {"lognormal", {"median", "sigma"}, true, fit_lognormal, lognormal_density, make_lognormal},
        {"gamma", {"shape", "scale"}, true, fit_gamma, gamma_density, of_shape_and_scale<Gamma>},
        {"inverse_gamma", {"shape", "scale"}, true, fit_inverse_gamma, inverse_gamma_density, of_shape_and_scale<InverseGamma>},
        {"weibull", {"shape", "scale"}, true, fit_weibull, weibull_density, of_two<Weibull>},
        {"loglogistic", {"shape", "scale"}, true, fit_loglogistic, loglogistic_density, of_two<Loglogistic>},
        {"pareto", {"min", "alpha"}, true, fit_pareto, pareto_density, of_two<Pareto>},
    };
    return all;
}

}  // namespace entente
