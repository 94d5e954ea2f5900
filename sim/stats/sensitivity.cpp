// Tenths, ranks and variance shares (see sensitivity.hpp).
#include "stats/sensitivity.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

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

Estimate mean_of(std::span<const std::uint32_t> worlds, std::span<const double> outcome) {
    std::vector<double> values;
    values.reserve(worlds.size());
    for (const std::uint32_t w : worlds) values.push_back(outcome[w]);
    const Moments m = moments(values);
    return {m.mean, m.standard_error()};
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

InputOrder::InputOrder(std::span<const double> input) {
    const std::vector<std::uint32_t> order = order_of(input);
    const auto tenth = static_cast<std::ptrdiff_t>(input.size() / 10);
    low_.assign(order.begin(), order.begin() + tenth);
    high_.assign(order.end() - tenth, order.end());
    std::sort(low_.begin(), low_.end());
    std::sort(high_.begin(), high_.end());
}

Tenths InputOrder::tenths(std::span<const double> outcome) const { return {mean_of(low_, outcome), mean_of(high_, outcome)}; }

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
