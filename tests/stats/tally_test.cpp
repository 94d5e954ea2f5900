// Tallies against the columns that they stand for.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "random/stream.hpp"
#include "stats/known.hpp"

using namespace entente;

namespace {

constexpr std::array probabilities{0.01, 0.1, 0.5, 0.9, 0.99};
constexpr std::array limited{0.5};
constexpr std::array tails{0.1, 0.05};

// Savings: of either sign, some exactly 0.
std::vector<double> savings(std::size_t count) {
    std::vector<double> out(count);
    normals(Stream(3, "tally"), 0, 0, out);
    for (double& x : out) x = std::fabs(x) < 0.1 ? 0.0 : 800 * x + 50 * x * x;
    return out;
}

struct Tally {
    RunningMoments running;
    Histogram histogram;
    explicit Tally(std::span<const double> values, std::size_t leaf = 1024) {
        for (; !values.empty(); values = values.subspan(std::min(leaf, values.size()))) {
            const auto part = values.first(std::min(leaf, values.size()));
            running.add(part);
            histogram.add(part);
        }
    }
};

}  // namespace

TEST_CASE("a tally tells what the column tells", "[stats]") {
    const std::vector<double> values = savings(50'000);
    const Estimator estimator;
    const auto exact = known_of(values, false, estimator, {probabilities, limited, tails});
    const Tally tally(values);
    const auto told = known_of(tally.running, tally.histogram, 0);
    const double error = Histogram::relative_error;
    CHECK(told->worlds() == exact->worlds());
    CHECK(told->moments().mean == Approx(exact->moments().mean).epsilon(1e-12));
    CHECK(told->moments().variance == Approx(exact->moments().variance).epsilon(1e-12));
    CHECK(told->skewness() == Approx(exact->skewness()).epsilon(1e-10));
    for (const double p : probabilities) CHECK(std::fabs(told->quantile(p) - exact->quantile(p)) <= error * std::fabs(exact->quantile(p)));
    CHECK(told->quantile(0) == exact->quantile(0));
    CHECK(told->quantile(1) == exact->quantile(1));
    for (const bool high : {false, true}) {
        for (const double share : tails) {
            CHECK(std::fabs(told->tail_mean(share, high) - exact->tail_mean(share, high)) <=
                  error * std::fabs(exact->tail_mean(share, high)));
            CHECK(told->tail_limits(share, high).high == Approx(exact->tail_limits(share, high).high).epsilon(1e-4));
        }
    }
    CHECK(told->quantile_limits(0.5).low == Approx(exact->quantile_limits(0.5).low).epsilon(error));
    // Counts on either side of 0 are exact.
    CHECK(told->share_positive() == exact->share_positive());
    CHECK(told->positive_limits().low == exact->positive_limits().low);
    // A control: other values are told apart.
    std::vector<double> moved = values;
    for (double& x : moved) x *= 1.001;
    const Tally other(moved);
    CHECK(std::fabs(known_of(other.running, other.histogram, 0)->quantile(0.9) - exact->quantile(0.9)) > 5 * error * exact->quantile(0.9));
}

TEST_CASE("histograms merge in any order, and go through bytes", "[stats]") {
    const std::vector<double> values = savings(5'000);
    const std::span<const double> all(values);
    const Tally whole(all), first(all.first(1'000)), second(all.subspan(1'000));
    Histogram merged = second.histogram;
    merged.merge(first.histogram);
    ByteWriter out, expected;
    merged.put(out);
    whole.histogram.put(expected);
    const std::string bytes = out.take();
    CHECK(bytes == expected.take());
    ByteReader in(bytes);
    CHECK(TallyView(whole.running, Histogram::get(in)).at(2'500) == TallyView(whole.running, whole.histogram).at(2'500));
    CHECK(in.at_end());
    ByteReader cut(std::string_view(bytes).substr(0, bytes.size() / 2));
    CHECK_THROWS_AS(Histogram::get(cut), Failure);
}

TEST_CASE("worlds without an outcome are counted, not summed", "[stats]") {
    const double none = std::numeric_limits<double>::infinity();
    const std::vector<double> dates{2025.5, none, 2024.25, 2026, none};
    const Estimator estimator;
    const auto exact = known_of(dates, true, estimator, {probabilities});
    std::vector<double> since = dates;
    for (double& date : since) date -= 2020;
    const Tally tally(since, 2);
    const auto told = known_of(tally.running, tally.histogram, 2020);
    for (const auto& known : {exact.get(), told.get()}) {
        CHECK(known->worlds() == 5);
        CHECK(known->present() == 3);
        CHECK(known->moments().mean == Approx(2025.25));
        CHECK(known->quantile(0.5) == Approx(2025.5).margin(1e-3));
        CHECK(known->present_limits().low == wilson(3, 5).low);
    }
}
