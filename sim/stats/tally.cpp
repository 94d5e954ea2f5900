// Moments that merge, and binned counts (see tally.hpp).
#include "stats/tally.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace entente {

void RunningMoments::add(std::span<const double> values) {
    std::vector<double> finite;
    finite.reserve(values.size());
    std::copy_if(values.begin(), values.end(), std::back_inserter(finite), [](double x) { return std::isfinite(x); });
    RunningMoments next;
    next.absent = static_cast<std::int64_t>(values.size() - finite.size());
    next.count = static_cast<std::int64_t>(finite.size());
    if (!finite.empty()) {
        next.mean = fixed_sum(finite, [](double x) { return x; }) / static_cast<double>(next.count);
        next.squares = fixed_sum(finite, [&](double x) { return (x - next.mean) * (x - next.mean); });
        next.cubes = fixed_sum(finite, [&](double x) { return (x - next.mean) * (x - next.mean) * (x - next.mean); });
        const auto [low, high] = std::minmax_element(finite.begin(), finite.end());
        next.min = *low;
        next.max = *high;
    }
    merge(next);
}

void RunningMoments::merge(const RunningMoments& next) {
    absent += next.absent;
    if (next.count == 0) return;
    if (count == 0) {
        const std::int64_t missing = absent;
        *this = next;
        absent = missing;
        return;
    }
    const double a = static_cast<double>(count), b = static_cast<double>(next.count), n = a + b;
    const double d = next.mean - mean;
    cubes += next.cubes + d * d * d * a * b * (a - b) / (n * n) + 3 * d * (a * next.squares - b * squares) / n;
    squares += next.squares + d * d * a * b / n;
    mean += d * b / n;
    count += next.count;
    min = std::min(min, next.min);
    max = std::max(max, next.max);
}

Moments RunningMoments::moments() const {
    return {static_cast<std::size_t>(count), mean, count > 1 ? squares / static_cast<double>(count - 1) : 0.0};
}

double RunningMoments::skewness() const {
    const Moments m = moments();
    return m.variance > 0 ? cubes / static_cast<double>(count) / (m.variance * m.sd()) : 0.0;
}

void Histogram::add(std::span<const double> values) {
    for (const double x : values) {
        if (!std::isfinite(x)) continue;
        const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
        const int exponent = static_cast<int>(bits >> 52 & 0x7FF) - 1023;
        if (exponent < lowest) {
            ++zeros_;
            continue;
        }
        const int e = std::min(exponent, highest) - lowest;
        auto& counts = binades_[static_cast<std::size_t>((bits >> 63) != 0 ? e : exponents + e)];
        if (counts.empty()) counts.resize(bins, 0);
        ++counts[bits >> 39 & (bins - 1)];
    }
}

void Histogram::merge(const Histogram& other) {
    zeros_ += other.zeros_;
    for (std::size_t e = 0; e < binades_.size(); ++e) {
        const auto& from = other.binades_[e];
        if (from.empty()) continue;
        if (binades_[e].empty()) binades_[e].resize(bins, 0);
        for (std::size_t b = 0; b < bins; ++b) binades_[e][b] += from[b];
    }
}

std::int64_t Histogram::count() const {
    std::uint64_t sum = 0;
    each([&](double, std::uint64_t n) { sum += n; });
    return static_cast<std::int64_t>(sum);
}

std::int64_t Histogram::above_zero() const {
    std::uint64_t sum = 0;
    each([&](double middle, std::uint64_t n) { sum += middle > 0 ? n : 0; });
    return static_cast<std::int64_t>(sum);
}

double Histogram::at(std::int64_t rank) const {
    double found = std::numeric_limits<double>::quiet_NaN();
    std::uint64_t below = 0;
    bool searching = true;
    each([&](double middle, std::uint64_t n) {
        below += n;
        if (searching && below > static_cast<std::uint64_t>(rank)) {
            found = middle;
            searching = false;
        }
    });
    return found;
}

void Histogram::put(ByteWriter& out) const {
    out.put(zeros_);
    for (const auto& counts : binades_) out.put(counts);
}

Histogram Histogram::get(ByteReader& in) {
    Histogram out;
    in.get(out.zeros_);
    for (auto& counts : out.binades_) {
        in.get(counts);
        if (!counts.empty() && counts.size() != bins) throw Failure("saved results hold a histogram of another size");
    }
    return out;
}

double TallyView::at(std::int64_t rank) const {
    if (running_.count == 0) return std::numeric_limits<double>::quiet_NaN();
    const std::int64_t last = running_.count - 1;
    if (rank <= 0) return running_.min;
    if (rank >= last) return running_.max;
    return std::clamp(histogram_.at(rank), running_.min, running_.max);
}

double TallyView::quantile(double p) const {
    if (running_.count == 0) return std::numeric_limits<double>::quiet_NaN();
    const double position = p * static_cast<double>(running_.count - 1);
    const auto below = static_cast<std::int64_t>(position);
    const double part = position - static_cast<double>(below), low = at(below);
    return part == 0 || below + 1 >= running_.count ? low : low + part * (at(below + 1) - low);
}

double TallyView::tail_edge(double share, bool high_is_bad) const {
    const auto whole = static_cast<std::int64_t>(std::ceil(share * static_cast<double>(running_.count)));
    return at(high_is_bad ? running_.count - whole : whole - 1);
}

TallyView::Beyond TallyView::beyond(double share, bool high_is_bad) const {
    Beyond out;
    out.edge = tail_edge(share, high_is_bad);
    const double sign = high_is_bad ? 1 : -1;
    histogram_.each([&](double middle, std::uint64_t n) {
        const double past = std::max(sign * (std::clamp(middle, running_.min, running_.max) - out.edge), 0.0);
        out.sum += past * static_cast<double>(n);
        out.squares += past * past * static_cast<double>(n);
    });
    return out;
}

}  // namespace entente
