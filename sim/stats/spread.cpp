// Counting by randomisation (see spread.hpp).
#include "stats/spread.hpp"

#include <algorithm>

#include "stats/moments.hpp"

namespace entente {

namespace {

PerReplicate<double> as_numbers(const PerReplicate<std::uint64_t>& counts) {
    PerReplicate<double> out{};
    for (std::size_t r = 0; r < replicates; ++r) out[r] = static_cast<double>(counts[r]);
    return out;
}

double error_of_share(const PerReplicate<std::uint64_t>& of, const PerReplicate<std::uint64_t>& part) {
    return replicate_error(replicate_means({as_numbers(of), as_numbers(part)}));
}

}  // namespace

Marks Marks::of(std::span<const double> values, const Wanted& wanted) {
    std::vector<double> present;
    std::copy_if(values.begin(), values.end(), std::back_inserter(present), [](double x) { return std::isfinite(x); });
    Marks out;
    if (present.empty()) return out;
    out.centre = moments(present).mean;
    out.levels.assign(wanted.limited.begin(), wanted.limited.end());
    for (const double share : wanted.tails) out.levels.insert(out.levels.end(), {share, 1 - share});
    std::sort(out.levels.begin(), out.levels.end());
    out.levels.erase(std::unique(out.levels.begin(), out.levels.end()), out.levels.end());
    std::vector<double> beside;
    for (const double p : out.levels) {
        const double apart = std::sqrt(p * (1 - p) / static_cast<double>(present.size()));
        beside.insert(beside.end(), {std::max(p - apart, 0.0), std::min(p + apart, 1.0)});
    }
    const Quantiles quantiles(present, beside);
    for (const double p : beside) out.at.push_back(quantiles.quantile(p));
    return out;
}

std::optional<std::pair<std::size_t, std::size_t>> Marks::beside(double p) const {
    const auto found = std::find(levels.begin(), levels.end(), p);
    if (found == levels.end()) return {};
    const auto mark = 2 * static_cast<std::size_t>(found - levels.begin());
    return std::pair(mark, mark + 1);
}

void Spread::add(const Marks& marks, std::span<const double> values, std::int64_t first_world) {
    const auto add_world = [&](std::size_t r, double x) {
        if (!(x - x == 0)) return;
        present[r] += 1;
        positive[r] += x > 0 ? 1 : 0;
        sum[r] += x - marks.centre;
    };
    const auto first = static_cast<std::size_t>(first_world % static_cast<std::int64_t>(replicates));
    for (std::size_t w = 0; w < values.size(); ++w) add_world((first + w) % replicates, values[w]);
    for (std::size_t m = 0; m < marks.at.size(); ++m) {
        const double at = marks.at[m];
        for (std::size_t w = 0; w < values.size(); ++w) {
            const double x = values[w];
            const bool counts = x - x == 0;
            const std::size_t r = (first + w) % replicates;
            below[m][r] += counts && x <= at ? 1 : 0;
            above[m][r] += counts && x > at ? x - at : 0.0;
        }
    }
}

void Spread::merge(const Spread& next) {
    for (std::size_t r = 0; r < replicates; ++r) {
        present[r] += next.present[r];
        positive[r] += next.positive[r];
        sum[r] += next.sum[r];
        for (std::size_t m = 0; m < below.size(); ++m) {
            below[m][r] += next.below[m][r];
            above[m][r] += next.above[m][r];
        }
    }
}

PerReplicate<double> SpreadView::means() const { return replicate_means({as_numbers(spread_.present), spread_.sum}); }

double SpreadView::present_error() const {
    PerReplicate<std::uint64_t> all{};
    const auto worlds = static_cast<std::uint64_t>(worlds_);
    for (std::size_t r = 0; r < replicates; ++r) all[r] = worlds / replicates + (r < worlds % replicates ? 1 : 0);
    return error_of_share(all, spread_.present);
}

double SpreadView::positive_error() const { return error_of_share(spread_.present, spread_.positive); }

std::optional<double> SpreadView::share_error(double p) const {
    const auto marks = marks_.beside(p);
    if (!marks) return {};
    return std::max(error_of_share(spread_.present, spread_.below[marks->first]),
                    error_of_share(spread_.present, spread_.below[marks->second]));
}

std::optional<PerReplicate<double>> SpreadView::tail(double share, bool high_is_bad) const {
    const auto marks = marks_.beside(high_is_bad ? 1 - share : share);
    if (!marks) return {};
    const PerReplicate<double> a = tail_at(marks->first, share, high_is_bad), b = tail_at(marks->second, share, high_is_bad);
    return replicate_error(a) > replicate_error(b) ? a : b;
}

PerReplicate<double> SpreadView::tail_at(std::size_t mark, double share, bool high_is_bad) const {
    ReplicateSums sums{as_numbers(spread_.present), spread_.above[mark]};
    const double at = marks_.at[mark];
    for (std::size_t r = 0; r < replicates; ++r) {
        // What is below the mark is what is above it less all that is apart from it.
        if (!high_is_bad) sums.sum[r] = spread_.sum[r] + sums.count[r] * (marks_.centre - at) - sums.sum[r];
        sums.sum[r] /= share;
    }
    return replicate_means(sums);
}

}  // namespace entente
