// Fits to data whose family is known.
#include "chance/fit.hpp"

#include <cmath>

#include "chance/distribution.hpp"
#include "chance/law.hpp"
#include "random/stream.hpp"

using namespace entente;

namespace {

template <class F>
Distribution made(F leaf) {
    REQUIRE(resolve(leaf).empty());
    return Distribution(std::move(leaf));
}

std::vector<double> sample(const Distribution& d, std::size_t n, std::uint64_t seed) {
    std::vector<double> out(n);
    normals(Stream(seed, "data"), 0, 0, out);
    Law(d).values(out, out);
    return out;
}

const Fit& of_family(const std::vector<Fit>& fits, const std::string& family) {
    for (const Fit& fit : fits) {
        if (fit.family == family) return fit;
    }
    FAIL("no fit of " << family);
    return fits.front();
}

}  // namespace

TEST_CASE("the family that data come from is found, with its quantiles", "[chance]") {
    Gamma gamma;
    gamma.shape = 3;
    gamma.scale = 20;
    InverseGamma inverse;
    inverse.shape = 4;
    inverse.scale = 90;
    Lognormal lognormal;
    lognormal.median = 900;
    lognormal.sigma = 0.4;
    const std::vector<std::pair<std::string, Distribution>> truths{{"normal", made(Normal{5, 2})},
                                                                   {"student_t", made(StudentT{3, 1, 2})},
                                                                   {"uniform", made(Uniform{-1, 3})},
                                                                   {"triangular", made(Triangular{0, 3, 4})},
                                                                   {"pert", made(Pert{10, 30, 90, 4})},
                                                                   {"exponential", made(Exponential{3})},
                                                                   {"lognormal", made(lognormal)},
                                                                   {"gamma", made(gamma)},
                                                                   {"inverse_gamma", made(inverse)},
                                                                   {"weibull", made(Weibull{1.5, 2})},
                                                                   {"loglogistic", made(Loglogistic{3.5, 7})},
                                                                   {"pareto", made(Pareto{1, 3.5})}};
    for (const auto& [family, truth] : truths) {
        INFO(family);
        const std::vector<Fit> fits = fit_families(sample(truth, 4'000, 11), 1, 1);
        const Fit& fit = of_family(fits, family);
        // Two more parameters cost little: a family that contains the truth may come first by chance.
        CHECK(fit.aic < fits.front().aic + 4);
        CHECK(fit.kolmogorov * std::sqrt(4000.0) < 1.36);
        for (const double p : {0.1, 0.5, 0.9}) {
            const double true_value = quantile(truth, {p, 1 - p}), width = quantile(truth, {0.75, 0.25}) - quantile(truth, {0.25, 0.75});
            CHECK(std::fabs(quantile(fit.distribution, {p, 1 - p}) - true_value) < 0.12 * width);
        }
    }
}

TEST_CASE("the chance of a worse fit is plain for the family of the data and small for another", "[chance]") {
    Lognormal lognormal;
    lognormal.median = 10;
    lognormal.sigma = 0.8;
    int doubted = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const std::vector<Fit> fits = fit_families(sample(made(lognormal), 60, seed), 39, 1);
        doubted += of_family(fits, "lognormal").probability < 0.05 ? 1 : 0;
        CHECK(of_family(fits, "normal").probability < 0.05);
    }
    CHECK(doubted <= 4);  // of 20, each with 5%: more with a chance of 0.3%
}

TEST_CASE("values of 0 and less leave out the families of positive values", "[chance]") {
    const std::vector<Fit> fits = fit_families(std::vector<double>{-1, 0, 1, 2, 3, 4, 5, 6, 7, 8}, 9, 1);
    CHECK(fits.size() == 5);
    for (const Fit& fit : fits) CHECK(std::isfinite(fit.aic));
}

TEST_CASE("the normal fit is the closed form", "[chance]") {
    const std::vector<Fit> fits = fit_families(std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8}, 9, 1);
    const auto& normal = std::get<Normal>(of_family(fits, "normal").distribution.family);
    CHECK(normal.mean == Approx(4.5));
    CHECK(normal.sd == Approx(std::sqrt(5.25)));
    CHECK(of_family(fits, "normal").line == "{ dist = \"normal\", mean = 4.5, sd = 2.29129 }");
}
