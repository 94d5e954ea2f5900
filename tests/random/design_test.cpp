// Latin hypercubes and Sobol points: strata, nets, scrambles, and that any world is computed alone.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "random/design.hpp"
#include "stats/moments.hpp"

using namespace entente;

namespace {

std::vector<double> drawn(Sampling method, std::size_t worlds, int sobol = 0, std::string_view name = "x", std::uint32_t draw = 0) {
    std::vector<double> out(worlds);
    uniforms({method, 0, worlds}, {Stream(9, name), sobol}, 0, draw, out);
    return out;
}

// The worlds of one randomisation.
std::vector<double> part(const std::vector<double>& all, std::size_t r) {
    std::vector<double> out;
    for (std::size_t i = r; i < all.size(); i += Design::randomisations) out.push_back(all[i]);
    return out;
}

}  // namespace

TEST_CASE("a keyed permutation visits every place once, and keys differ", "[random]") {
    for (const std::uint64_t count : {1, 2, 3, 17, 64, 1000}) {
        std::set<std::uint64_t> seen;
        for (std::uint64_t i = 0; i < count; ++i) seen.insert(permuted(i, count, 7));
        CHECK(seen.size() == count);
        CHECK(*seen.rbegin() == count - 1);
    }
    int same = 0;
    for (std::uint64_t i = 0; i < 1000; ++i) same += permuted(i, 1000, 1) == permuted(i, 1000, 2) ? 1 : 0;
    CHECK(same < 20);
}

TEST_CASE("a Latin hypercube has one world in each stratum of each randomisation", "[random]") {
    for (const std::size_t worlds : {64, 1000, 4096}) {
        const std::vector<double> all = drawn(Sampling::lhs, worlds);
        for (std::size_t r = 0; r < Design::randomisations; ++r) {
            std::vector<double> u = part(all, r);
            std::sort(u.begin(), u.end());
            for (std::size_t i = 0; i < u.size(); ++i) REQUIRE(std::floor(u[i] * static_cast<double>(u.size())) == static_cast<double>(i));
        }
    }
}

TEST_CASE("Sobol points are nets in every power of two, scrambled or not", "[random]") {
    for (const int c : {0, 1, 5, 300, 3666}) {
        for (const std::size_t k : {3, 6, 9}) {
            const std::size_t n = std::size_t{1} << k;
            std::set<std::uint32_t> cells;
            for (std::size_t i = 0; i < n; ++i) cells.insert(sobol_point(c, i) >> (32 - k));
            CHECK(cells.size() == n);
        }
    }
    // The first two coordinates are a (0, 6, 2)-net: each of the 8 x 8 boxes holds one of 64 points, after scrambling too.
    const std::vector<double> x = part(drawn(Sampling::sobol, 64 * 32, 0, "x"), 3), y = part(drawn(Sampling::sobol, 64 * 32, 1, "y"), 3);
    std::set<int> boxes;
    for (std::size_t i = 0; i < 64; ++i) boxes.insert(static_cast<int>(x[i] * 8) * 8 + static_cast<int>(y[i] * 8));
    CHECK(boxes.size() == 64);
}

TEST_CASE("any world of a design is drawn alone, whatever the block", "[random]") {
    for (const Sampling method : {Sampling::lhs, Sampling::sobol}) {
        const std::vector<double> all = drawn(method, 1000);
        for (const std::uint64_t w : {0, 1, 31, 32, 500, 999}) {
            std::vector<double> one(1);
            uniforms({method, 0, 1000}, {Stream(9, "x"), 0}, w, 0, one);
            CHECK(one[0] == all[w]);
        }
    }
}

TEST_CASE("randomisations are unlike each other, and each is uniform", "[random]") {
    for (const Sampling method : {Sampling::lhs, Sampling::sobol}) {
        const std::vector<double> all = drawn(method, 32 * 256, 4, "cost");
        const auto correlation = [&](const std::vector<double>& a, const std::vector<double>& b) {
            double sum = 0;
            for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - 0.5) * (b[i] - 0.5) * 12;
            return sum / std::sqrt(static_cast<double>(a.size()));
        };
        // Scrambles of one net are unlike as sets of points; strata are permuted apart, so there each pair of points is too.
        for (std::size_t r = 1; r < 8 && method == Sampling::lhs; ++r) CHECK(std::fabs(correlation(part(all, 0), part(all, r))) < 6);
        const std::vector<double> other = drawn(method, 32 * 256, 5, "duration");
        CHECK(std::fabs(correlation(all, other)) < 6);
        CHECK(moments(all).mean == Approx(0.5).margin(0.01));
        for (const double u : all) REQUIRE((u > 0 && u < 1));
    }
}

TEST_CASE("a smooth mean is found with less error by designs than by independent worlds", "[random]") {
    const std::size_t worlds = 32 * 64;
    const auto error = [&](Sampling method) {
        std::vector<double> means;
        std::vector<std::vector<double>> x;
        for (int c = 0; c < 4; ++c) x.push_back(drawn(method, worlds, c, "q" + std::to_string(c)));
        for (std::size_t r = 0; r < Design::randomisations; ++r) {
            double sum = 0, count = 0;
            for (std::size_t i = r; i < worlds; i += Design::randomisations, ++count)
                sum += std::exp(x[0][i]) + x[1][i] * x[1][i] + x[2][i] + x[3][i];
            means.push_back(sum / count);
        }
        return moments(means).sd();
    };
    const double mc = error(Sampling::mc), lhs = error(Sampling::lhs), sobol = error(Sampling::sobol);
    CHECK(lhs < mc / 5);
    CHECK(sobol < mc / 10);
}

TEST_CASE("worlds apart have points of their own, each randomisation's a net", "[random]") {
    const std::size_t worlds = 32 * 64;
    const auto points = [&](const Design& design, std::string_view name, int coordinate) {
        std::vector<double> out(worlds);
        uniforms(design, {Stream(9, name), coordinate}, 4096, 0, out);
        return part(out, 3);
    };
    const Design apart{Sampling::sobol, 4096, worlds, true}, on{Sampling::sobol, 4096, worlds, false};
    const std::vector<double> x = points(apart, "x", 0), y = points(apart, "y", 1);
    std::set<int> boxes;
    for (std::size_t i = 0; i < 64; ++i) boxes.insert(static_cast<int>(x[i] * 8) * 8 + static_cast<int>(y[i] * 8));
    CHECK(boxes.size() == 64);
    CHECK_FALSE(x == points(on, "x", 0));
    CHECK_FALSE(x == part(drawn(Sampling::sobol, worlds), 3));
}
