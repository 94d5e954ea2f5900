// Quantiles, limits and tails from order statistics (see quantiles.hpp).
#include "stats/quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stats/moments.hpp"
#include "stats/order_statistics.hpp"

namespace entente {

std::size_t tail_rank(std::size_t count, double share, bool high_is_bad) {
    const auto whole = std::min(static_cast<std::size_t>(std::ceil(share * static_cast<double>(count))), count);
    return high_is_bad ? count - whole : whole - 1;
}

LimitRanks limit_ranks(std::size_t count, double p) {
    const double n = static_cast<double>(count);
    const double half = normal_975 * std::sqrt(n * p * (1 - p));
    const double low = std::clamp(std::floor(n * p - half), 1.0, n);
    const double high = std::clamp(std::ceil(n * p + half) + 1, 1.0, n);
    return {static_cast<std::size_t>(low) - 1, static_cast<std::size_t>(high) - 1};
}

Quantiles::Quantiles(std::span<const double> values, std::span<const double> probabilities, std::span<const double> limited,
                     std::span<const double> tails)
    : values_(values) {
    if (values_.empty()) return;
    const std::size_t last = values_.size() - 1;
    ranks_ = {0, last};
    for (const double p : probabilities) {
        const auto below = static_cast<std::size_t>(p * static_cast<double>(last));
        ranks_.push_back(below);
        ranks_.push_back(std::min(below + 1, last));
    }
    for (const double p : limited) {
        const LimitRanks limits = limit_ranks(values_.size(), p);
        ranks_.push_back(limits.low);
        ranks_.push_back(limits.high);
    }
    for (const double share : tails) {
        ranks_.push_back(tail_rank(values_.size(), share, false));
        ranks_.push_back(tail_rank(values_.size(), share, true));
    }
    std::sort(ranks_.begin(), ranks_.end());
    ranks_.erase(std::unique(ranks_.begin(), ranks_.end()), ranks_.end());
    found_ = order_statistics(values_, ranks_);
}

double Quantiles::at(std::size_t rank) const {
    return found_[static_cast<std::size_t>(std::lower_bound(ranks_.begin(), ranks_.end(), rank) - ranks_.begin())];
}

double Quantiles::quantile(double p) const {
    if (values_.empty()) return std::numeric_limits<double>::quiet_NaN();
    return type_7(p, values_.size(), [this](std::size_t rank) { return at(rank); });
}

Interval Quantiles::limits(double p) const {
    if (values_.empty()) return {quantile(p), quantile(p)};
    const LimitRanks ranks = limit_ranks(values_.size(), p);
    return {at(ranks.low), at(ranks.high)};
}

double Tail::standard_error() const {
    const double squares = beyond.squares - beyond.sum * beyond.sum / count;
    return count > 1 ? std::sqrt(std::max(squares, 0.0) / (count - 1) / count) / share : 0;
}

Tail Quantiles::tail(double share, bool high_is_bad) const {
    if (values_.empty()) return {share, 0, std::numeric_limits<double>::quiet_NaN(), {}};
    const double edge = at(tail_rank(values_.size(), share, high_is_bad)), sign = high_is_bad ? 1 : -1;
    const Beyond beyond = pairwise_sum(values_, [=](std::span<const double> leaf) { return sums_beyond(leaf, edge, sign); });
    return {share, static_cast<double>(values_.size()), edge, beyond};
}

double Quantiles::min() const { return quantile(0); }
double Quantiles::max() const { return quantile(1); }

Interval wilson(double successes, double trials, double point) {
    if (!(trials > 0)) return {0, 1};
    const double z2 = point * point;
    const double p = successes / trials;
    const double centre = (p + z2 / (2 * trials)) / (1 + z2 / trials);
    const double half = point / (1 + z2 / trials) * std::sqrt(p * (1 - p) / trials + z2 / (4 * trials * trials));
    // At the ends the formula is the share itself, which rounding must not leave outside of its own interval.
    return {successes > 0 ? std::max(0.0, centre - half) : 0.0, successes < trials ? std::min(1.0, centre + half) : 1.0};
}

}  // namespace entente
