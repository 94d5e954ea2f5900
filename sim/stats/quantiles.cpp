// Order statistics and what is built on them (see quantiles.hpp).
#include "stats/quantiles.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include "base/kernels.hpp"
#include "stats/moments.hpp"

namespace entente {

namespace {

constexpr std::size_t most_sampled = 1024, fewest_for_cells = 2048, inner_cells = 2048, cells = inner_cells + 2;

// Equal cells between two values that hold nearly all, and one cell at either end for the rest: a value's cell is a product away,
// and no smaller than that of a smaller value.
class Cells {
public:
    explicit Cells(std::span<const double> values) {
        std::vector<double> sample(std::min(most_sampled, values.size() / 4));
        for (std::size_t i = 0; i < sample.size(); ++i) sample[i] = values[i * (values.size() / sample.size())];
        const auto at = [&](std::size_t rank) {
            std::nth_element(sample.begin(), sample.begin() + static_cast<std::ptrdiff_t>(rank), sample.end());
            return sample[rank];
        };
        const std::size_t beyond = sample.size() / 256;
        low_ = at(beyond);
        const double high = at(sample.size() - 1 - beyond);
        scale_ = high > low_ ? static_cast<double>(inner_cells) / (high - low_) : 0;
        if (!std::isfinite(scale_)) scale_ = 0;
    }

    void place(std::span<const double> values, std::uint16_t* cell) const { place(values.data(), values.size(), low_, scale_, cell); }

private:
    // Compares, so that values that are no numbers and infinite ones stay inside the table.
    ENTENTE_KERNEL static void place(const double* values, std::size_t count, double low, double scale, std::uint16_t* cell) {
        for (std::size_t i = 0; i < count; ++i) {
            const double position = (values[i] - low) * scale;
            const double above = position >= 0.0 ? position + 1.0 : 0.0;
            const double inside = above < static_cast<double>(cells - 1) ? above : static_cast<double>(cells - 1);
            cell[i] = static_cast<std::uint16_t>(static_cast<std::int32_t>(inside));
        }
    }

    double low_ = 0, scale_ = 0;
};

}  // namespace

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

std::vector<double> order_statistics(std::span<const double> values, std::span<const std::size_t> ranks) {
    std::vector<double> out;
    if (values.size() < fewest_for_cells) {
        std::vector<double> sorted(values.begin(), values.end());
        std::sort(sorted.begin(), sorted.end());
        for (const std::size_t rank : ranks) out.push_back(sorted[rank]);
        return out;
    }
    std::vector<std::uint16_t> cell(values.size());
    Cells(values).place(values, cell.data());
    // Counted in turns, for neighbours often share a cell and would wait for each other.
    std::array<std::array<std::uint32_t, cells>, 4> counts{};
    for (std::size_t i = 0; i < cell.size(); ++i) ++counts[i % 4][cell[i]];
    // The cells that hold a rank, and where each begins in the sorted order.
    std::vector<std::size_t> begin(cells + 1, 0);
    for (std::size_t c = 0; c < cells; ++c) begin[c + 1] = begin[c] + counts[0][c] + counts[1][c] + counts[2][c] + counts[3][c];
    const auto holder = [&](std::size_t rank) {
        return static_cast<std::size_t>(std::upper_bound(begin.begin(), begin.end(), rank) - begin.begin()) - 1;
    };
    std::vector<std::vector<double>> held(1);
    std::array<std::uint16_t, cells> place{};  // of a cell's values among those held; 0: not wanted
    for (const std::size_t rank : ranks) {
        const std::size_t c = holder(rank);
        if (place[c] != 0) continue;
        place[c] = static_cast<std::uint16_t>(held.size());
        held.emplace_back().reserve(begin[c + 1] - begin[c]);
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (place[cell[i]] != 0) held[place[cell[i]]].push_back(values[i]);
    }
    std::size_t sorted_until = 0, last = cells;
    for (const std::size_t rank : ranks) {
        const std::size_t c = holder(rank), at = rank - begin[c];
        auto& inside = held[place[c]];
        if (c != last) {
            // A value that many worlds share has the cell to itself.
            const bool alike = std::all_of(inside.begin(), inside.end(), [&](double x) { return x == inside.front(); });
            sorted_until = alike ? inside.size() : 0;
        }
        last = c;
        if (at >= sorted_until) {
            // Ranks ascend: what lies below the last one found needs no second look.
            std::nth_element(inside.begin() + static_cast<std::ptrdiff_t>(sorted_until), inside.begin() + static_cast<std::ptrdiff_t>(at),
                             inside.end());
            sorted_until = at + 1;
        }
        out.push_back(inside[at]);
    }
    return out;
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
    // Columns of equal values are common (a firm that pays no transfers).
    const double first = values_[0];
    if (std::all_of(values_.begin(), values_.end(), [&](double x) { return x == first; })) {
        found_.assign(ranks_.size(), first);
    } else {
        found_ = order_statistics(values_, ranks_);
    }
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

double Quantiles::tail_mean(double share, bool high_is_bad) const {
    if (values_.empty()) return std::numeric_limits<double>::quiet_NaN();
    const double edge = tail_edge(share, high_is_bad);
    const double wanted = share * static_cast<double>(values_.size());
    // What lies beyond the edge, and the edge itself for the part that is missing.
    const double sign = high_is_bad ? 1 : -1;
    const double sum = fixed_sum(values_, [&](double x) { return sign * (x - edge) > 0 ? x - edge : 0.0; });
    return edge + sum / wanted;
}

double Quantiles::tail_edge(double share, bool high_is_bad) const { return at(tail_rank(values_.size(), share, high_is_bad)); }

double Quantiles::min() const { return quantile(0); }
double Quantiles::max() const { return quantile(1); }

Interval wilson(double successes, double trials) {
    if (!(trials > 0)) return {0, 1};
    const double z2 = normal_975 * normal_975;
    const double p = successes / trials;
    const double centre = (p + z2 / (2 * trials)) / (1 + z2 / trials);
    const double half = normal_975 / (1 + z2 / trials) * std::sqrt(p * (1 - p) / trials + z2 / (4 * trials * trials));
    return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

}  // namespace entente
