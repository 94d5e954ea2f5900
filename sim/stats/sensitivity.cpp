// Bands, ranks and variance shares (see sensitivity.hpp).
#include "stats/sensitivity.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "lanes/kernels.hpp"
#include "stats/moments.hpp"

namespace entente {

namespace {

std::vector<std::uint32_t> order_of(std::span<const double> values) {
    std::vector<std::uint32_t> out(values.size());
    std::iota(out.begin(), out.end(), 0U);
    std::sort(out.begin(), out.end(),
              [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b] || (values[a] == values[b] && a < b); });
    return out;
}

// mean(numerator) / mean(denominator) with the error of the quotient.
Estimate quotient(std::span<const double> numerator, std::span<const double> denominator) {
    const double below = moments(denominator).mean;
    if (!(below > 0)) return {};
    const double value = moments(numerator).mean / below;
    std::vector<double> residual(numerator.size());
    for (std::size_t i = 0; i < residual.size(); ++i) residual[i] = (numerator[i] - value * denominator[i]) / below;
    return {value, moments(residual).standard_error()};
}

}  // namespace

InputBands::InputBands(std::span<const double> input) : band_(input.size()) {
    std::array<double, most - 1> deciles{};
    for (std::size_t i = 0; i < deciles.size(); ++i) deciles[i] = static_cast<double>(i + 1) / most;
    const Quantiles quantiles(input, deciles);
    std::vector<double> edges;
    for (const double p : deciles) {
        const double edge = quantiles.quantile(p);
        if (edge < quantiles.max() && (edges.empty() || edge > edges.back())) edges.push_back(edge);
    }
    count_below(input, edges, band_);
    count_ = edges.size() + 1;
}

BandMeans InputBands::of(std::span<const double> outcome) const {
    std::vector<double> number(count_, 0.0), sum(count_, 0.0), squares(count_, 0.0);
    const double n = static_cast<double>(outcome.size()), bands = static_cast<double>(count_);
    double all = 0;
    for (const double x : outcome) all += x;
    const double centre = all / n;
    for (std::size_t w = 0; w < outcome.size(); ++w) {
        const double x = outcome[w] - centre;
        number[band_[w]] += 1;
        sum[band_[w]] += x;
        squares[band_[w]] += x * x;
    }
    BandMeans out;
    double within = 0, total = 0;
    for (std::size_t b = 0; b < count_; ++b) {
        const double mean = sum[b] / number[b], left = std::max(squares[b] - sum[b] * mean, 0.0);
        out.means.push_back({centre + mean, number[b] > 1 ? std::sqrt(left / (number[b] - 1) / number[b]) : 0});
        within += left;
        total += squares[b];
    }
    if (!(total > 0) || n <= bands) return out;
    const double share = 1 - within / (n - bands) / (total / (n - 1)), there = std::clamp(share, 0.0, 1.0);
    out.chance_error = std::sqrt(2 * (bands - 1)) / n;
    out.share = {share, std::hypot(2 * std::sqrt(there) * (1 - there) / std::sqrt(n), out.chance_error)};
    return out;
}

std::vector<double> ranks(std::span<const double> values) {
    const std::vector<std::uint32_t> order = order_of(values);
    std::vector<double> out(values.size());
    for (std::size_t i = 0; i < order.size();) {
        std::size_t end = i + 1;
        while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
        for (std::size_t j = i; j < end; ++j) out[order[j]] = (static_cast<double>(i + end) + 1) / 2;
        i = end;
    }
    return out;
}

Estimate rank_correlation(std::span<const double> ranks_x, std::span<const double> ranks_y) {
    const Moments x = moments(ranks_x), y = moments(ranks_y);
    if (!(x.variance > 0) || !(y.variance > 0)) return {};
    double sum = 0;
    for (std::size_t i = 0; i < ranks_x.size(); ++i) sum += (ranks_x[i] - x.mean) * (ranks_y[i] - y.mean);
    const double n = static_cast<double>(ranks_x.size()), r = sum / (n - 1) / (x.sd() * y.sd());
    return {r, (1 - r * r) * std::sqrt(1.06 / (n - 3))};
}

VarianceShares variance_shares(std::span<const double> a, std::span<const double> b, std::span<const double> mixed) {
    const double centre = (moments(a).mean + moments(b).mean) / 2;
    std::vector<double> first(a.size()), total(a.size()), variance(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double x = a[i] - centre, y = b[i] - centre, z = mixed[i] - centre;
        first[i] = y * (z - x);
        total[i] = (x - z) * (x - z) / 2;
        variance[i] = (x * x + y * y) / 2;
    }
    return {quotient(first, variance), quotient(total, variance)};
}

}  // namespace entente
