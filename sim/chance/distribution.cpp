// Truncation, scale and shift around a family; mixtures (see distribution.hpp).
#include "chance/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "base/bisection.hpp"

namespace entente {

namespace {

double family_quantile(const Family& family, Probability p) {
    return std::visit([&](const auto& leaf) { return quantile(leaf, p); }, family);
}
Probability family_cdf(const Family& family, double x) {
    return std::visit([&](const auto& leaf) { return cdf(leaf, x); }, family);
}

// Integral of f(value) over the distribution by Simpson's rule in the normal score.
double expectation(const Distribution& d, const std::function<double(double)>& f) {
    constexpr int steps = 6800;
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

Kept kept(const Distribution& d) {
    if (!d.truncate) return {};
    if (d.kept_range) return *d.kept_range;
    Kept k{family_cdf(d.family, (*d.truncate)[0]), family_cdf(d.family, (*d.truncate)[1]), 0};
    // The difference is taken in the tail where it does not cancel.
    k.mass = k.low.below < 0.5 ? k.high.below - k.low.below : k.low.above - k.high.above;
    return k;
}

std::string resolve(Distribution& d) {
    if (!d.truncate) return "";
    if ((*d.truncate)[0] >= (*d.truncate)[1]) return "truncate needs [lowest, highest] with lowest below highest";
    if (has_atoms(Distribution(d.family))) return "truncate needs a continuous family";
    d.kept_range.reset();
    d.kept_range = kept(d);
    return d.kept_range->mass > 0 ? "" : "truncate keeps no probability";
}

double quantile(const Distribution& d, Probability p) {
    double x = family_quantile(d.family, d.truncate ? inside(kept(d), p) : p);
    if (d.truncate) x = std::clamp(x, (*d.truncate)[0], (*d.truncate)[1]);
    return d.scale_by * x + d.shift;
}

Probability cdf(const Distribution& d, double value) {
    const double x = (value - d.shift) / d.scale_by;
    if (!d.truncate) return family_cdf(d.family, x);
    if (x <= (*d.truncate)[0]) return {0, 1};
    if (x >= (*d.truncate)[1]) return {1, 0};
    const Kept k = kept(d);
    const Probability p = family_cdf(d.family, x);
    // As for the mass: each difference in the tail where it does not cancel.
    const bool low_tail = k.low.below < 0.5;
    const double below = (low_tail ? p.below - k.low.below : k.low.above - p.above) / k.mass;
    const double above = (low_tail && k.high.below < 0.5 ? k.high.below - p.below : p.above - k.high.above) / k.mass;
    return {below, above};
}

double mean(const Distribution& d) {
    if (d.truncate) return expectation(d, [](double x) { return x; });
    return d.scale_by * std::visit([](const auto& leaf) { return mean(leaf); }, d.family) + d.shift;
}

double variance(const Distribution& d) {
    if (d.truncate) {
        const double centre = mean(d);
        return expectation(d, [&](double x) { return (x - centre) * (x - centre); });
    }
    return d.scale_by * d.scale_by * std::visit([](const auto& leaf) { return variance(leaf); }, d.family);
}

std::optional<double> constant(const Distribution& d) {
    if (const auto* c = std::get_if<Constant>(&d.family)) return d.scale_by * c->value + d.shift;
    return std::nullopt;
}

bool has_atoms(const Distribution& d) {
    if (const auto* mixture = std::get_if<Mixture>(&d.family)) {
        return std::any_of(mixture->of.begin(), mixture->of.end(), has_atoms);
    }
    // A family of one value is an atom whatever its name.
    return std::holds_alternative<Constant>(d.family) || std::holds_alternative<Discrete>(d.family) ||
           std::holds_alternative<Poisson>(d.family) || family_quantile(d.family, {0.25, 0.75}) == family_quantile(d.family, {0.75, 0.25});
}

bool is_count(const Distribution& d) {
    const auto whole = [&](double x) { return d.scale_by * x + d.shift >= 0 && std::fmod(d.scale_by * x + d.shift, 1.0) == 0; };
    if (d.truncate) return false;
    if (const auto* c = std::get_if<Constant>(&d.family)) return whole(c->value);
    if (const auto* discrete = std::get_if<Discrete>(&d.family))
        return std::all_of(discrete->values.begin(), discrete->values.end(), whole);
    if (std::holds_alternative<Poisson>(d.family)) return whole(0) && whole(1);
    const auto* mixture = std::get_if<Mixture>(&d.family);
    return mixture != nullptr && d.scale_by == 1 && d.shift == 0 && std::all_of(mixture->of.begin(), mixture->of.end(), is_count);
}

bool has_finite_mean(const Distribution& d) {
    if (d.truncate && std::isfinite((*d.truncate)[0]) && std::isfinite((*d.truncate)[1])) return true;
    if (const auto* mixture = std::get_if<Mixture>(&d.family)) {
        return std::all_of(mixture->of.begin(), mixture->of.end(), has_finite_mean);
    }
    return std::isfinite(std::visit([](const auto& leaf) { return mean(leaf); }, d.family));
}

std::optional<double> written_cv(const Distribution& d) {
    const auto cv_of = [](const auto& leaf) -> std::optional<double> {
        if constexpr (requires { leaf.cv.has_value(); }) return leaf.cv;
        return std::nullopt;
    };
    return std::visit(cv_of, d.family);
}

std::string resolve(Mixture& d) {
    if (d.of.empty() || d.of.size() != d.weights.size()) return "mixture needs one weight for each distribution";
    const double total = std::accumulate(d.weights.begin(), d.weights.end(), 0.0);
    if (std::fabs(total - 1) > 1e-9) return "the weights of the mixture do not sum to 1";
    for (double& weight : d.weights) weight /= total;
    return "";
}

namespace {

struct Bounds {
    double low, high;
};

// Numbers that enclose a quantile of a mixture: those of its parts, and of parts that are mixtures themselves the parts of
// theirs, so that a quantile of a nested mixture is found once and not at every level.
Bounds bounds(const Mixture& d, Probability p);
Bounds bounds(const Distribution& d, Probability p) {
    const Probability inner = d.truncate ? inside(kept(d), p) : p;
    Bounds out{};
    if (const auto* mixture = std::get_if<Mixture>(&d.family)) {
        out = bounds(*mixture, inner);
    } else {
        out.low = out.high = family_quantile(d.family, inner);
    }
    for (double* x : {&out.low, &out.high}) {
        if (d.truncate) *x = std::clamp(*x, (*d.truncate)[0], (*d.truncate)[1]);
        *x = d.scale_by * *x + d.shift;
    }
    return out;
}
Bounds bounds(const Mixture& d, Probability p) {
    Bounds out{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
    for (std::size_t i = 0; i < d.of.size(); ++i) {
        if (d.weights[i] == 0) continue;
        const Bounds part = bounds(d.of[i], p);
        out.low = std::min(out.low, part.low);
        out.high = std::max(out.high, part.high);
    }
    return out;
}

}  // namespace

// Bisection down to neighbouring doubles.
double quantile(const Mixture& d, Probability p) {
    const auto [low, high] = bounds(d, p);
    const auto reached = [&](double x) {
        const Probability at = cdf(d, x);
        return p.below <= p.above ? at.below >= p.below : at.above <= p.above;
    };
    return reached(low) ? low : bisected(low, high, 0, reached).second;
}

Probability cdf(const Mixture& d, double x) {
    Probability sum{0, 0};
    for (std::size_t i = 0; i < d.of.size(); ++i) {
        const Probability part = cdf(d.of[i], x);
        sum.below += d.weights[i] * part.below;
        sum.above += d.weights[i] * part.above;
    }
    return sum;
}

double mean(const Mixture& d) {
    double sum = 0;
    for (std::size_t i = 0; i < d.of.size(); ++i) sum += d.weights[i] * mean(d.of[i]);
    return sum;
}

double variance(const Mixture& d) {
    double sum = 0;
    const double centre = mean(d);
    for (std::size_t i = 0; i < d.of.size(); ++i) {
        const double offset = mean(d.of[i]) - centre;
        sum += d.weights[i] * (variance(d.of[i]) + offset * offset);
    }
    return sum;
}

}  // namespace entente
