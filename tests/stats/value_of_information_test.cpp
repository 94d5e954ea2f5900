// Expected values of information against closed forms and published figures.
#include "stats/value_of_information.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

using namespace entente;

namespace {

constexpr std::size_t worlds = 65536;

std::vector<double> normals(std::mt19937_64& engine, double mean, double sd) {
    std::normal_distribution<double> law(mean, sd);
    std::vector<double> out(worlds);
    for (double& x : out) x = law(engine);
    return out;
}

// The mean of the positive part of a normal variable.
double positive_part(double mean, double sd) {
    const double z = mean / sd;
    return mean * std::erfc(-z / std::sqrt(2.0)) / 2 + sd * std::exp(-z * z / 2) / std::sqrt(2 * M_PI);
}

void within_errors(const Estimate& found, double exact, double slack) {
    INFO(found.value << " +- " << found.error << " for " << exact);
    CHECK(std::fabs(found.value - exact) <= 4 * found.error + slack);
}

}  // namespace

TEST_CASE("two arms with normal values have the value of information in closed form", "[stats][voi]") {
    // An option worth 0, and one worth m + X + Y.
    std::mt19937_64 engine(7);
    const double m = 0.5, sx = 2, sy = 1;
    const std::vector<double> x = normals(engine, 0, sx), y = normals(engine, 0, sy);
    OptionValues values(2, std::vector<double>(worlds, 0.0));
    for (std::size_t w = 0; w < worlds; ++w) values[1][w] = m + x[w] + y[w];
    within_errors(perfect_information(values), positive_part(m, std::hypot(sx, sy)) - m, 0);
    within_errors(partial_information(values, {x}), positive_part(m, sx) - m, 0.002);
    within_errors(partial_information(values, {y}), positive_part(m, sy) - m, 0.002);
    within_errors(partial_information(values, {x, y}), positive_part(m, std::hypot(sx, sy)) - m, 0.002);
}

TEST_CASE("Jackson's example: two normal inputs and a known threshold", "[stats][voi]") {
    // voi, vignette voi: inb = p1 - p2 with p1 ~ N(1, 1), p2 ~ N(0, 2); EVPI 0.4798, EVPPI of p1 0.0833, of p2 0.3956.
    std::mt19937_64 engine(11);
    const std::vector<double> p1 = normals(engine, 1, 1), p2 = normals(engine, 0, 2);
    OptionValues values(2, std::vector<double>(worlds, 0.0));
    for (std::size_t w = 0; w < worlds; ++w) values[1][w] = p1[w] - p2[w];
    CHECK(positive_part(1, std::sqrt(5.0)) - 1 == Approx(0.4798).margin(5e-5));
    within_errors(perfect_information(values), 0.4798, 0.001);
    within_errors(partial_information(values, {p1}), 0.0833, 0.001);
    within_errors(partial_information(values, {p2}), 0.3956, 0.001);
}

TEST_CASE("what has no bearing is worth nothing, and never more than nothing by noise", "[stats][voi]") {
    std::mt19937_64 engine(3);
    const std::vector<double> x = normals(engine, 0, 1), other = normals(engine, 0, 1);
    OptionValues values(2, std::vector<double>(worlds, 0.0));
    for (std::size_t w = 0; w < worlds; ++w) values[1][w] = 0.1 + x[w];
    const Estimate found = partial_information(values, {other});
    CHECK(found.value <= 3 * found.error + 1e-12);
    CHECK(found.value >= -0.02);
}

TEST_CASE("an event that decides is worth its half", "[stats][voi]") {
    // Worth +2 or -1, each with one half: knowing it, 1 instead of 0.5.
    OptionValues values(2, std::vector<double>(worlds, 0.0));
    std::vector<double> happens(worlds);
    for (std::size_t w = 0; w < worlds; ++w) {
        happens[w] = w / 2 % 2 == 0 ? 1 : 0;
        values[1][w] = happens[w] > 0 ? 2 : -1;
    }
    CHECK(partial_information(values, {happens}).value == Approx(0.5).margin(1e-9));
    CHECK(perfect_information(values).value == Approx(0.5).margin(1e-9));
}

TEST_CASE("more columns than five are taken one by one", "[stats][voi]") {
    std::mt19937_64 engine(5);
    std::vector<std::vector<double>> columns;
    OptionValues values(2, std::vector<double>(worlds, 0.0));
    for (int i = 0; i < 7; ++i) {
        columns.push_back(normals(engine, 0, 1));
        for (std::size_t w = 0; w < worlds; ++w) values[1][w] += columns.back()[w];
    }
    within_errors(partial_information(values, columns), positive_part(0, std::sqrt(7.0)), 0.005);
}
