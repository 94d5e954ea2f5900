// Correlation, executors and the order of registration.
#include <Eigen/Eigenvalues>
#include <boost/math/distributions/students_t.hpp>
#include <catch2/catch.hpp>
#include <cmath>

#include "chance/sampler.hpp"

using namespace entente;

namespace {

// Sample correlation of two scores over many worlds.
double correlation(const Sampler& sampler, Slot a, Slot b, int blocks = 400) {
    Draws draws;
    draws.memory.resize(sampler.memory_size());
    std::vector<std::int64_t> below(sampler.clamped().size());
    double sum = 0;
    for (int block = 0; block < blocks; ++block) {
        draws.count = Sampler::block_size;
        sampler.draw({}, static_cast<std::uint64_t>(block) * Sampler::block_size, draws.count, draws.memory, below);
        for (int w = 0; w < draws.count; ++w) sum += draws[a][w] * draws[b][w];
    }
    return sum / (blocks * Sampler::block_size);
}

// P(X > q, Y > q) of a bivariate t at its p-quantile q: given X = x, Y is a t of df + 1 degrees of freedom with location
// rho x and scale sqrt((1 - rho^2)(df + x^2)/(df + 1)). Simpson's rule in u = 1/x.
double bivariate_t_tail(double df, double rho, double p) {
    const boost::math::students_t_distribution<double> t(df), next(df + 1);
    const double q = boost::math::quantile(t, p);
    const auto f = [&](double u) {
        if (u == 0) return 0.0;
        const double x = 1 / u;
        const double z = (q - rho * x) / std::sqrt((1 - rho * rho) * (df + x * x) / (df + 1));
        return boost::math::pdf(t, x) * boost::math::cdf(boost::math::complement(next, z)) / (u * u);
    };
    const int steps = 20'000;
    const double h = 1 / q / steps;
    double sum = f(0) + f(1 / q);
    for (int i = 1; i < steps; ++i) sum += (i % 2 == 1 ? 4 : 2) * f(i * h);
    return sum * h / 3;
}

}  // namespace

TEST_CASE("the symmetric root squares to the matrix", "[chance]") {
    Eigen::MatrixXd m(3, 3);
    m << 1, 0.5, -0.2, 0.5, 1, 0.3, -0.2, 0.3, 1;
    const Eigen::MatrixXd root = symmetric_root(m);
    CHECK((root * root - m).cwiseAbs().maxCoeff() < 1e-14);
    CHECK((root - root.transpose()).cwiseAbs().maxCoeff() < 1e-14);
}

TEST_CASE("an impossible matrix names its culprits", "[chance]") {
    const auto groups = correlated_groups({{{"a", "b"}, 0.9}, {{"b", "c"}, 0.9}, {{"a", "c"}, -0.9}, {{"x", "y"}, 0.5}});
    REQUIRE(groups.size() == 2);
    const auto fault = indefinite(groups[0]);
    REQUIRE(fault.has_value());
    for (const char* name : {"a", "b", "c"}) CHECK(fault->find(name) != std::string::npos);
    CHECK_FALSE(indefinite(groups[1]).has_value());
}

TEST_CASE("later pairs win and zero separates", "[chance]") {
    const auto groups = correlated_groups({{{"a", "b"}, 0.9}, {{"b", "a"}, 0.1}});
    REQUIRE(groups.size() == 1);
    CHECK(groups[0].matrix(0, 1) == 0.1);
    CHECK(correlated_groups({{{"a", "b"}, 0.9}, {{"a", "b"}, 0.0}}).empty());
}

namespace {

std::vector<std::string> numbered(const std::string& stem, int count) {
    std::vector<std::string> out;
    for (int i = 0; i < count; ++i) out.push_back(stem + std::to_string(1000 + i));
    return out;
}
std::vector<std::string> together(std::vector<std::string> a, const std::vector<std::string>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

// The root of a group kept by class, written out.
Eigen::MatrixXd written_out(const CorrelatedGroup& group, const GroupRoot& root) {
    const auto n = static_cast<Eigen::Index>(group.names.size());
    Eigen::MatrixXd out(n, n);
    for (Eigen::Index i = 0; i < n; ++i) {
        for (Eigen::Index j = 0; j < n; ++j) {
            const std::size_t k = group.kind[static_cast<std::size_t>(i)], l = group.kind[static_cast<std::size_t>(j)];
            out(i, j) = root.shared(static_cast<Eigen::Index>(k), static_cast<Eigen::Index>(l)) + (i == j ? root.own[k] : 0);
        }
    }
    return out;
}

}  // namespace

TEST_CASE("a large group of few kinds has the same symmetric root as its whole matrix", "[chance]") {
    const auto x = numbered("x", 40), y = numbered("y", 30);
    // Two kinds, one name apart from both, and later blocks that win.
    const auto groups = correlated_groups({{together(x, y), 0.2}, {x, 0.5}, {y, 0.3}, {{"x1000", "z"}, 0.3}});
    REQUIRE(groups.size() == 1);
    CorrelatedGroup whole = groups[0];
    CHECK(whole.matrix.size() == 0);
    CHECK(whole.between.rows() == 4);
    const Eigen::MatrixXd root = written_out(whole, *root_of(whole));
    write_out(whole);
    REQUIRE(whole.matrix.rows() == 71);
    CHECK(whole.rho(0, 1) == 0.5);
    CHECK(whole.rho(1, 45) == 0.2);
    CHECK(whole.rho(45, 46) == 0.3);
    CHECK(whole.rho(0, 70) == 0.3);
    CHECK(whole.rho(1, 70) == 0);
    CHECK((root - symmetric_root(whole.matrix)).cwiseAbs().maxCoeff() < 1e-12);
    CHECK((root * root - whole.matrix).cwiseAbs().maxCoeff() < 1e-12);
}

TEST_CASE("one correlation among thousands takes neither a matrix nor time", "[chance]") {
    const auto names = numbered("x", 5000);
    const auto groups = correlated_groups({{names, 0.33}});
    REQUIRE(groups.size() == 1);
    CHECK(groups[0].between.size() == 1);
    CHECK_FALSE(indefinite(groups[0]).has_value());
    Sampler sampler(3, groups);
    const Slot a = sampler.score(names[17], {}), b = sampler.score(names[4321], {});
    const double se = 1 / std::sqrt(40.0 * Sampler::block_size);
    CHECK(std::fabs(correlation(sampler, a, b, 40) - 0.33) < 6 * se);
    CHECK(std::fabs(correlation(sampler, a, a, 40) - 1) < 6 * std::sqrt(2) * se);
    CHECK(std::fabs(correlation(sampler, a, b, 40) - 0.45) > 6 * se);  // the negative control
}

TEST_CASE("an impossible correlation among many is found by class, and repaired as the whole matrix is", "[chance]") {
    const auto names = numbered("x", 100);
    auto groups = correlated_groups({{names, -0.02, true}});
    const auto fault = indefinite(groups[0]);
    REQUIRE(fault.has_value());
    CHECK(fault->find("smallest eigenvalue -0.98") != std::string::npos);  // 1 - 99 x 0.02
    CHECK(fault->find("x1000") != std::string::npos);
    CHECK(repair(groups).size() == 100 * 99 / 2);
    CHECK(groups[0].rho(3, 77) == Approx(-1.0 / 99).margin(1e-9));
    CHECK_FALSE(indefinite(groups[0]).has_value());
    CHECK_FALSE(indefinite(correlated_groups({{names, -0.0101}})[0]).has_value());
}

TEST_CASE("more kinds of correlated names than a matrix takes are too large", "[chance]") {
    std::vector<CorrelationBlock> blocks;
    const auto names = numbered("x", static_cast<int>(CorrelatedGroup::most_classes) + 1);
    for (std::size_t i = 1; i < names.size(); ++i) blocks.push_back({{names[i - 1], names[i]}, 0.1});
    const auto groups = correlated_groups(blocks);
    REQUIRE(groups.size() == 1);
    CHECK(groups[0].too_large());
    blocks.pop_back();
    CHECK_FALSE(correlated_groups(blocks)[0].too_large());
}

TEST_CASE("a rank correlation becomes the scores' own", "[chance]") {
    CHECK(of_rank(0.5) == Approx(2 * std::sin(M_PI / 12)).epsilon(1e-15));
    CHECK(of_rank(0.5) == Approx(0.5176380902).margin(1e-10));
    CHECK(of_rank(1) == 1);
    CHECK(of_rank(-1) == -1);
    CHECK(of_rank(0) == 0);
    // Ranks of a sample have the correlation that was asked for.
    Sampler sampler(3, correlated_groups({{{"a", "b"}, of_rank(0.7)}}));
    const Slot a = sampler.score("a", {}), b = sampler.score("b", {});
    Draws draws;
    draws.memory.resize(sampler.memory_size());
    std::vector<std::int64_t> below(sampler.clamped().size());
    double product = 0;
    const int blocks = 400;
    for (int block = 0; block < blocks; ++block) {
        draws.count = Sampler::block_size;
        sampler.draw({}, static_cast<std::uint64_t>(block) * Sampler::block_size, draws.count, draws.memory, below);
        // 12 times the covariance of the two probabilities is Spearman's correlation.
        for (int w = 0; w < draws.count; ++w) product += 12 * (normal_cdf(draws[a][w]) - 0.5) * (normal_cdf(draws[b][w]) - 0.5);
    }
    const double found = product / (blocks * Sampler::block_size), se = 1 / std::sqrt(400.0 * Sampler::block_size);
    CHECK(std::fabs(found - 0.7) < 6 * se);
    CHECK(std::fabs(found - 0.683) > 4 * se);  // Spearman's of a plain rho = 0.7, the negative control
}

TEST_CASE("scores have the correlation that was asked for", "[chance]") {
    Sampler sampler(3, correlated_groups({{{"a", "b"}, 0.6}, {{"b", "c"}, -0.3}}));
    const Slot a = sampler.score("a", {}), b = sampler.score("b", {}), c = sampler.score("c", {}), d = sampler.score("d", {});
    const double se = 1 / std::sqrt(400.0 * Sampler::block_size);
    CHECK(std::fabs(correlation(sampler, a, b) - 0.6) < 6 * se);
    CHECK(std::fabs(correlation(sampler, b, c) + 0.3) < 6 * se);
    CHECK(std::fabs(correlation(sampler, a, c)) < 6 * se);
    CHECK(std::fabs(correlation(sampler, a, d)) < 6 * se);
    CHECK(std::fabs(correlation(sampler, a, a) - 1) < 6 * std::sqrt(2) * se);
    CHECK(std::fabs(correlation(sampler, a, b) - 0.55) > 6 * se);  // the negative control
}

TEST_CASE("the nearest correlation matrix is possible, has 1 on its diagonal, and is Higham's example", "[chance]") {
    // Higham (2002), section 4: the matrix with 1 beside the diagonal and 0 elsewhere, order 3.
    Eigen::MatrixXd m(3, 3);
    m << 1, 1, 0, 1, 1, 1, 0, 1, 1;
    const Eigen::MatrixXd near = nearest_correlation(m);
    CHECK(near(0, 1) == Approx(0.7607).margin(1e-4));
    CHECK(near(0, 2) == Approx(0.1573).margin(1e-4));
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(near);
    CHECK(solver.eigenvalues()(0) > -1e-12);
    CHECK((near.diagonal().array() == 1).all());
    std::vector<CorrelatedGroup> groups =
        correlated_groups({{{"a", "b"}, 0.9, true}, {{"b", "c"}, 0.9}, {{"a", "c"}, -0.9}, {{"x", "y"}, 0.5}});
    CHECK(repair(groups).size() == 3);
    CHECK_FALSE(indefinite(groups[0]).has_value());
    std::vector<CorrelatedGroup> sound = correlated_groups({{{"a", "b"}, 0.5, true}, {{"b", "c"}, 0.4, true}});
    CHECK(repair(sound).empty());
}

TEST_CASE("the t copula ties tails: margins stay normal, joint extremes follow the t distribution", "[chance]") {
    const double df = 3, rho = 0.5;
    Sampler sampler(5, correlated_groups({{{"a", "b"}, rho}, {{"c", "d"}, rho}}), df);
    const Slot a = sampler.score("a", {}), b = sampler.score("b", {}), c = sampler.score("c", {}), free = sampler.score("free", {});
    Draws draws;
    draws.memory.resize(sampler.memory_size());
    std::vector<std::int64_t> below(sampler.clamped().size());
    const int blocks = 4000;
    const double n = blocks * Sampler::block_size, at = normal_quantile(0.99);
    double above = 0, both = 0, concordant = 0, far = 0, apart = 0;
    for (int block = 0; block < blocks; ++block) {
        draws.count = Sampler::block_size;
        sampler.draw({}, static_cast<std::uint64_t>(block) * Sampler::block_size, draws.count, draws.memory, below);
        for (int w = 0; w < draws.count; ++w) {
            const double x = draws[a][w], y = draws[b][w], z = draws[c][w], f = draws[free][w];
            above += x > at;
            both += x > at && y > at;
            concordant += x > 0 && y > 0;
            far += std::fabs(x) > at && std::fabs(z) > at;    // other group, same chi-square
            apart += std::fabs(x) > at && std::fabs(f) > at;  // not correlated: a plain normal of its own
        }
    }
    const auto z_of = [&](double count, double p) { return (count / n - p) / std::sqrt(p * (1 - p) / n); };
    CHECK(std::fabs(z_of(above, 0.01)) < 6);
    // The orthant keeps the Gaussian's probability, 1/4 + asin(rho) / 2 pi.
    CHECK(std::fabs(z_of(concordant, 0.25 + std::asin(rho) / (2 * M_PI))) < 6);
    // P(X > q, Y > q) of the bivariate t with 3 degrees of freedom, rho 0.5, at its 99% point: by numerical integration.
    CHECK(std::fabs(z_of(both, bivariate_t_tail(df, rho, 0.99))) < 6);
    CHECK(std::fabs(z_of(both, 0.001293)) > 6);  // the Gaussian's value, the negative control
    CHECK(far / n > 3 * 0.02 * 0.02);
    CHECK(std::fabs(z_of(apart, 0.02 * 0.02)) < 6);
}

TEST_CASE("likeness 1 is one draw for all, 0 an independent one for each, between them rho (sqrt(LaLb) + ...)", "[chance]") {
    Sampler sampler(4, correlated_groups({{{"a", "b"}, 0.8}, {{"a", "m"}, 0.5}}));
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
