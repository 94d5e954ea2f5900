// The metalog's fit, feasibility and moments (see metalog.hpp).
#include "chance/families/metalog.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <functional>

#include "base/bisection.hpp"
#include "base/text.hpp"

namespace entente {

namespace {

// Term i (from 0) of the metalog's quantile function at y, with L = ln(y / (1-y)); Keelin 2016, equations 4-6.
double term(int i, Probability y) {
    const double centred = y.below <= y.above ? y.below - 0.5 : 0.5 - y.above;
    const double logit = log(y.below) - log(y.above);
    if (i < 4) return std::array{1.0, logit, centred * logit, centred}[static_cast<std::size_t>(i)];
    const double base = std::pow(centred, i / 2);  // 4, 5 -> 2; 6, 7 -> 3
    return i % 2 == 0 ? base : base * logit;
}

double unbounded(const Metalog& d, Probability y) {
    double sum = 0;
    for (std::size_t i = 0; i < d.coefficients.size(); ++i) sum += d.coefficients[i] * term(static_cast<int>(i), y);
    return sum;
}

// The transform that takes a bounded variable to the whole line; Keelin 2016, section 4.
double opened(const Metalog& d, double x) {
    if (d.lower && d.upper) return log((x - *d.lower) / (*d.upper - x));
    if (d.lower) return log(x - *d.lower);
    if (d.upper) return -log(*d.upper - x);
    return x;
}

std::string checked(Metalog& d) {
    if (d.quantiles.size() < 2) return "metalog needs at least two points";
    for (const auto& [p, x] : d.quantiles) {
        if (!(p > 0 && p < 1)) return "a probability of the quantiles is not between 0 and 1";
        if ((d.lower && x <= *d.lower) || (d.upper && x >= *d.upper)) return "a quantile is outside the bounds";
    }
    std::sort(d.quantiles.begin(), d.quantiles.end());
    for (std::size_t i = 1; i < d.quantiles.size(); ++i) {
        if (d.quantiles[i][0] == d.quantiles[i - 1][0]) return "a probability of the quantiles stands twice";
        if (d.quantiles[i][1] < d.quantiles[i - 1][1]) return "the quantiles do not increase";
    }
    const int points = static_cast<int>(d.quantiles.size());
    const int terms = d.terms.value_or(std::min(points, 5));
    if (terms < 2 || terms > points) return "terms is not between 2 and the number of points";
    d.terms = terms;
    return "";
}

// Integral of f(Q(y)) dy by Simpson's rule in the normal score of y.
double expectation(const Metalog& d, const std::function<double(double)>& f) {
    constexpr int steps = 3400;
    constexpr double reach = 8.5, width = 2 * reach / steps;
    double sum = 0;
    for (int i = 0; i <= steps; ++i) {
        const double z = -reach + i * width;
        const double weight = i == 0 || i == steps ? 1 : (i % 2 == 1 ? 4 : 2);
        sum += weight * exp(-0.5 * z * z) * f(quantile(d, probability_of_score(z)));
    }
    return sum * width / 3 * 0.39894228040143267794;
}

}  // namespace

std::string resolve(Metalog& d) {
    if (std::string fault = checked(d); !fault.empty()) return fault;
    const auto points = static_cast<Eigen::Index>(d.quantiles.size());
    Eigen::MatrixXd basis(points, *d.terms);
    Eigen::VectorXd target(points);
    for (Eigen::Index i = 0; i < points; ++i) {
        const auto& [p, x] = d.quantiles[static_cast<std::size_t>(i)];
        for (int j = 0; j < *d.terms; ++j) basis(i, j) = term(j, {p, 1 - p});
        target(i) = opened(d, x);
    }
    const Eigen::VectorXd fit = basis.colPivHouseholderQr().solve(target);
    d.coefficients.assign(fit.begin(), fit.end());
    // A quantile function with positive density increases strictly.
    for (int i = 1; i < 999; ++i) {
        const double p = i / 1000.0, next = (i + 1) / 1000.0;
        if (!(unbounded(d, {next, 1 - next}) > unbounded(d, {p, 1 - p}))) {
            return "the fitted density is not positive at p = " + shortest(p) + "; fewer terms or other points may do";
        }
    }
    return "";
}

double quantile(const Metalog& d, Probability p) {
    const double m = unbounded(d, p);
    if (d.lower && d.upper)
        return m > 0 ? *d.upper - (*d.upper - *d.lower) / (1 + exp(m)) : *d.lower + (*d.upper - *d.lower) * exp(m) / (1 + exp(m));
    if (d.lower) return *d.lower + exp(m);
    if (d.upper) return *d.upper - exp(-m);
    return m;
}

Probability cdf(const Metalog& d, double x) {
    // Between normal scores.
    const auto [low, high] = bisected(-9, 9, 1e-13, [&](double score) { return !(quantile(d, probability_of_score(score)) <= x); });
    if (low == -9) return {0, 1};
    if (high == 9) return {1, 0};
    return probability_of_score(low);
}

double mean(const Metalog& d) {
    return expectation(d, [](double x) { return x; });
}
double variance(const Metalog& d) {
    const double centre = mean(d);
    return expectation(d, [&](double x) { return (x - centre) * (x - centre); });
}

}  // namespace entente
