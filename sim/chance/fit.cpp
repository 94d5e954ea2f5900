// Fitting, ranking and testing (see fit.hpp).
#include "chance/fit.hpp"

#include <fmt/core.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <mutex>
#include <optional>

#include "base/text.hpp"
#include "chance/distribution.hpp"
#include "chance/law.hpp"
#include "chance/likelihood.hpp"
#include "chance/shapes.hpp"
#include "random/stream.hpp"

namespace entente {

namespace {

constexpr double most_number = 1e30;            // as in scenarios
constexpr std::size_t most_bootstrapped = 250;  // values of a bootstrap sample; distances are compared on a common scale

// Between a law's distribution function and the sample's.
struct Distances {
    double kolmogorov = 0;
    double anderson = 0;
};

// A^2 is n times the integral of (S - u)^2 / (u (1 - u)), with S the sample's function, in closed form from value to value.
Distances distances(const Distribution& d, const Sample& sample) {
    Distances out;
    Probability last{0, 1};
    double sum = 0, integral = 0;
    for (std::size_t i = 0; i < sample.value.size(); ++i) {
        const Probability here = cdf(d, sample.value[i]);
        const double below = sum / sample.size, above = 1 - below;
        out.kolmogorov = std::max(out.kolmogorov, std::fabs(here.below - below));
        if (below > 0) integral += below * below * std::log(here.below / last.below);
        integral -= above * above * std::log(here.above / last.above) + here.below - last.below;
        sum += sample.weight[i];
        out.kolmogorov = std::max(out.kolmogorov, std::fabs(here.below - sum / sample.size));
        last = here;
    }
    integral -= std::log(last.below) + last.above;
    out.anderson = sample.size * integral;
    return out;
}

// Kolmogorov's distance on a scale on which its distribution hardly depends on the number of values (Stephens 1970).
double scaled(double distance, double size) {
    const double root = std::sqrt(size);
    return distance * (root + 0.12 + 0.11 / root);
}

// The shortest text of so many digits, or of all that there are.
std::string with_digits(double x, int digits) {
    if (digits >= 16) return shortest(x);
    std::array<char, 40> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), x, std::chars_format::general, digits).ptr};
}
double rounded(double x, int digits) {
    const std::string text = with_digits(x, digits);
    double out = 0;
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
}

// Whether quantiles of two laws agree to a part of the distance between the quartiles.
bool agree(const Distribution& a, const Distribution& b, double part) {
    const double width = quantile(a, {0.75, 0.25}) - quantile(a, {0.25, 0.75});
    for (const double p : {0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999}) {
        const Probability at{p, 1 - p};
        if (!(std::fabs(quantile(a, at) - quantile(b, at)) <= part * width)) return false;
    }
    return true;
}

// Writes the parameters with as many digits as the law needs, six or more, and takes the law that they then are.
void write_line(const FitForm& candidate, Parameters& p, std::size_t rows, Fit& fit) {
    constexpr int fewest = 6, most = 16;
    const Distribution exact = candidate.make(p);
    const double part = std::min(2e-6, 0.02 / static_cast<double>(rows));
    std::vector<int> digits(p.size(), fewest);
    const auto law = [&] {
        Parameters at;
        for (std::size_t i = 0; i < p.size(); ++i) at.push_back(rounded(p[i], digits[i]));
        return candidate.make(at);
    };
    const auto enough = [&] { return agree(exact, law(), part); };
    while (digits[0] < most && !enough()) std::fill(digits.begin(), digits.end(), digits[0] + 1);
    // Some need fewer than the others.
    for (int& own : digits) {
        const int all = own;
        for (own = fewest; own < all && !enough();) ++own;
    }
    fit.distribution = law();
    fit.line = "{ dist = \"" + fit.family + "\"";
    for (std::size_t i = 0; i < p.size(); ++i) {
        fit.line += ", " + std::string(candidate.keys[i]) + " = " + with_digits(p[i], digits[i]);
        p[i] = rounded(p[i], digits[i]);
    }
    fit.line += " }";
}

// Why a scenario does not take a law with these parameters, or "".
std::string beyond_scenarios(const FitForm& candidate, const Parameters& p) {
    for (std::size_t i = 0; i < p.size(); ++i) {
        const bool shape = candidate.keys[i] == "shape" || candidate.keys[i] == "alpha" || candidate.keys[i] == "df";
        if (shape && !(p[i] >= least_shape && p[i] <= most_shape))
            return fmt::format("its {} would be {:.3g}; scenarios take {} to {}", candidate.keys[i], p[i], least_shape, most_shape);
        if (!(std::fabs(p[i]) <= most_number))
            return fmt::format("its {} would be {:.3g}; scenarios take at most {}", candidate.keys[i], p[i], most_number);
    }
    return "";
}

// The fit of one form of a family, or why there is none.
std::optional<Fit> fitted(const FitForm& candidate, const Sample& sample, std::string& reason) {
    if (candidate.positive && !(sample.value.front() > 0)) {
        reason = "some values are 0 or less";
        return std::nullopt;
    }
    ParameterEstimate estimate = candidate.fit(sample);
    reason = estimate.unfit;
    if (estimate.parameters.empty()) return std::nullopt;
    reason = beyond_scenarios(candidate, estimate.parameters);
    if (!reason.empty()) return std::nullopt;
    Fit fit;
    fit.family = candidate.family;
    fit.shifted = candidate.shifted;
    fit.parameters = static_cast<int>(estimate.parameters.size());
    write_line(candidate, estimate.parameters, sample.value.size(), fit);
    const Parameters& p = estimate.parameters;
    fit.log_likelihood = sample.size * mean_of(sample, [&](double x) { return candidate.density(p, x); });
    const double product = (sample.size + sample.row) * spacings(candidate, p, gaps_of(sample, sample.value.size()));
    // With the correction for few values of Hurvich and Tsai (1989).
    const double k = fit.parameters, spare = std::max(sample.size - k - 1, 1.0);
    fit.score = -2 * product + 2 * (k + candidate.jumps) + 2 * k * (k + 1) / spare;
    const Distances distance = distances(fit.distribution, sample);
    fit.kolmogorov = distance.kolmogorov;
    fit.anderson = distance.anderson;
    fit.probability = std::nan("");
    if (std::isfinite(fit.score) && std::isfinite(fit.log_likelihood) && std::isfinite(fit.kolmogorov)) return fit;
    reason = "no estimate is found";
    return std::nullopt;
}

const FitForm& form_of(const Fit& fit) {
    const std::vector<FitForm>& all = fit_forms();
    return *std::find_if(all.begin(), all.end(), [&](const FitForm& c) { return c.family == fit.family && c.shifted == fit.shifted; });
}

class Steps {
public:
    Steps(const FitOptions& options, std::int64_t total) : options_(options), total_(total) {}
    bool stopped() const { return options_.stop->requested(); }
    void done() {
        const std::lock_guard lock(mutex_);
        ++done_;
        if (options_.progress) options_.progress(done_, total_);
    }

private:
    const FitOptions& options_;
    std::int64_t total_, done_ = 0;
    std::mutex mutex_;
};

// The share of samples from the fitted distribution that, fitted anew, lie further from their fit than the data from theirs.
double bootstrap(const Fit& fit, const Sample& sample, const FitOptions& options, Steps& steps) {
    const FitForm& candidate = form_of(fit);
    const Law law(fit.distribution);
    const Stream stream(options.seed, "fit " + fit.family);
    const std::size_t n = std::clamp(static_cast<std::size_t>(std::lround(sample.size)), fewest_data, most_bootstrapped);
    const double distance = scaled(fit.kolmogorov, sample.size);
    std::vector<char> worse(static_cast<std::size_t>(options.replications));
    tbb::parallel_for(std::size_t{0}, worse.size(), [&](std::size_t r) {
        if (steps.stopped()) return;
        std::vector<double> values(n);
        normals(stream, r * ((n + 1) / 2 * 2), 0, values);
        law.values(values, values);
        const Sample again = sample_of(values);
        const ParameterEstimate estimate = candidate.fit(again);
        // A sample that the family cannot be fitted to does not speak against it.
        worse[r] =
            estimate.parameters.empty() || scaled(distances(candidate.make(estimate.parameters), again).kolmogorov, again.size) >= distance
                ? 1
                : 0;
        steps.done();
    });
    return (1 + static_cast<double>(std::count(worse.begin(), worse.end(), 1))) / (static_cast<double>(options.replications) + 1);
}

}  // namespace

std::vector<std::string> fittable_families() {
    std::vector<std::string> out;
    for (const FitForm& candidate : fit_forms()) {
        if (out.empty() || out.back() != candidate.family) out.emplace_back(candidate.family);
    }
    return out;
}

Fits fit_families(const Sample& sample, const FitOptions& options) {
    Fits out;
    const std::vector<std::string> families = options.families.empty() ? fittable_families() : options.families;
    for (const std::string& family : families) {
        std::optional<Fit> best;
        std::string reason, plain_reason;
        for (const FitForm& candidate : fit_forms()) {
            if (candidate.family != family) continue;
            if (options.stop->requested()) out.complete = false;
            if (!out.complete) return out;
            std::optional<Fit> fit = fitted(candidate, sample, reason);
            if (!fit && plain_reason.empty()) plain_reason = reason;
            if (fit && (!best || fit->score < best->score)) best = std::move(fit);
        }
        if (best) {
            out.fits.push_back(std::move(*best));
        } else {
            out.left_out.push_back({family, plain_reason});
        }
    }
    std::stable_sort(out.fits.begin(), out.fits.end(), [](const Fit& a, const Fit& b) { return a.score < b.score; });
    for (Fit& fit : out.fits) fit.behind = fit.score - out.fits.front().score;
    if (options.replications <= 0) return out;
    std::int64_t total = 0;
    for (const Fit& fit : out.fits) total += fit.behind <= options.worth_testing ? options.replications : 0;
    Steps steps(options, total);
    for (Fit& fit : out.fits) {
        if (fit.behind <= options.worth_testing) fit.probability = bootstrap(fit, sample, options, steps);
    }
    out.complete = !steps.stopped();
    return out;
}

}  // namespace entente
