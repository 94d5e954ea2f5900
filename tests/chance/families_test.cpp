// Laws that hold for every family, then exact values of some.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "chance/distribution.hpp"
#include "chance/law.hpp"
#include "chance/quantity.hpp"
#include "random/stream.hpp"

using namespace entente;

namespace {

template <class F>
Distribution made(F leaf) {
    INFO(F::name);
    REQUIRE(resolve(leaf) == "");
    Distribution d(std::move(leaf));
    REQUIRE(resolve(d) == "");
    return d;
}
Lognormal lognormal(double mean, double cv) {
    Lognormal d;
    d.mean = mean;
    d.cv = cv;
    return d;
}
template <class F>
F mean_cv(double mean, double cv) {
    F d;
    d.mean = mean;
    d.cv = cv;
    return d;
}
Distribution truncated(Distribution d, double low, double high) {
    d.truncate = {low, high};
    REQUIRE(resolve(d) == "");
    return d;
}

// One or more members of every continuous family, mild and extreme, plain and truncated.
std::vector<Distribution> continuous() {
    std::vector<Distribution> all{made(Uniform{-1, 3}),         made(Triangular{0, 0.2, 2}),
                                  made(Triangular{1, 1, 4}),    made(Pert{0.75, 1, 2, 4}),
                                  made(Pert{0, 0, 1, 4}),       made(Pert{10, 30, 90, 20}),
                                  made(Normal{5, 2}),           made(StudentT{3, 1, 2}),
                                  made(StudentT{30, 0, 1}),     made(lognormal(900, 0.25)),
                                  made(lognormal(1, 2)),        made(Beta{0.5, 0.5, 0, 1}),
                                  made(Beta{2, 5, 1, 3}),       made(mean_cv<Gamma>(10, 0.3)),
                                  made(mean_cv<Gamma>(1, 1.8)), made(mean_cv<InverseGamma>(10, 0.4)),
                                  made(Weibull{1.5, 2}),        made(Weibull{0.7, 1}),
                                  made(Loglogistic{3.5, 7}),    made(Exponential{3}),
                                  made(Pareto{1, 3.5}),         made(Empirical{{3, 1, 4, 1.5, 9, 2.6}, "", ""})};
    all.push_back(made(Triangular{{}, 100, {}, {{0.1, 80}, {0.9, 200}}}));
    all.push_back(made(Pert{{}, 100, {}, 4, {{0.1, 80}, {0.9, 200}}}));
    Metalog metalog;
    metalog.quantiles = {{0.1, 20}, {0.5, 30}, {0.9, 60}};
    all.push_back(made(metalog));
    metalog.lower = 0;
    all.push_back(made(metalog));
    all.push_back(made(Mixture{{made(Normal{0, 1}), made(Normal{3, 0.5})}, {0.6, 0.4}}));
    Distribution capped = made(Mixture{{made(lognormal(0.94, 0.3)), truncated(made(Pareto{3, 3}), 3, 5)}, {0.83, 0.17}});
    all.push_back(capped);
    all.push_back(truncated(made(Normal{0, 1}), -0.5, 2));
    all.push_back(truncated(made(Normal{0, 1}), 5, 9));
    all.push_back(truncated(made(lognormal(900, 0.5)), 500, 2000));
    Distribution moved = made(mean_cv<Gamma>(2, 0.5));
    moved.scale_by = 3;
    moved.shift = -1;
    all.push_back(moved);
    return all;
}

// Draws of every family against its distribution function, by Kolmogorov-Smirnov and Anderson-Darling. The bounds belong to a
// false alarm of 1e-6 over the whole test (about 60 statistics).
void check_draws(std::size_t n) {
    std::vector<double> z(n), x(n);
    const double size = static_cast<double>(n), root = std::sqrt(size);
    int family = 0;
    double control = 0;
    for (const Distribution& d : continuous()) {
        INFO(description(d));
        const Law law(d);
        normals(Stream(17, "family " + std::to_string(family++)), 0, 0, z);
        law.values(z, x);
        std::sort(x.begin(), x.end());
        double ks = 0, ad = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const Probability p = cdf(d, x[i]), q = cdf(d, x[n - 1 - i]);
            const double at = static_cast<double>(i);
            ks = std::max({ks, (at + 1) / size - p.below, p.below - at / size});
            ad += (2 * at + 1) * (std::log(std::max(p.below, 1e-300)) + std::log(std::max(q.above, 1e-300)));
        }
        CHECK(ks * root < 3.05);
        CHECK(-size - ad / size < 20);
        // The negative control: draws moved by six standard errors of the middle half's width (by a thousandth at 1e7) are seen.
        const double width = quantile(d, {0.75, 0.25}) - quantile(d, {0.25, 0.75});
        double moved = 0;
        for (std::size_t i = 0; i < n; i += 100)
            moved = std::max(moved, std::fabs(cdf(d, x[i] + 6.3 / root * width).below - static_cast<double>(i) / size));
        control += moved * root > 3.05 ? 1 : 0;
    }
    CHECK(control >= family - 2);
}

}  // namespace

TEST_CASE("draws follow every family", "[chance]") { check_draws(20'000); }

TEST_CASE("ten million draws follow every family", "[.][slow]") { check_draws(10'000'000); }

TEST_CASE("quantiles rise and are inverse to the distribution function", "[chance]") {
    for (const Distribution& d : continuous()) {
        INFO(description(d));
        double last = -HUGE_VAL;
        for (int i = 1; i < 400; ++i) {
            const double p = i / 400.0;
            const double x = quantile(d, {p, 1 - p});
            CHECK(x >= last);
            last = x;
            CHECK(cdf(d, x).below == Approx(p).margin(2e-9));
            CHECK(cdf(d, x).below + cdf(d, x).above == Approx(1).epsilon(1e-12));
        }
    }
}

TEST_CASE("a prepared law gives the family's quantile of the score's probability", "[chance]") {
    std::vector<double> z(4001), x(4001);
    for (std::size_t i = 0; i < z.size(); ++i) z[i] = -5 + 10.0 * static_cast<double>(i) / 4000;
    for (const Distribution& d : continuous()) {
        INFO(description(d));
        Law(d).values(z, x);
        double worst = 0;
        for (std::size_t i = 0; i < z.size(); ++i) {
            // Error in distribution.
            const Probability p = probability_of_score(z[i]);
            worst = std::max(worst, std::fabs(cdf(d, x[i]).below - p.below));
            if (i > 0) REQUIRE(x[i] >= x[i - 1]);
        }
        CHECK(worst < 1e-6);
    }
}

TEST_CASE("a family given by its mean and its spread has them", "[chance]") {
    const auto holds = [](auto family) {
        family.mean = 120;
        family.cv = 0.3;
        REQUIRE(resolve(family) == "");
        CHECK(mean(family) == Approx(120).epsilon(1e-12));
        CHECK(std::sqrt(variance(family)) == Approx(36).epsilon(1e-12));
        // Half of the probability lies below the median, and a spread of 0.3 moves it from the mean by a few per cent.
        CHECK(quantile(family, {0.5, 0.5}) == Approx(115).margin(3));
    };
    holds(Lognormal{});
    holds(Gamma{});
    holds(InverseGamma{});
}

TEST_CASE("means and variances are those of the quantile function", "[chance]") {
    for (const Distribution& d : continuous()) {
        INFO(description(d));
        double first = 0, second = 0;
        constexpr int steps = 40000;
        for (int i = 0; i < steps; ++i) {
            const double z = -8.5 + 17.0 * (i + 0.5) / steps;
            const double weight = std::exp(-0.5 * z * z) / std::sqrt(2 * M_PI) * 17.0 / steps;
            const double x = quantile(d, probability_of_score(z));
            first += weight * x;
            second += weight * x * x;
        }
        CHECK(first == Approx(mean(d)).epsilon(2e-5).margin(1e-6));
        if (std::isfinite(variance(d)) && !std::holds_alternative<StudentT>(d.family) && !std::holds_alternative<Pareto>(d.family)) {
            CHECK(second - first * first == Approx(variance(d)).epsilon(2e-3));
        }
    }
}

TEST_CASE("draws follow their distribution, and a planted bias is seen", "[chance]") {
    constexpr std::size_t n = 200'000;
    std::vector<double> z(n), x(n);
    normals(Stream(17, "families"), 0, 0, z);
    const auto distance = [&](const Distribution& d, double shift) {
        for (double& v : x) v += shift;
        std::sort(x.begin(), x.end());
        double worst = 0;
        for (std::size_t i = 0; i < n; ++i) worst = std::max(worst, std::fabs(cdf(d, x[i]).below - (static_cast<double>(i) + 0.5) / n));
        return worst * std::sqrt(static_cast<double>(n));
    };
    for (const Distribution& d : continuous()) {
        INFO(description(d));
        Law(d).values(z, x);
        const double spread = quantile(d, {0.75, 0.25}) - quantile(d, {0.25, 0.75});
        CHECK(distance(d, 0) < 2.7);  // Kolmogorov: probability 1e-6 of more
        CHECK(distance(d, 0.03 * spread) > 2.7);
    }
}

TEST_CASE("families have their textbook values", "[chance]") {
    const Distribution pert = made(Pert{2, 4, 9, 4});
    CHECK(mean(pert) == Approx((2 + 4 * 4 + 9) / 6.0));
    Lognormal by_quantiles;
    by_quantiles.p10 = 50;
    by_quantiles.p90 = 200;
    const Distribution d = made(by_quantiles);
    CHECK(quantile(d, {0.1, 0.9}) == Approx(50));
    CHECK(quantile(d, {0.9, 0.1}) == Approx(200));
    CHECK(quantile(d, {0.5, 0.5}) == Approx(100));
    // Survival of the default venture life: S(5) = 0.65, S(10) = 0.34 (scale 7, shape 1.8).
    CHECK(cdf(made(Loglogistic{1.8, 7}), 5).above == Approx(0.647).margin(1e-3));
    CHECK(cdf(made(Loglogistic{1.8, 7}), 10).above == Approx(0.345).margin(1e-3));
}

TEST_CASE("technical uncertainty of cost is inverse gamma (Pindyck)", "[chance]") {
    struct Row {
        double beta, sd, p10, p50, p90, p99;
    };
    for (const Row& row : {Row{0.25, 0.179605302, 0.7892905, 0.9795737, 1.2362261, 1.5151434},
                           Row{0.5, 0.377964473, 0.6156351, 0.9228337, 1.4726272, 2.2808558},
                           Row{0.75, 0.625543242, 0.4795295, 0.8411714, 1.6752698, 3.3247974}}) {
        InverseGamma leaf;
        leaf.shape = 1 + 2 / (row.beta * row.beta);
        leaf.scale = 2 / (row.beta * row.beta);
        const Distribution d = made(leaf);
        CHECK(mean(d) == Approx(1).epsilon(1e-12));
        CHECK(std::sqrt(variance(d)) == Approx(row.sd).epsilon(1e-8));
        CHECK(quantile(d, {0.1, 0.9}) == Approx(row.p10).margin(1e-6));
        CHECK(quantile(d, {0.5, 0.5}) == Approx(row.p50).margin(1e-6));
        CHECK(quantile(d, {0.9, 0.1}) == Approx(row.p90).margin(1e-6));
        CHECK(quantile(d, {0.99, 0.01}) == Approx(row.p99).margin(1e-6));
    }
}

// Ends by scipy's fsolve.
TEST_CASE("two quantiles and a mode are a range, two quantiles a lognormal", "[chance]") {
    const auto ends = [](const auto& leaf, double low, double high) {
        const Distribution d = made(leaf);
        CHECK(quantile(d, {0, 1}) == Approx(low).epsilon(1e-7));
        CHECK(quantile(d, {1, 0}) == Approx(high).epsilon(1e-7));
        return d;
    };
    const Distribution pert = ends(Pert{{}, 100, {}, 4, {{0.9, 200}, {0.1, 80}}}, 62.20634659, 342.03657618);
    CHECK(cdf(pert, 80).below == Approx(0.1).epsilon(1e-9));
    CHECK(cdf(pert, 200).above == Approx(0.1).epsilon(1e-9));
    ends(Triangular{{}, 100, {}, {{0.1, 80}, {0.9, 200}}}, 46.30414917, 257.75630896);
    ends(Triangular{{}, 80, {}, {{0, 50}, {1, 200}}}, 50, 200);
    const Distribution at_mode = made(Triangular{{}, 80, {}, {{0.05, 80}, {0.9, 200}}});
    CHECK(cdf(at_mode, 80).below == Approx(0.05).epsilon(1e-9));
    CHECK(cdf(at_mode, 200).below == Approx(0.9).epsilon(1e-9));
    ends(Pert{{}, 5, {}, 0, {{0.25, 4}, {0.75, 8}}}, 2, 10);  // of shape 0: uniform
    Lognormal two;
    two.quantiles = {{0.05, 80}, {0.8, 200}};
    const Distribution d = made(two);
    CHECK(quantile(d, {0.5, 0.5}) == Approx(146.66800541551734));
    CHECK(std::get<Lognormal>(d.family).log_sd == Approx(0.3685099521500544));
    const auto refused = [](auto leaf) { return resolve(leaf); };
    CHECK(refused(Pert{{}, 300, {}, 4, {{0.1, 80}, {0.9, 200}}}) == "mode is not between the two quantiles");
    CHECK(refused(Pert{{}, 100, {}, 4, {{0.1, 200}, {0.9, 80}}}) == "the quantiles do not increase");
    CHECK(refused(Pert{{}, 100, {}, 4, {{0.1, 80}}}) == "quantiles needs two points [p, x]");
    CHECK(refused(Triangular{1, 100, {}, {{0.1, 80}, {0.9, 200}}}).find("either") != std::string::npos);
    two.quantiles = {{0, 80}, {0.8, 200}};
    CHECK(refused(two).find("between 0 and 1") != std::string::npos);
    two.median = 3;
    CHECK(refused(two).find("exactly one of") != std::string::npos);
}

// By scipy.
TEST_CASE("poisson counts", "[chance]") {
    const Distribution d = made(Poisson{2});
    CHECK(cdf(d, 0).below == Approx(0.13533528323661));
    CHECK(cdf(d, 5.5).above == Approx(1.65636085e-02).epsilon(1e-7));
    CHECK(cdf(d, 15).above == Approx(4.79968276e-10).epsilon(1e-7));
    CHECK(cdf(d, -1).below == 0);
    for (const auto& [p, k] : std::vector<std::pair<double, double>>{{0.1, 0}, {0.5, 2}, {0.9, 4}, {0.999, 8}})
        CHECK(quantile(d, {p, 1 - p}) == k);
    const Distribution many = made(Poisson{350.5});
    CHECK(quantile(many, {0.01, 0.99}) == 308);
    CHECK(quantile(many, {0.99, 0.01}) == 395);
    CHECK(has_atoms(d));
    CHECK(is_count(d));
    CHECK(is_count(made(Discrete{{0, 1, 5}, {1, 1, 1}})));
    CHECK_FALSE(is_count(made(Discrete{{0, 1.5}, {1, 1}})));
    CHECK_FALSE(is_count(made(Uniform{0, 3})));
    CHECK(quantile(made(Poisson{0}), {0.999, 0.001}) == 0);
}

TEST_CASE("discrete values and atoms of mixtures come with their probabilities", "[chance]") {
    const Distribution d = made(Discrete{{3, 1, 2}, {2, 1, 1}});
    CHECK(quantile(d, {0.2, 0.8}) == 1);
    CHECK(quantile(d, {0.3, 0.7}) == 2);
    CHECK(quantile(d, {0.9, 0.1}) == 3);
    CHECK(mean(d) == Approx(2.25));
    const Distribution inflated = made(Mixture{{Distribution(0.0), made(Exponential{2})}, {0.7, 0.3}});
    CHECK(quantile(inflated, {0.5, 0.5}) == 0);
    CHECK(quantile(inflated, {0.85, 0.15}) == Approx(2 * std::log(2)));
    CHECK(mean(inflated) == Approx(0.6));
}

TEST_CASE("what no distribution can be is refused with a reason", "[chance]") {
    Pert upside_down{3, 2, 5, 4};
    CHECK(resolve(upside_down) == "min is above mode");
    Lognormal too_much = lognormal(1, 1);
    too_much.median = 1;
    CHECK(resolve(too_much).find("exactly one of") != std::string::npos);
    Metalog crooked;
    crooked.quantiles = {{0.1, 1}, {0.2, 50}, {0.5, 51}, {0.8, 52}, {0.9, 400}};
    CHECK(resolve(crooked).find("density is not positive") != std::string::npos);
    CHECK_FALSE(has_finite_mean(made(Pareto{1, 0.9})));
    CHECK(has_finite_mean(truncated(made(Pareto{1, 0.9}), 1, 100)));
}

TEST_CASE("a mixture in mixtures costs what its parts cost, and is the mixture of them all", "[chance]") {
    // Thirty levels of a half each: cut at every level, whose masses are found once.
    Distribution nested = made(Uniform{0, 1});
    double weight = 1, mean_of_all = 0;
    for (int level = 0; level < 30; ++level) {
        const double low = level + 2;
        Mixture mixture;
        mixture.of = {nested, made(Uniform{low, low + 1})};
        mixture.weights = {0.5, 0.5};
        REQUIRE(resolve(mixture).empty());
        nested = Distribution(mixture);
        nested.truncate = {{-1.0, 100.0}};
        REQUIRE(resolve(nested).empty());
    }
    for (int level = 29; level >= 0; --level) {
        weight /= 2;
        mean_of_all += weight * (level + 2.5);
    }
    mean_of_all += weight * 0.5;
    // The outermost part, on 31 to 32, has half of the probability; the next, on 30 to 31, a quarter.
    CHECK(quantile(nested, {0.75, 0.25}) == Approx(31.5));
    CHECK(quantile(nested, {0.375, 0.625}) == Approx(30.5));
    CHECK(cdf(nested, 31).below == Approx(0.5));
    CHECK(mean(nested) == Approx(mean_of_all).epsilon(1e-4));
}
