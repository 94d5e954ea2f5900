// Tenths, rank correlations and variance shares against known answers.
#include "stats/sensitivity.hpp"

#include <cmath>
#include <numbers>

#include "random/stream.hpp"
#include "stats/moments.hpp"

using namespace entente;

namespace {

constexpr std::size_t n = 1 << 16;
using Columns = std::array<std::vector<double>, 3>;

Columns uniform_columns(std::uint64_t first) {
    Columns out;
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i].resize(n);
        uniforms(Stream(3, "input " + std::to_string(i)), first, 0, out[i]);
    }
    return out;
}

// Ishigami and Homma (1990): sin x + 7 sin^2 y + 0.1 z^4 sin x, on -pi .. pi.
double ishigami(const Columns& c, std::size_t w) {
    const auto at = [&](std::size_t i) { return std::numbers::pi * (2 * c[i][w] - 1); };
    return std::sin(at(0)) + 7 * std::pow(std::sin(at(1)), 2) + 0.1 * std::pow(at(2), 4) * std::sin(at(0));
}

std::vector<double> outcome(const Columns& c) {
    std::vector<double> out(n);
    for (std::size_t w = 0; w < n; ++w) out[w] = ishigami(c, w);
    return out;
}

}  // namespace

TEST_CASE("variance shares of Ishigami's function are the known ones", "[stats]") {
    const double pi4 = std::pow(std::numbers::pi, 4), pi8 = pi4 * pi4;
    const double v1 = 0.5 * std::pow(1 + 0.1 * pi4 / 5, 2), v2 = 49.0 / 8, v13 = 0.01 * pi8 * (1.0 / 18 - 1.0 / 50), v = v1 + v2 + v13;
    const std::array first{v1 / v, v2 / v, 0.0}, total{(v1 + v13) / v, v2 / v, v13 / v};
    const Columns a = uniform_columns(0), b = uniform_columns(n);
    const std::vector<double> of_a = outcome(a), of_b = outcome(b);
    for (std::size_t i = 0; i < 3; ++i) {
        Columns mixed = a;
        mixed[i] = b[i];
        const VarianceShares shares = variance_shares(of_a, of_b, outcome(mixed));
        INFO("input " << i);
        CHECK(std::fabs(shares.first.value - first[i]) < 4 * shares.first.error);
        CHECK(std::fabs(shares.total.value - total[i]) < 4 * shares.total.error);
        CHECK(shares.first.error < 0.02);
        // The negative control: another input's share is seen to differ.
        CHECK(std::fabs(shares.total.value - total[(i + 1) % 3]) > 6 * shares.total.error);
    }
}

TEST_CASE("what does not vary has no variance shares", "[stats]") {
    const std::vector<double> same(100, 2.0);
    const VarianceShares shares = variance_shares(same, same, same);
    CHECK(shares.first.value == 0);
    CHECK(shares.total.value == 0);
}

TEST_CASE("the mean of a linear outcome over the bands of a uniform input is known, and the share it explains", "[stats]") {
    std::vector<double> x(n), y(n), outcome(n);
    uniforms(Stream(5, "x"), 0, 0, x);
    uniforms(Stream(5, "y"), 0, 0, y);
    for (std::size_t w = 0; w < n; ++w) outcome[w] = 10 * x[w] + y[w];
    const BandMeans bands = InputBands(x).of(outcome);
    REQUIRE(bands.means.size() == InputBands::most);
    for (std::size_t b = 0; b < bands.means.size(); ++b)
        CHECK(std::fabs(bands.means[b].value - (static_cast<double>(b) + 1)) < 4 * bands.means[b].error + 0.02);
    // Ten bands explain 99% of a uniform's variance, and x has 100 of 101 parts.
    CHECK(bands.share.value == Approx(0.99 * 100 / 101).margin(4 * bands.share.error));
    // An input without a part in it.
    const BandMeans idle = InputBands(y).of(x);
    CHECK_FALSE(idle.matter(4));
    CHECK(std::fabs(idle.share.value) < 4 * idle.chance_error);
}

TEST_CASE("what rises and falls again is seen, and has the same ends", "[stats]") {
    std::vector<double> x(n), outcome(n);
    uniforms(Stream(5, "x"), 0, 0, x);
    for (std::size_t w = 0; w < n; ++w) outcome[w] = (x[w] - 0.5) * (x[w] - 0.5);
    const BandMeans bands = InputBands(x).of(outcome);
    CHECK(bands.low() == Approx(bands.high()).margin(0.01));
    CHECK(bands.share.value > 0.9);
    CHECK(bands.matter(4));
}

TEST_CASE("an event has two bands, and an input that never changes one", "[stats]") {
    std::vector<double> happens(n), outcome(n);
    for (std::size_t w = 0; w < n; ++w) {
        happens[w] = w % 5 == 0 ? 1 : 0;
        outcome[w] = 3 * happens[w] + (w % 2 == 0 ? 1 : -1);
    }
    const BandMeans bands = InputBands(happens).of(outcome);
    REQUIRE(bands.means.size() == 2);
    CHECK(bands.high() - bands.low() == Approx(3).margin(0.05));
    const BandMeans constant = InputBands(std::vector<double>(n, 2.0)).of(outcome);
    CHECK(constant.means.size() == 1);
    CHECK_FALSE(constant.matter(0.001));
}

TEST_CASE("rank correlations: ties share their ranks, and a bivariate normal's is known", "[stats]") {
    CHECK(ranks(std::vector<double>{3, 1, 3, 2}) == std::vector<double>{3.5, 1, 3.5, 2});
    const std::vector<double> up{1, 2, 3, 4, 5}, down{5, 4, 3, 2, 1}, same(5, 1.0);
    CHECK(rank_correlation(ranks(up), ranks(up)).value == Approx(1));
    CHECK(rank_correlation(ranks(up), ranks(down)).value == Approx(-1));
    CHECK(rank_correlation(ranks(up), ranks(same)).value == 0);
    std::vector<double> x(n), y(n);
    normals(Stream(7, "x"), 0, 0, x);
    normals(Stream(7, "y"), 0, 0, y);
    for (std::size_t w = 0; w < n; ++w) y[w] = 0.6 * x[w] + 0.8 * y[w];
    // Pearson (1907): 6 / pi asin(rho / 2).
    const Estimate found = rank_correlation(ranks(x), ranks(y));
    CHECK(std::fabs(found.value - 6 / std::numbers::pi * std::asin(0.3)) < 4 * found.error);
}
