// Correlation, executors and the order of registration.
#include <catch2/catch.hpp>
#include <cmath>

#include "dist/sampler.hpp"

using namespace entente;

namespace {

// Sample correlation of two scores over many worlds.
double correlation(const Sampler& sampler, Slot a, Slot b, int blocks = 400) {
    Draws draws;
    draws.memory.resize(static_cast<std::size_t>(sampler.columns()) * Sampler::block_size);
    std::vector<std::int64_t> below(sampler.clamped().size());
    double sum = 0;
    for (int block = 0; block < blocks; ++block) {
        draws.count = Sampler::block_size;
        sampler.draw(static_cast<std::uint64_t>(block) * Sampler::block_size, draws.count, draws.memory, below);
        for (int w = 0; w < draws.count; ++w) sum += draws[a][w] * draws[b][w];
    }
    return sum / (blocks * Sampler::block_size);
}

}  // namespace

TEST_CASE("the symmetric root squares to the matrix", "[dist]") {
    Eigen::MatrixXd m(3, 3);
    m << 1, 0.5, -0.2, 0.5, 1, 0.3, -0.2, 0.3, 1;
    const Eigen::MatrixXd root = symmetric_root(m);
    CHECK((root * root - m).cwiseAbs().maxCoeff() < 1e-14);
    CHECK((root - root.transpose()).cwiseAbs().maxCoeff() < 1e-14);
}

TEST_CASE("an impossible matrix names its culprits", "[dist]") {
    const auto groups = correlated_groups({{"a", "b", 0.9}, {"b", "c", 0.9}, {"a", "c", -0.9}, {"x", "y", 0.5}});
    REQUIRE(groups.size() == 2);
    const auto fault = indefinite(groups[0]);
    REQUIRE(fault.has_value());
    for (const char* name : {"a", "b", "c"}) CHECK(fault->find(name) != std::string::npos);
    CHECK_FALSE(indefinite(groups[1]).has_value());
}

TEST_CASE("later pairs win and zero separates", "[dist]") {
    const auto groups = correlated_groups({{"a", "b", 0.9}, {"b", "a", 0.1}});
    REQUIRE(groups.size() == 1);
    CHECK(groups[0].matrix(0, 1) == 0.1);
    CHECK(correlated_groups({{"a", "b", 0.9}, {"a", "b", 0.0}}).empty());
}

TEST_CASE("scores have the correlation that was asked for", "[dist]") {
    Sampler sampler(3, correlated_groups({{"a", "b", 0.6}, {"b", "c", -0.3}}));
    const Slot a = sampler.score("a", {}), b = sampler.score("b", {}), c = sampler.score("c", {}), d = sampler.score("d", {});
    const double se = 1 / std::sqrt(400.0 * Sampler::block_size);
    CHECK(std::fabs(correlation(sampler, a, b) - 0.6) < 6 * se);
    CHECK(std::fabs(correlation(sampler, b, c) + 0.3) < 6 * se);
    CHECK(std::fabs(correlation(sampler, a, c)) < 6 * se);
    CHECK(std::fabs(correlation(sampler, a, d)) < 6 * se);
    CHECK(std::fabs(correlation(sampler, a, a) - 1) < 6 * std::sqrt(2) * se);
    CHECK(std::fabs(correlation(sampler, a, b) - 0.55) > 6 * se);  // the negative control
}

TEST_CASE("likeness 1 is one draw for all, 0 an independent one for each, between them rho (sqrt(LaLb) + ...)", "[dist]") {
    Sampler sampler(4, correlated_groups({{"a", "b", 0.8}, {"a", "m", 0.5}}));
    const Who ford{"ford", 0.5}, vw{"vw", 0.5}, ford_b{"ford", 0.2};
    const Slot same1 = sampler.score("x", {"ford", 1}), same2 = sampler.score("x", {"vw", 1});
    const Slot own1 = sampler.score("y", {"ford", 0}), own2 = sampler.score("y", {"vw", 0});
    const Slot a_ford = sampler.score("a", ford), a_vw = sampler.score("a", vw), b_ford = sampler.score("b", ford_b),
               m = sampler.score("m", {});
    const double se = 1 / std::sqrt(400.0 * Sampler::block_size);
    CHECK(same1.column == same2.column);
    CHECK(std::fabs(correlation(sampler, own1, own2)) < 6 * se);
    CHECK(std::fabs(correlation(sampler, a_ford, a_vw) - 0.5) < 6 * se);
    CHECK(std::fabs(correlation(sampler, a_ford, b_ford) - 0.8 * (std::sqrt(0.5 * 0.2) + std::sqrt(0.5 * 0.8))) < 6 * se);
    CHECK(std::fabs(correlation(sampler, a_ford, m) - 0.5 * std::sqrt(0.5)) < 6 * se);
}
