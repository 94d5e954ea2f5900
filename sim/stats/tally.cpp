// Moments that merge, and binned counts (see tally.hpp).
#include "stats/tally.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "base/problem.hpp"

namespace entente {

void RunningMoments::add(std::span<const double> values) {
    std::vector<double> finite;
    finite.reserve(values.size());
    std::copy_if(values.begin(), values.end(), std::back_inserter(finite), [](double x) { return std::isfinite(x); });
    RunningMoments next;
    next.absent = static_cast<std::int64_t>(values.size() - finite.size());
    next.count = static_cast<std::int64_t>(finite.size());
    if (!finite.empty()) {
        next.mean = fixed_sum(finite) / static_cast<double>(next.count);
        next.squares = fixed_squares(finite, next.mean);
        next.cubes = fixed_cubes(finite, next.mean);
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

namespace {

// Counts as whole numbers of some width: small ones are most of what is saved and sent.
template <class Width>
void put_as(const std::vector<std::uint64_t>& counts, ByteWriter& out) {
    out.put(std::vector<Width>(counts.begin(), counts.end()));
}

template <class Width>
void get_as(std::vector<std::uint64_t>& counts, ByteReader& in) {
    std::vector<Width> narrow;
    in.get(narrow);
    counts.assign(narrow.begin(), narrow.end());
}

// Calls act(Width()) with the narrowest number of so many bytes.
template <class Act>
void with_width(std::uint8_t bytes, const Act& act) {
    switch (bytes) {
        case 1: return act(std::uint8_t{});
        case 2: return act(std::uint16_t{});
        case 4: return act(std::uint32_t{});
        case 8: return act(std::uint64_t{});
        default: throw Failure("saved results hold counts of an unknown width");
    }
}

std::uint8_t width_of(std::uint64_t most) {
    if (most <= std::numeric_limits<std::uint8_t>::max()) return 1;
    if (most <= std::numeric_limits<std::uint16_t>::max()) return 2;
    return most <= std::numeric_limits<std::uint32_t>::max() ? 4 : 8;
}

}  // namespace

// Binades with values, each by its number, the width of its counts and the counts.
void Histogram::put(ByteWriter& out) const {
    out.put(zeros_);
    out.put(
        static_cast<std::uint64_t>(std::count_if(binades_.begin(), binades_.end(), [](const auto& counts) { return !counts.empty(); })));
    for (std::size_t e = 0; e < binades_.size(); ++e) {
        const auto& counts = binades_[e];
        if (counts.empty()) continue;
        const std::uint8_t width = width_of(*std::max_element(counts.begin(), counts.end()));
        out.put(static_cast<std::uint16_t>(e));
        out.put(width);
        with_width(width, [&](auto as) { put_as<decltype(as)>(counts, out); });
    }
}

Histogram Histogram::get(ByteReader& in) {
    Histogram out;
    in.get(out.zeros_);
    std::uint64_t used = 0;
    in.get(used);
    for (std::uint64_t i = 0; i < used; ++i) {
        std::uint16_t e = 0;
        std::uint8_t width = 0;
        in.get(e);
        in.get(width);
        if (e >= out.binades_.size()) throw Failure("saved results hold a histogram of another size");
        auto& counts = out.binades_[e];
        with_width(width, [&](auto as) { get_as<decltype(as)>(counts, in); });
        if (counts.size() != bins) throw Failure("saved results hold a histogram of another size");
    }
    return out;
}

TallyView::TallyView(const RunningMoments& running, const Histogram& histogram) : running_(running) {
    std::uint64_t below = 0;
    histogram.each([&](double middle, std::uint64_t count) {
        below += count;
        bins_.push_back({middle, count, below});
    });
}

double TallyView::at(std::size_t rank) const {
    if (count() == 0) return std::numeric_limits<double>::quiet_NaN();
    if (rank == 0) return running_.min;
    if (rank >= count() - 1) return running_.max;
    const auto bin = std::upper_bound(bins_.begin(), bins_.end(), rank, [](std::uint64_t r, const Bin& b) { return r < b.through; });
    return std::clamp(bin->middle, running_.min, running_.max);
}

double TallyView::quantile(double p) const {
    if (count() == 0) return std::numeric_limits<double>::quiet_NaN();
    return type_7(p, count(), [this](std::size_t rank) { return at(rank); });
}

std::int64_t TallyView::above_zero() const {
    std::uint64_t sum = 0;
    for (const Bin& bin : bins_) sum += bin.middle > 0 ? bin.count : 0;
    return static_cast<std::int64_t>(sum);
}

Tail TallyView::tail(double share, bool high_is_bad) const {
    const double edge = at(tail_rank(count(), share, high_is_bad)), sign = high_is_bad ? 1 : -1;
    Beyond beyond;
    for (const Bin& bin : bins_) {
        const double past = sign * std::max(sign * (std::clamp(bin.middle, running_.min, running_.max) - edge), 0.0);
        beyond.sum += past * static_cast<double>(bin.count);
        beyond.squares += past * past * static_cast<double>(bin.count);
    }
    return {share, static_cast<double>(running_.count), edge, beyond};
}

}  // namespace entente
