// Order statistics and what is built on them (see quantiles.hpp).
#include "stats/quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stats/moments.hpp"

namespace entente {

namespace {

constexpr double normal_975 = 1.959963984540054;

struct Ranks {
    std::size_t low, high;
};

// Ranks (0-based) between which the p-quantile of the population lies with 95% probability.
Ranks limit_ranks(std::size_t count, double p) {
    const double n = static_cast<double>(count);
    const double half = normal_975 * std::sqrt(n * p * (1 - p));
    const double low = std::clamp(std::floor(n * p - half), 1.0, n);
    const double high = std::clamp(std::ceil(n * p + half) + 1, 1.0, n);
    return {static_cast<std::size_t>(low) - 1, static_cast<std::size_t>(high) - 1};
}

// Partitions around the middle rank, then each side for its own.
void place(std::span<double> values, std::span<const std::size_t> ranks, std::size_t offset) {
    if (ranks.empty() || values.size() < 2) return;
    // Columns of equal values are common (a firm that pays no transfers) and would partition badly.
    if (offset == 0 && std::all_of(values.begin(), values.end(), [&](double x) { return x == values[0]; })) return;
    const std::size_t middle = ranks.size() / 2;
    const std::size_t at = ranks[middle] - offset;
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
    place(values.first(at), ranks.first(middle), offset);
    place(values.subspan(at + 1), ranks.subspan(middle + 1), offset + at + 1);
}

}  // namespace

void place_ranks(std::span<double> values, std::span<const std::size_t> ranks) { place(values, ranks, 0); }

Quantiles::Quantiles(std::vector<double> values, std::span<const double> probabilities, std::span<const double> limited)
    : values_(std::move(values)) {
    if (values_.empty()) return;
    const std::size_t last = values_.size() - 1;
    std::vector<std::size_t> ranks{0, last};
    for (const double p : probabilities) {
        const auto below = static_cast<std::size_t>(p * static_cast<double>(last));
        ranks.push_back(below);
        ranks.push_back(std::min(below + 1, last));
    }
    for (const double p : limited) {
        const Ranks limits = limit_ranks(values_.size(), p);
        ranks.push_back(limits.low);
        ranks.push_back(limits.high);
    }
    std::sort(ranks.begin(), ranks.end());
    ranks.erase(std::unique(ranks.begin(), ranks.end()), ranks.end());
    place_ranks(values_, ranks);
}

double Quantiles::quantile(double p) const {
    if (values_.empty()) return std::numeric_limits<double>::quiet_NaN();
    const double position = p * static_cast<double>(values_.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const double part = position - static_cast<double>(below);
    if (part == 0 || below + 1 >= values_.size()) return values_[below];
    return values_[below] + part * (values_[below + 1] - values_[below]);
}

Interval Quantiles::limits(double p) const {
    if (values_.empty()) return {quantile(p), quantile(p)};
    const Ranks ranks = limit_ranks(values_.size(), p);
    return {values_[ranks.low], values_[ranks.high]};
}

double Quantiles::min() const { return quantile(0); }
double Quantiles::max() const { return quantile(1); }

double tail_mean(std::span<const double> values, double share, bool high_is_bad) {
    if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
    const double wanted = share * static_cast<double>(values.size());
    const auto whole = std::min(static_cast<std::size_t>(std::ceil(wanted)), values.size());
    std::vector<double> copy(values.begin(), values.end());
    const std::size_t rank = high_is_bad ? values.size() - whole : whole - 1;
    std::nth_element(copy.begin(), copy.begin() + static_cast<std::ptrdiff_t>(rank), copy.end());
    const double edge = copy[rank];
    const auto beyond = [&](double x) { return high_is_bad ? x > edge : x < edge; };
    const double sum = fixed_sum(values, [&](double x) { return beyond(x) ? x : 0.0; });
    const double count = fixed_sum(values, [&](double x) { return beyond(x) ? 1.0 : 0.0; });
    return (sum + (wanted - count) * edge) / wanted;
}

Interval wilson(double successes, double trials) {
    if (!(trials > 0)) return {0, 1};
    const double z2 = normal_975 * normal_975;
    const double p = successes / trials;
    const double centre = (p + z2 / (2 * trials)) / (1 + z2 / trials);
    const double half = normal_975 / (1 + z2 / trials) * std::sqrt(p * (1 - p) / trials + z2 / (4 * trials * trials));
    return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

}  // namespace entente
