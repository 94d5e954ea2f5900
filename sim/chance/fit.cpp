// Maximum likelihood, family by family (see fit.hpp).
#include "chance/fit.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "chance/law.hpp"
#include "chance/likelihood.hpp"
#include "random/stream.hpp"

namespace entente {

namespace {

double anderson_darling(const Distribution& d, Data sorted) {
    const std::size_t n = sorted.size();
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const double below = cdf(d, sorted[i]).below, above = cdf(d, sorted[n - 1 - i]).above;
        sum += (2 * static_cast<double>(i) + 1) * (std::log(below) + std::log(above));
    }
    return -static_cast<double>(n) - sum / static_cast<double>(n);
}

double kolmogorov_smirnov(const Distribution& d, Data sorted) {
    const double n = static_cast<double>(sorted.size());
    double most = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const double p = cdf(d, sorted[i]).below, at = static_cast<double>(i);
        most = std::max({most, (at + 1) / n - p, p - at / n});
    }
    return most;
}

// The share of samples from the fitted distribution that, fitted anew, lie further from their fit than the data from theirs.
double bootstrap(const Candidate& candidate, const Fit& fit, std::size_t n, int replications, std::uint64_t seed) {
    const Law law(fit.distribution);
    const Stream stream(seed, "fit " + fit.family);
    std::vector<char> worse(static_cast<std::size_t>(replications));
    tbb::parallel_for(std::size_t{0}, worse.size(), [&](std::size_t r) {
        std::vector<double> sample(n);
        normals(stream, r * ((n + 1) / 2 * 2), 0, sample);
        law.values(sample, sample);
        std::sort(sample.begin(), sample.end());
        worse[r] = kolmogorov_smirnov(candidate.make(candidate.fit(sample)), sample) >= fit.kolmogorov ? 1 : 0;
    });
    return (1 + static_cast<double>(std::count(worse.begin(), worse.end(), 1))) / (static_cast<double>(replications) + 1);
}

std::string six_digits(double x) {
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), x, std::chars_format::general, 6).ptr};
}

}  // namespace

std::vector<Fit> fit_families(std::span<const double> data, int replications, std::uint64_t seed) {
    std::vector<double> sorted(data.begin(), data.end());
    std::sort(sorted.begin(), sorted.end());
    std::vector<Fit> out;
    for (const Candidate& candidate : candidates()) {
        if (candidate.positive && !(sorted.front() > 0)) continue;
        Parameters p = candidate.fit(sorted);
        Fit fit;
        fit.family = candidate.family;
        fit.parameters = static_cast<int>(p.size());
        for (const double x : sorted) fit.log_likelihood += candidate.density(p, x);
        fit.aic = 2 * fit.parameters - 2 * fit.log_likelihood;
        fit.distribution = candidate.make(p);
        fit.kolmogorov = kolmogorov_smirnov(fit.distribution, sorted);
        fit.anderson = anderson_darling(fit.distribution, sorted);
        fit.probability = bootstrap(candidate, fit, sorted.size(), replications, seed);
        fit.line = "{ dist = \"" + fit.family + "\"";
        for (std::size_t i = 0; i < p.size(); ++i) fit.line += ", " + std::string(candidate.keys[i]) + " = " + six_digits(p[i]);
        fit.line += " }";
        out.push_back(std::move(fit));
    }
    std::stable_sort(out.begin(), out.end(), [](const Fit& a, const Fit& b) { return a.aic < b.aic; });
    return out;
}

}  // namespace entente
