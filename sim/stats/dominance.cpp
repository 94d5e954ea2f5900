// One pass over the worlds for all points (see dominance.hpp).
#include "stats/dominance.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "lanes/kernels.hpp"

namespace entente {

namespace {

constexpr double most_errors = 4;  // of some thirty points, none passes by chance
constexpr std::size_t quantiles = 31;

}  // namespace

DominanceTest::DominanceTest(std::vector<double> points) : points_(std::move(points)), from_(points_.size() + 1) {
    if (!points_.empty()) centre_ = points_[points_.size() / 2];
    for (double& x : points_) x -= centre_;
}

void DominanceTest::add(std::span<const double> a, std::span<const double> b) {
    std::vector<double> own(a.size()), other(b.size());
    for (std::size_t w = 0; w < a.size(); ++w) {
        own[w] = a[w] - centre_;
        other[w] = b[w] - centre_;
    }
    // Points below an outcome: it is at most the others.
    std::vector<std::uint8_t> below_own(a.size()), below_other(b.size());
    count_below(own, points_, below_own);
    count_below(other, points_, below_other);
    for (std::size_t w = 0; w < a.size(); ++w) {
        const std::size_t i = below_own[w], j = below_other[w];
        const double apart = other[w] - own[w];
        Terms& both = from_[std::max(i, j)];  // from here on both fall short
        both.c0 += apart;
        both.q0 += apart * apart;
        if (i == j) continue;
        // Between the two only one falls short.
        const double sign = i < j ? 1 : -1, short_one = i < j ? own[w] : other[w];
        Terms& one = from_[std::min(i, j)];
        const Terms added{sign, 1, -sign * short_one, sign, short_one * short_one, -2 * short_one, 1};
        one.count += added.count;
        one.count_squared += added.count_squared;
        one.c0 += added.c0;
        one.c1 += added.c1;
        one.q0 += added.q0;
        one.q1 += added.q1;
        one.q2 += added.q2;
        both.count -= added.count;
        both.count_squared -= added.count_squared;
        both.c0 -= added.c0;
        both.c1 -= added.c1;
        both.q0 -= added.q0;
        both.q1 -= added.q1;
        both.q2 -= added.q2;
    }
    worlds_ += static_cast<double>(a.size());
}

// `difference(sums, x)`: the sum over the worlds at a point, and that of its squares.
template <class Difference>
Dominance DominanceTest::judge(const Difference& difference) const {
    Terms sums;
    bool above = false, below = false, clearly_above = false, clearly_below = false;
    double largest = 0;
    for (std::size_t p = 0; p < points_.size(); ++p) {
        const Terms& next = from_[p];
        sums.count += next.count;
        sums.count_squared += next.count_squared;
        sums.c0 += next.c0;
        sums.c1 += next.c1;
        sums.q0 += next.q0;
        sums.q1 += next.q1;
        sums.q2 += next.q2;
        const auto [sum, squares] = difference(sums, points_[p]);
        const double mean = sum / worlds_, variance = std::max(squares / worlds_ - mean * mean, 0.0);
        const double error = std::sqrt(variance / worlds_);
        // Sums of what cancels leave rounding.
        largest = std::max(largest, std::sqrt(squares / worlds_));
        if (std::fabs(mean) <= 1e-12 * largest) continue;
        (mean > 0 ? above : below) = true;
        if (std::fabs(mean) > most_errors * error) (mean > 0 ? clearly_above : clearly_below) = true;
    }
    if (clearly_above || (!above && !below)) return Dominance::no;
    return !above && clearly_below ? Dominance::yes : Dominance::undecided;
}

Dominance DominanceTest::first_order() const {
    return judge([](const Terms& s, double) { return std::pair(s.count, s.count_squared); });
}

Dominance DominanceTest::second_order() const {
    if (first_order() == Dominance::yes) return Dominance::yes;
    return judge([](const Terms& s, double x) { return std::pair(s.c0 + s.c1 * x, s.q0 + s.q1 * x + s.q2 * x * x); });
}

std::vector<double> dominance_points(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    std::vector<double> out;
    for (std::size_t i = 0; i < quantiles + 2 && !values.empty(); ++i) out.push_back(values[(values.size() - 1) * i / (quantiles + 1)]);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

}  // namespace entente
