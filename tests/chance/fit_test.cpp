// Fits to data whose family is known, and to data that a likelihood alone goes wrong on.
#include "chance/fit.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <csignal>

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
Distribution lognormal(double median, double sigma, double shift = 0) {
    Lognormal leaf;
    leaf.median = median;
    leaf.sigma = sigma;
    Distribution out = made(leaf);
    out.shift = shift;
    return out;
}
Distribution gamma(double shape, double scale, double shift = 0) {
    Gamma leaf;
    leaf.shape = shape;
    leaf.scale = scale;
    Distribution out = made(leaf);
    out.shift = shift;
    return out;
}

std::vector<double> drawn(const Distribution& d, std::size_t n, std::uint64_t seed) {
    std::vector<double> out(n);
    normals(Stream(seed, "data"), 0, 0, out);
    Law(d).values(out, out);
    return out;
}

Fits fits_of(const std::vector<double>& data, int replications = 0, const std::vector<std::string>& families = {}) {
    FitOptions options;
    options.replications = replications;
    options.families = families;
    return fit_families(sample_of(data), options);
}

const Fit& of_family(const Fits& fits, const std::string& family) {
    for (const Fit& fit : fits.fits) {
        if (fit.family == family) return fit;
    }
    FAIL("no fit of " << family);
    return fits.fits.front();
}

// The law of a fit by the family normal.
Normal normal_of(const Fit& fit) {
    const Distribution& law = fit.distribution;
    return std::get<Normal>(law.family);
}

std::string reason_of(const Fits& fits, const std::string& family) {
    for (const LeftOut& left : fits.left_out) {
        if (left.family == family) return left.reason;
    }
    return "";
}

// Estimates by scipy 1.10.1 (maximum likelihood by Nelder and Mead to 1e-12; ends and shift by a search over the spacings).
const std::vector<double> twenty{12.5, 18.1, 9.7,  33.4, 21.0, 15.6, 27.9, 11.2, 45.3, 19.8,
                                 16.4, 24.7, 13.9, 30.2, 22.6, 17.3, 38.8, 14.5, 20.4, 26.1};

}  // namespace

TEST_CASE("the family that data come from is found, with its quantiles", "[chance]") {
    InverseGamma inverse;
    inverse.shape = 4;
    inverse.scale = 90;
    Distribution weibull = made(Weibull{1.5, 2});
    weibull.shift = 30;
    const std::vector<std::pair<std::string, Distribution>> truths{{"normal", made(Normal{5, 2})},
                                                                   {"student_t", made(StudentT{3, 1, 2})},
                                                                   {"uniform", made(Uniform{-1, 3})},
                                                                   {"triangular", made(Triangular{0, 3, 4})},
                                                                   {"pert", made(Pert{10, 30, 90, 4})},
                                                                   {"exponential", made(Exponential{3})},
                                                                   {"lognormal", lognormal(900, 0.4)},
                                                                   {"lognormal", lognormal(900, 0.4, 5'000)},
                                                                   {"gamma", gamma(3, 20)},
                                                                   {"gamma", gamma(3, 20, -500)},
                                                                   {"inverse_gamma", made(inverse)},
                                                                   {"weibull", made(Weibull{1.5, 2})},
                                                                   {"weibull", weibull},
                                                                   {"loglogistic", made(Loglogistic{3.5, 7})},
                                                                   {"pareto", made(Pareto{1, 3.5})}};
    for (const auto& [family, truth] : truths) {
        INFO(family << ", shift " << truth.shift);
        const Fits fits = fits_of(drawn(truth, 4'000, 11));
        const Fit& fit = of_family(fits, family);
        // More parameters cost little: a family that contains the truth may come first by chance.
        CHECK(fit.behind < 4);
        CHECK(fit.shifted == (truth.shift != 0));
        CHECK(fit.kolmogorov * std::sqrt(4000.0) < 1.36);
        for (const double p : {0.1, 0.5, 0.9}) {
            const double true_value = quantile(truth, {p, 1 - p}), width = quantile(truth, {0.75, 0.25}) - quantile(truth, {0.25, 0.75});
            CHECK(std::fabs(quantile(fit.distribution, {p, 1 - p}) - true_value) < 0.12 * width);
        }
    }
}

TEST_CASE("estimates and scores are those of another program", "[chance]") {
    const Fits fits = fits_of(twenty, 0);
    const auto quantiles = [&](const std::string& family, const Distribution& known) {
        INFO(family);
        const Fits only = fits_of(twenty, 0, {family});
        REQUIRE(only.fits.size() == 1);
        for (const double p : {0.05, 0.5, 0.95})
            CHECK(quantile(only.fits[0].distribution, {p, 1 - p}) == Approx(quantile(known, {p, 1 - p})).epsilon(1e-4));
    };
    quantiles("normal", made(Normal{21.97, 9.164174812824118}));
    quantiles("student_t", made(StudentT{10.064159936, 21.23703853300338, 8.254781822126978}));
    quantiles("loglogistic", made(Loglogistic{4.24278686, 20.07320744}));
    quantiles("uniform", made(Uniform{7.826315789473684, 47.17368421052631}));
    quantiles("triangular", made(Triangular{5.844012718660179, 12.400125798694756, 53.055945237763844}));
    InverseGamma inverse;
    inverse.shape = 6.54033559;
    inverse.scale = 122.43790173;
    quantiles("inverse_gamma", made(inverse));
    const Fit& normal = of_family(fits, "normal");
    CHECK(normal.log_likelihood == Approx(-72.68480747306548).epsilon(1e-8));
    CHECK(normal.score == Approx(11.343555374405177 + 12.0 / 17).epsilon(1e-5));
    CHECK(normal.kolmogorov == Approx(0.14214810938662548).epsilon(1e-5));
    CHECK(normal.anderson == Approx(0.4835452763048629).epsilon(1e-5));
    CHECK(of_family(fits, "uniform").score == Approx(17.38730005189829 + 12.0 / 17).epsilon(1e-5));
    CHECK(of_family(fits, "triangular").score == Approx(9.411038878423861 + 24.0 / 16).epsilon(1e-3));
}

TEST_CASE("weights weigh, and only their ratios count", "[chance]") {
    std::vector<double> weights;
    for (int i = 0; i < 5; ++i) weights.insert(weights.end(), {1, 2, 3, 4});
    FitOptions options;
    options.replications = 0;
    options.families = {"normal", "exponential"};
    const Sample sample = sample_of(twenty, weights);
    CHECK(sample.size == Approx(16.666666666666668));
    const Normal normal = normal_of(of_family(fit_families(sample, options), "normal"));
    CHECK(normal.mean == Approx(21.394).epsilon(1e-6));
    CHECK(normal.sd == Approx(7.956039466970989).epsilon(1e-6));
    for (double& w : weights) w *= 1e-3;
    const Normal again = normal_of(of_family(fit_families(sample_of(twenty, weights), options), "normal"));
    CHECK(again.sd == normal.sd);
    // Equal weights are none.
    CHECK(of_family(fit_families(sample_of(twenty, std::vector<double>(20, 7.0)), options), "normal").score ==
          Approx(of_family(fits_of(twenty, 0), "normal").score));
}

TEST_CASE("small samples of a normal law are seldom taken for uniform ones", "[chance]") {
    // At most a quarter of eight values and a tenth of twenty; and uniform ones are found when there are enough of them.
    const auto first = [&](const Distribution& truth, std::size_t n, int samples, const std::string& family) {
        int count = 0;
        for (int s = 0; s < samples; ++s)
            count += fits_of(drawn(truth, n, static_cast<std::uint64_t>(s))).fits.front().family == family ? 1 : 0;
        return static_cast<double>(count) / samples;
    };
    CHECK(first(made(Normal{100, 15}), 8, 200, "uniform") < 0.1);
    CHECK(first(made(Normal{100, 15}), 20, 100, "uniform") < 0.1);
    CHECK(first(made(Uniform{100, 150}), 60, 30, "uniform") > 0.6);
}

TEST_CASE("equal values are no point mass", "[chance]") {
    const std::vector<double> months{24, 24, 24, 24, 24, 30, 36, 18, 12, 48},
        costs{100, 100, 100, 100, 100, 150, 200, 250, 80, 60, 120, 300, 90, 110};
    const Fits by_months = fits_of(months, 19);
    CHECK(reason_of(by_months, "student_t").find("half of the values are equal") != std::string::npos);
    for (const std::vector<double>& data : {months, costs, std::vector<double>{7, 7, 7, 7, 7, 7, 7, 7, 8, 9},
                                            std::vector<double>{1, 1, 1, 1, 1, 1, 5, 9}, std::vector<double>{3, 3, 3, 3, 9, 9, 9, 9}}) {
        for (const Fit& fit : fits_of(data).fits) {
            INFO(fit.line);
            // The middle half of the law is no narrower than a tenth of the data's standard deviation.
            double mean = 0, square = 0;
            for (const double x : data) mean += x / static_cast<double>(data.size());
            for (const double x : data) square += (x - mean) * (x - mean) / static_cast<double>(data.size());
            const double width = quantile(fit.distribution, {0.75, 0.25}) - quantile(fit.distribution, {0.25, 0.75});
            CHECK(width > 0.1 * std::sqrt(square));
        }
    }
    CHECK(by_months.fits.front().family != "student_t");
}

TEST_CASE("ends of a range are wider than the data", "[chance]") {
    const std::vector<double> data = drawn(made(Uniform{10, 20}), 30, 4);
    const auto [least, most] = std::minmax_element(data.begin(), data.end());
    const Fits fits = fits_of(data);
    for (const std::string family : {"uniform", "triangular", "pert"}) {
        const Distribution& d = of_family(fits, family).distribution;
        CHECK(quantile(d, {0, 1}) < *least);
        CHECK(quantile(d, {1, 0}) > *most);
    }
    CHECK(quantile(of_family(fits, "pareto").distribution, {0, 1}) < *least);
    const double width = *most - *least;
    CHECK(quantile(of_family(fits, "uniform").distribution, {0, 1}) == Approx(*least - width / 29).epsilon(1e-5));
}

TEST_CASE("a line has the digits that its spread needs", "[chance]") {
    std::vector<double> years, seconds;
    for (int i = 0; i < 40; ++i) {
        years.push_back(2'031'000 + 3 * std::sin(7.0 * i));
        seconds.push_back(1e9 + 0.001 * i);
    }
    for (const std::vector<double>& data : {years, seconds}) {
        const Fits fits = fits_of(data);
        for (const Fit& fit : fits.fits) {
            INFO(fit.line);
            if (fit.family != "exponential") CHECK(fit.kolmogorov < 0.5);  // nothing moves an exponential law away from 0
            CHECK(std::isfinite(fit.score));
        }
        const Fit& normal = of_family(fits, "normal");
        const Normal leaf = normal_of(normal);
        double mean = 0;
        for (const double x : data) mean += (x - data[0]) / 40;
        CHECK(std::fabs(leaf.mean - data[0] - mean) < 1e-4 * leaf.sd);
        // The law is that of the line's own numbers.
        const std::size_t at = normal.line.find("mean = ") + 7;
        CHECK(std::stod(normal.line.substr(at)) == leaf.mean);
    }
    CHECK(reason_of(fits_of(seconds), "weibull").empty());  // its shifted form has them
    CHECK(reason_of(fits_of(seconds), "inverse_gamma") == "the values spread too little for their size");
}

TEST_CASE("the chance of a worse fit is plain for the family of the data and small for another", "[chance]") {
    int doubted = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        FitOptions options;
        options.replications = 39;
        options.worth_testing = 1e9;
        options.families = {"lognormal", "normal"};
        const std::vector<double> data = drawn(lognormal(10, 0.8), 60, seed);
        const Fits fits = fit_families(sample_of(data), options);
        doubted += of_family(fits, "lognormal").probability < 0.05 ? 1 : 0;
        CHECK(of_family(fits, "normal").probability < 0.05);
        CHECK((of_family(fits, "normal").behind < 20 ||
               !std::isfinite(of_family(fits_of(data, 39, {"normal", "lognormal"}), "normal").probability)));
    }
    CHECK(doubted <= 4);  // of 20, each with 5%: more with a chance of 0.3%
}

TEST_CASE("values of 0 and less leave out the families of positive values by name", "[chance]") {
    const Fits fits = fits_of({-1, 0, 1, 2, 3, 4, 5, 6, 7, 8});
    for (const std::string family : {"exponential", "inverse_gamma", "loglogistic", "pareto"})
        CHECK(reason_of(fits, family) == "some values are 0 or less");
    CHECK(fits.fits.size() + fits.left_out.size() == fittable_families().size());
    for (const Fit& fit : fits.fits) CHECK(std::isfinite(fit.score));
}

TEST_CASE("a fit that is stopped says so", "[chance]") {
    Stop stop;
    stop.request(SIGINT);
    FitOptions options;
    options.stop = &stop;
    CHECK_FALSE(fit_families(sample_of(twenty), options).complete);
}

TEST_CASE("the normal fit is the closed form", "[chance]") {
    const Fits fits = fits_of({1, 2, 3, 4, 5, 6, 7, 8});
    const Normal normal = normal_of(of_family(fits, "normal"));
    CHECK(normal.mean == Approx(4.5));
    CHECK(normal.sd == Approx(std::sqrt(5.25)));
    CHECK(of_family(fits, "normal").line == "{ dist = \"normal\", mean = 4.5, sd = 2.291288 }");
}

TEST_CASE("a line is one that scenarios take: values that spread little have no shape above their limit", "[chance]") {
    std::vector<double> data = drawn(made(Normal{2031000, 3}), 30, 5);
    const Fits fits = fits_of(data, 19);
    for (const std::string family : {"loglogistic", "inverse_gamma"}) {
        INFO(family);
        CHECK(reason_of(fits, family).find("scenarios take 0.001 to 1000000") != std::string::npos);
    }
    CHECK(of_family(fits, "normal").behind < 10);
}

TEST_CASE("what a search cannot tell apart is left out, never a library's error", "[chance]") {
    std::vector<double> large, least;
    for (int i = 0; i < 20; ++i) large.push_back(1e15 + i);
    for (int i = 1; i < 12; ++i) least.push_back(5e-324 * i);
    for (const std::vector<double>& data : {large, least}) {
        const Fits fits = fits_of(data);
        CHECK(fits.fits.size() + fits.left_out.size() == fittable_families().size());
    }
    CHECK(of_family(fits_of(large), "normal").behind < 10);
}

TEST_CASE("weights count in proportion, whatever their size", "[chance]") {
    std::vector<double> weights;
    for (std::size_t i = 0; i < twenty.size(); ++i) weights.push_back(1 + static_cast<double>(i % 3));
    const Sample plain = sample_of(twenty, weights);
    for (const double unit : {1e-300, 1e-30, 1e30, 1e300}) {
        std::vector<double> scaled = weights;
        for (double& w : scaled) w *= unit;
        const Sample sample = sample_of(twenty, scaled);
        CHECK(sample.size == Approx(plain.size));
        CHECK(sample.weight.front() == Approx(plain.weight.front()));
    }
}
