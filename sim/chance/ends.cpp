// Estimates of ends and shifts by the largest product of spacings (see likelihood.hpp).
#include <algorithm>
#include <boost/math/tools/minima.hpp>
#include <cmath>
#include <functional>

#include "chance/likelihood.hpp"
#include "chance/simplex.hpp"

namespace entente {

namespace {

// A search looks at this many values at most; a range is learned from those near its ends, which are all among them.
constexpr std::size_t most_searched = 400;

const FitForm& candidate(std::string_view family, bool shifted) {
    const std::vector<FitForm>& all = fit_forms();
    return *std::find_if(all.begin(), all.end(), [&](const FitForm& c) { return c.family == family && c.shifted == shifted; });
}

// The start of the range that is best for the spacings, the other parameters being their own estimates given it: `fit` gives all of them,
// `place` the start from its distance before the least value. Looked for on a grid of the distance's logarithm, then about its best point.
struct Start {
    double distance = 0;
    bool inside = false;  // not at the far end of the grid
};
Start best_start(const FitForm& family, const Gaps& gaps, double unit, const std::function<Parameters(double distance)>& fit) {
    constexpr double nearest = -9, furthest = 3.7, step = 0.5;
    const auto worse = [&](double log_distance) {
        const Parameters p = fit(unit * std::exp(log_distance));
        const double sum = p.empty() ? -HUGE_VAL : spacings(family, p, gaps);
        return std::isfinite(sum) ? -sum : 1e300;
    };
    double best = nearest, least = worse(nearest);
    for (double at = nearest + step; at <= furthest; at += step) {
        const double value = worse(at);
        if (value < least) {
            least = value;
            best = at;
        }
    }
    std::uintmax_t trials = 40;
    const double at = boost::math::tools::brent_find_minima(worse, best - step, best + step, 20, trials).first;
    return {unit * std::exp(at), best + step <= furthest};
}

// From the least value to the mean: what a shift is measured by.
double unit_of(const Sample& sample) { return mean_of(sample) - sample.value.front(); }

ParameterEstimate fit_shifted(const Sample& sample, std::string_view family, ParameterEstimate (*plain)(const Sample&)) {
    const FitForm& shifted = candidate(family, true);
    const Sample few = thinned(sample, most_searched);
    const Gaps gaps = gaps_of(sample, most_searched);
    const double first = sample.value.front();
    const auto with = [&](const Sample& of, double distance) {
        ParameterEstimate inner = plain(moved(of, first - distance));
        if (!inner.parameters.empty()) inner.parameters.push_back(first - distance);
        return inner;
    };
    const Start start = best_start(shifted, gaps, unit_of(sample), [&](double distance) { return with(few, distance).parameters; });
    if (!start.inside) return {{}, "its shift has no end: the values are not skewed to the right"};
    return with(sample, start.distance);
}

// Least, most likely and largest value: the ends outside the data, the mode between the ends.
ParameterEstimate fit_bounded(const Sample& sample, std::string_view family) {
    const FitForm& bounded = candidate(family, false);
    const Gaps gaps = gaps_of(sample, most_searched);
    const double first = sample.value.front(), last = sample.value.back(), width = last - first;
    const auto free = [&](const Parameters& p) {
        const double low = first - width * std::exp(p[0]), high = last + width * std::exp(p[1]);
        return Parameters{low, low + (high - low) / (1 + std::exp(-p[2])), high};
    };
    const auto worse = [&](const Parameters& at) {
        const double sum = spacings(bounded, free(at), gaps);
        return std::isfinite(sum) && at[0] < 5 && at[1] < 5 ? -sum : HUGE_VAL;
    };
    const double part = std::clamp((mean_of(sample) - first) / width, 0.1, 0.9);
    return {free(simplex_minimum(worse, {-2, -2, std::log(part / (1 - part))})), {}};
}

}  // namespace

// In closed form: each outer gap has its share of the range.
ParameterEstimate fit_uniform(const Sample& sample) {
    const Gaps gaps = gaps_of(sample, sample.value.size());
    const double before = gaps.share.front(), after = gaps.share.back();
    const double first = sample.value.front(), last = sample.value.back(), width = (last - first) / (1 - before - after);
    return {{first - before * width, last + after * width}, {}};
}

ParameterEstimate fit_triangular(const Sample& sample) { return fit_bounded(sample, "triangular"); }
ParameterEstimate fit_pert(const Sample& sample) { return fit_bounded(sample, "pert"); }

ParameterEstimate fit_pareto(const Sample& sample) {
    const double first = sample.value.front();
    if (sample.value.back() - first < 1e-7 * first) return {{}, "the values spread too little for their size"};
    const Gaps gaps = gaps_of(sample, most_searched);
    const double mean = mean_of(sample, [first](double x) { return std::log(x / first); });
    // The least value is `first` times e^-distance.
    const auto with = [&](double distance) { return Parameters{first * std::exp(-distance), 1 / (mean + distance)}; };
    const Start start = best_start(candidate("pareto", false), gaps, mean, with);
    if (!start.inside) return {{}, "its least value has no place: the values do not fall off from the first"};
    return {with(start.distance), {}};
}

ParameterEstimate fit_shifted_lognormal(const Sample& sample) { return fit_shifted(sample, "lognormal", fit_lognormal); }
ParameterEstimate fit_shifted_gamma(const Sample& sample) { return fit_shifted(sample, "gamma", fit_gamma); }
ParameterEstimate fit_shifted_weibull(const Sample& sample) { return fit_shifted(sample, "weibull", fit_weibull); }

}  // namespace entente
