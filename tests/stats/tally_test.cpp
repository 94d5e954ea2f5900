// Tallies against the columns that they stand for.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "base/problem.hpp"
#include "random/design.hpp"
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
    const auto told = known_of(Tallied{tally.running, tally.histogram});
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
    CHECK(std::fabs(known_of(Tallied{other.running, other.histogram})->quantile(0.9) - exact->quantile(0.9)) >
          5 * error * exact->quantile(0.9));
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
    const auto told = known_of(Tallied{tally.running, tally.histogram, 2020});
    for (const auto& known : {exact.get(), told.get()}) {
        CHECK(known->worlds() == 5);
        CHECK(known->present() == 3);
        CHECK(known->moments().mean == Approx(2025.25));
        CHECK(known->quantile(0.5) == Approx(2025.5).margin(1e-3));
        CHECK(known->present_limits().low == wilson(3, 5).low);
    }
}

namespace {

// Worlds of a design: half of an outcome's variance lies between a randomisation's points.
std::vector<double> laid_out(std::size_t count) {
    std::vector<double> x(count), y(count);
    normals({Sampling::sobol, 0, count}, {Stream(3, "x"), 0}, 0, 0, x);
    normals(Stream(3, "y"), 0, 0, y);
    for (std::size_t w = 0; w < count; ++w) x[w] = 800 * x[w] + 500 * y[w];
    return x;
}

struct DesignedTally {
    Marks marks;
    Spread spread;
    Tally tally;
    std::size_t worlds;
    DesignedTally(std::span<const double> values, const Wanted& wanted, std::size_t leaf = 1000)
        : marks(Marks::of(values.first(4'096), wanted)), spread(marks), tally(values), worlds(values.size()) {
        for (std::size_t at = 0; at < values.size(); at += leaf) {
            Spread next(marks);
            next.add(marks, values.subspan(at, std::min(leaf, values.size() - at)), static_cast<std::int64_t>(at));
            spread.merge(next);
        }
    }
    std::unique_ptr<Known> known() const {
        return known_of(Tallied{tally.running, tally.histogram, 0, SpreadView(marks, spread, static_cast<std::int64_t>(worlds))});
    }
};

}  // namespace

TEST_CASE("a tally of a design tells the errors that its column tells", "[stats]") {
    const Wanted wanted{probabilities, limited, tails};
    const std::vector<double> values = laid_out(32 * 2'048);
    const Estimator designs(Estimator::Of::designs);
    const auto exact = known_of(values, false, designs, wanted);
    const DesignedTally tally(values, wanted);
    const auto told = tally.known();
    CHECK(told->standard_error() == Approx(exact->standard_error()).epsilon(1e-9));
    CHECK(told->mean_limits().low == Approx(exact->mean_limits().low).epsilon(1e-9));
    CHECK(told->positive_limits().low == Approx(exact->positive_limits().low).epsilon(1e-9));
    const auto width = [](Interval limits) { return limits.high - limits.low; };
    CHECK(width(told->quantile_limits(0.5)) == Approx(width(exact->quantile_limits(0.5))).epsilon(0.1));
    for (const bool high : {false, true}) {
        for (const double share : tails) {
            CHECK(width(told->tail_limits(share, high)) > 0.95 * width(exact->tail_limits(share, high)));
            CHECK(width(told->tail_limits(share, high)) < 1.3 * width(exact->tail_limits(share, high)));
        }
    }
    // The control: as if the worlds were independent, errors are larger.
    CHECK(known_of(Tallied{tally.tally.running, tally.tally.histogram})->standard_error() > 1.5 * told->standard_error());
    CHECK(width(known_of(Tallied{tally.tally.running, tally.tally.histogram})->tail_limits(0.1, true)) >
          1.2 * width(told->tail_limits(0.1, true)));
}

TEST_CASE("a tally of a design counts worlds without an outcome by randomisation", "[stats]") {
    std::vector<double> values = laid_out(32 * 512);
    for (double& x : values) x = x > 500 ? x : HUGE_VAL;
    const Wanted wanted{probabilities};
    const Estimator designs(Estimator::Of::designs);
    const auto exact = known_of(values, true, designs, wanted);
    const DesignedTally tally(values, wanted);
    const auto told = tally.known();
    CHECK(told->present_limits().low == Approx(exact->present_limits().low).epsilon(1e-9));
    CHECK(told->standard_error() == Approx(exact->standard_error()).epsilon(1e-9));
    CHECK(told->mean_limits().high == Approx(exact->mean_limits().high).epsilon(1e-9));
    CHECK(told->present_limits().high - told->present_limits().low < 0.9 * (wilson(4'915, 16'384).high - wilson(4'915, 16'384).low));
    // So few that no randomisation tells their error: as independent worlds.
    for (double& x : values) x = x > 2'900 ? x : HUGE_VAL;
    const auto rare = known_of(values, true, designs, wanted);
    REQUIRE(rare->present() > 1);
    REQUIRE(rare->present() < 32);
    CHECK(rare->standard_error() >= rare->moments().standard_error());
    CHECK(rare->present_limits().high >= wilson(static_cast<double>(rare->present()), 16'384).high);
    const DesignedTally few(values, wanted);
    CHECK(few.known()->present_limits().high == Approx(rare->present_limits().high));
}

TEST_CASE("counts of a tally go past 2^32, through bytes too", "[stats]") {
    const std::vector<double> values = laid_out(32 * 128);
    const Wanted wanted{probabilities, limited, tails};
    DesignedTally tally(values, wanted);
    // The same worlds again and again, 2^26 times: 2^38 worlds.
    const double error = tally.known()->standard_error();
    for (int doubling = 0; doubling < 26; ++doubling) {
        tally.spread.merge(Spread(tally.spread));
        tally.tally.running.merge(RunningMoments(tally.tally.running));
        tally.tally.histogram.merge(Histogram(tally.tally.histogram));
        tally.worlds *= 2;
    }
    ByteWriter out;
    out.put(tally.spread);
    const std::string bytes = out.take();
    ByteReader in(bytes);
    in.get(tally.spread);
    const auto told = tally.known();
    CHECK(told->present() == std::int64_t{1} << 38);
    CHECK(tally.spread.present[31] == std::uint64_t{1} << 33);
    CHECK(told->standard_error() == Approx(error).epsilon(1e-9));
    CHECK(told->quantile(0.5) == Approx(DesignedTally(values, wanted).known()->quantile(0.5)).margin(2));
    CHECK(told->share_positive() == DesignedTally(values, wanted).known()->share_positive());
}

TEST_CASE("counts of any size are saved and read", "[stats]") {
    for (const int doublings : {0, 9, 17, 33}) {
        Histogram histogram;
        histogram.add(savings(1000));
        // Adding it to itself doubles its counts.
        for (int i = 0; i < doublings; ++i) histogram.merge(Histogram(histogram));
        ByteWriter out;
        out.put(histogram);
        const std::string bytes = out.take();
        Histogram read;
        ByteReader(bytes).get(read);
        std::vector<std::pair<double, std::uint64_t>> before, after;
        histogram.each([&](double middle, std::uint64_t count) { before.emplace_back(middle, count); });
        read.each([&](double middle, std::uint64_t count) { after.emplace_back(middle, count); });
        CHECK(before == after);
        CHECK(before.front().second >= std::uint64_t{1} << doublings);
        CHECK_THROWS_AS(ByteReader(std::string_view(bytes).substr(0, bytes.size() / 2)).get(read), Failure);
    }
}
