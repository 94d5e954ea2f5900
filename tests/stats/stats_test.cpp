// Moments, quantiles, tails and intervals against direct computation.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <random>

#include "lanes/kernels.hpp"
#include "stats/moments.hpp"
#include "stats/order_statistics.hpp"
#include "stats/quantiles.hpp"

using namespace entente;

namespace {
std::vector<double> sample(std::size_t n, unsigned seed) {
    std::mt19937_64 engine(seed);
    std::vector<double> x(n);
    for (double& v : x) v = std::lognormal_distribution<double>(0, 1)(engine);
    return x;
}
}  // namespace

TEST_CASE("moments are those of the textbook", "[stats]") {
    const std::vector<double> x{2, 4, 4, 4, 5, 5, 7, 9};
    const Moments m = moments(x);
    CHECK(m.mean == Approx(5).epsilon(1e-15));
    CHECK(m.variance == Approx(32.0 / 7).epsilon(1e-15));
    CHECK(m.standard_error() == Approx(std::sqrt(32.0 / 7 / 8)).epsilon(1e-15));
    CHECK(moments(std::vector<double>{3}).variance == 0);
    const auto y = sample(100'003, 1);
    const long double sum = std::accumulate(y.begin(), y.end(), 0.0L);
    CHECK(moments(y).mean == Approx(static_cast<double>(sum / 100'003)).epsilon(1e-14));
}

TEST_CASE("quantiles are type 7 of the sorted sample", "[stats]") {
    for (const std::size_t n : {1U, 2U, 3U, 10U, 101U, 5000U, 100'000U}) {
        const auto x = sample(n, static_cast<unsigned>(n));
        auto sorted = x;
        std::sort(sorted.begin(), sorted.end());
        const std::vector<double> ps{0.01, 0.05, 0.1, 0.2, 0.25, 0.5, 0.75, 0.8, 0.9, 0.95, 0.99};
        const Quantiles q(x, ps, ps);
        for (const double p : ps) {
            const double h = p * static_cast<double>(n - 1);
            const auto i = static_cast<std::size_t>(h);
            const double expected = i + 1 < n ? sorted[i] + (h - static_cast<double>(i)) * (sorted[i + 1] - sorted[i]) : sorted[i];
            CHECK(q.quantile(p) == Approx(expected).epsilon(1e-15));
            CHECK(q.limits(p).low <= q.quantile(p));
            CHECK(q.limits(p).high >= q.quantile(p));
        }
        CHECK(q.min() == sorted.front());
        CHECK(q.max() == sorted.back());
    }
}

TEST_CASE("order statistics are exact among ties and in sorted or reversed columns", "[stats]") {
    for (const std::size_t n : {std::size_t{2'048}, std::size_t{2'051}, std::size_t{60'000}}) {
        std::vector<double> x(n);
        const std::vector<std::size_t> ranks{0, 1, n / 2 - 1, n / 2, 3 * n / 4, n - 2, n - 1};
        for (const int shape : {0, 1, 2, 3}) {
            for (std::size_t i = 0; i < n; ++i) {
                const double v = static_cast<double>(i);
                x[i] = shape == 0 ? v : shape == 1 ? -v : shape == 2 ? static_cast<double>(i % 3) : (i % 100 == 0 ? v : 7.0);
            }
            auto sorted = x;
            std::sort(sorted.begin(), sorted.end());
            const auto found = order_statistics(x, ranks);
            REQUIRE(found.size() == ranks.size());
            for (std::size_t r = 0; r < ranks.size(); ++r) CHECK(found[r] == sorted[ranks[r]]);
        }
    }
}

TEST_CASE("order statistics are exact where many worlds share a value, wherever it lies", "[stats]") {
    for (const std::size_t n : {std::size_t{2'048}, std::size_t{8'191}, std::size_t{40'000}}) {
        const std::vector<std::size_t> ranks{0, 1, n / 10, n / 4, n / 2 - 1, n / 2, 3 * n / 4, 9 * n / 10, n - 2, n - 1};
        const auto away = sample(n, 7);
        for (const double share : {0.05, 0.3, 0.6, 0.999}) {
            for (const int shape : {0, 1, 2, 3}) {
                std::vector<double> x(n);
                for (std::size_t i = 0; i < n; ++i) {
                    const bool shared = static_cast<double>(i * 7'919 % n) < share * static_cast<double>(n);
                    // At the low end, at the high end, between what is paid and what is received; a chance.
                    const double other = shape == 0 ? away[i] : shape == 1 ? -away[i] : shape == 2 ? away[i] - 1 : 1;
                    x[i] = shared ? 0 : other;
                }
                auto sorted = x;
                std::sort(sorted.begin(), sorted.end());
                const auto found = order_statistics(x, ranks);
                REQUIRE(found.size() == ranks.size());
                for (std::size_t r = 0; r < ranks.size(); ++r) CHECK(found[r] == sorted[ranks[r]]);
            }
        }
    }
}

TEST_CASE("edges below a number are counted as a plain loop counts them", "[stats]") {
    std::vector<double> edges(21);
    for (std::size_t i = 0; i < edges.size(); ++i) edges[i] = static_cast<double>(i) / 8;
    for (const std::size_t n : {std::size_t{1}, std::size_t{15}, std::size_t{16}, std::size_t{37}, std::size_t{512}}) {
        auto x = sample(n, 3);
        x[n / 2] = edges[5];
        x[0] = std::numeric_limits<double>::infinity();
        std::vector<std::uint8_t> found(n);
        count_below(x, edges, found);
        for (std::size_t i = 0; i < n; ++i)
            CHECK(found[i] == std::count_if(edges.begin(), edges.end(), [&](double edge) { return edge < x[i]; }));
    }
}

TEST_CASE("sums in lanes are those of plain loops", "[stats]") {
    for (const std::size_t n : {std::size_t{1}, std::size_t{13}, std::size_t{1'024}, std::size_t{5'003}}) {
        const auto x = sample(n, 5);
        long double plain = 0, squares = 0, cubes = 0, above = 0, above_squares = 0, below = 0;
        for (const double v : x) {
            const long double d = v - 0.25L;
            plain += v;
            squares += d * d;
            cubes += d * d * d;
            above += d > 0 ? d : 0;
            above_squares += d > 0 ? d * d : 0;
            below += d < 0 ? d : 0;
        }
        const auto near = [](long double y) { return Approx(static_cast<double>(y)).epsilon(1e-12).margin(1e-9); };
        CHECK(fixed_sum(x) == near(plain));
        CHECK(fixed_squares(x, 0.25) == near(squares));
        CHECK(fixed_cubes(x, 0.25) == near(cubes));
        const auto beyond = [&](double sign) {
            return pairwise_sum(x, [=](std::span<const double> leaf) { return sums_beyond(leaf, 0.25, sign); });
        };
        CHECK(beyond(1).sum == near(above));
        CHECK(beyond(1).squares == near(above_squares));
        CHECK(beyond(-1).sum == near(below));
    }
}

TEST_CASE("order-statistic limits cover the median 95% of the time", "[stats]") {
    int covered = 0;
    constexpr int repetitions = 4000;
    const std::vector<double> half{0.5};
    for (int i = 0; i < repetitions; ++i) {
        const auto x = sample(400, static_cast<unsigned>(1000 + i));
        const Quantiles q(x, half, half);
        covered += q.limits(0.5).low <= 1 && q.limits(0.5).high >= 1 ? 1 : 0;  // the lognormal's median is 1
    }
    CHECK(covered > 0.94 * repetitions);
    CHECK(covered < 0.975 * repetitions);
}

TEST_CASE("the tail mean counts the value at the edge in part", "[stats]") {
    const std::vector<double> x{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const std::vector<double> shares{0.1, 0.05, 1.0}, same(100, 3.0);
    const Quantiles q(x, {}, {}, shares);
    CHECK(q.tail(0.1, true).mean() == Approx((15 + 0.5 * 14) / 1.5));
    CHECK(q.tail(0.1, false).mean() == Approx((1 + 0.5 * 2) / 1.5));
    CHECK(q.tail(1.0, true).mean() == Approx(8));
    CHECK(Quantiles(same, {}, {}, shares).tail(0.05, true).mean() == 3);
}

TEST_CASE("Wilson's interval has its known values", "[stats]") {
    // 10 of 100: Newcombe (1998), method 3.
    CHECK(wilson(10, 100).low == Approx(0.0552).margin(5e-5));
    CHECK(wilson(10, 100).high == Approx(0.1744).margin(5e-5));
    CHECK(wilson(0, 50).low == 0);
    CHECK(wilson(50, 50).high == 1);
    // The ends lie in their own intervals, whatever the number of worlds.
    for (double worlds = 1; worlds < 5e7; worlds = std::ceil(worlds * 1.01)) {
        CHECK(wilson(0, worlds).low == 0);
        CHECK(wilson(0, worlds).high > 0);
        CHECK(wilson(worlds, worlds).high == 1);
        CHECK(wilson(worlds, worlds).low < 1);
    }
}
