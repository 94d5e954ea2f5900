// Who has only the answers tells what who has the column tells.
#include "stats/told.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

using namespace entente;

namespace {

constexpr std::array probabilities{0.1, 0.5, 0.9};
constexpr std::array limited{0.5};
constexpr std::array tails{0.1};

std::vector<double> asked(const Known& known) {
    std::vector<double> out{static_cast<double>(known.worlds()),
                            static_cast<double>(known.present()),
                            known.skewness(),
                            known.standard_error(),
                            known.quantile(0.9),
                            known.tail_mean(0.1, true),
                            known.share_positive()};
    const Moments m = known.moments();
    out.insert(out.end(), {static_cast<double>(m.count), m.mean, m.variance});
    for (const Interval limits :
         {known.present_limits(), known.mean_limits(), known.quantile_limits(0.5), known.tail_limits(0.1, false), known.positive_limits()})
        out.insert(out.end(), {limits.low, limits.high});
    const std::vector<double> sums = known.fold([](const Known& all) {
        std::vector<double> sum(2);
        all.each([&](double x, double count) {
            sum[0] += count;
            sum[1] += x;
        });
        return sum;
    });
    out.insert(out.end(), sums.begin(), sums.end());
    return out;
}

}  // namespace

TEST_CASE("answers written down are read out", "[stats]") {
    std::vector<double> column;
    for (int i = 0; i < 500; ++i) column.push_back(i % 7 == 0 ? HUGE_VAL : (i * 37 % 101) - 40.5);
    const Estimator estimator;
    const auto known = known_of(column, true, estimator, {probabilities, limited, tails});
    Recorder recorder(*known);
    const std::vector<double> told = asked(recorder), answers = recorder.take();
    CHECK(told == asked(*known));
    const Replayed replayed(answers);
    CHECK(asked(replayed) == told);
    CHECK_THROWS_AS(replayed.worlds(), std::logic_error);
    CHECK_THROWS_AS(Replayed(answers).each([](double, double) {}), std::logic_error);
}
