// Figures against formulas, and their errors against the spread over many columns.
#include "studies/figure.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "random/design.hpp"
#include "stats/moments.hpp"
#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

// Normal scores, another column for each number.
std::vector<double> scores(std::size_t count, std::uint64_t number) {
    std::vector<double> out(count);
    normals({}, {Stream(number, "figure")}, 0, 0, out);
    return out;
}

const std::string two_firms = one_firm("cost = 1\nduration = 1\n", "[firm.b]\ndiscount = 0.1\n[alternative.x]\n");

std::optional<Figure> named(const std::string& name, const std::string& text, Problem& fault) {
    return figure_of({"", name, 0, 3}, "x", scenario_of(text), fault);
}

}  // namespace

TEST_CASE("figures of a normal column are its formulas", "[studies]") {
    using Kind = Statistic::Kind;
    std::vector<double> column = scores(200'000, 1);
    for (double& x : column) x = 10 + 2 * x;
    CHECK(measured({Kind::mean}, column).value == Approx(10).margin(0.03));
    CHECK(measured({Kind::sd}, column).value == Approx(2).margin(0.02));
    CHECK(measured({Kind::chance}, column).value == Approx(1).margin(1e-4));
    // The mean of a normal's worst tenth lies 1.754983 deviations out.
    CHECK(measured({Kind::tail, 0.1}, column).value == Approx(10 - 2 * 1.754983).margin(0.05));
    CHECK(measured({Kind::tail, 0.1, true}, column).value == Approx(10 + 2 * 1.754983).margin(0.05));
    CHECK(measured({Kind::quantile, 0.9}, column).value == Approx(10 + 2 * 1.281552).margin(0.04));
    // The certainty equivalent of a normal is its mean less variance / 2T (Pratt 1964).
    CHECK(measured({Kind::certainty_equivalent, 3}, column).value == Approx(10 - 4.0 / 6).margin(0.04));
    CHECK(measured({Kind::certainty_equivalent, 1e9}, column).value == Approx(measured({Kind::mean}, column).value).margin(1e-6));
}

TEST_CASE("the error that a figure's influences tell is its spread over many columns", "[studies]") {
    using Kind = Statistic::Kind;
    const std::vector<Statistic> statistics{{Kind::mean},          {Kind::sd},     {Kind::tail, 0.1},
                                            {Kind::quantile, 0.8}, {Kind::chance}, {Kind::certainty_equivalent, 2}};
    constexpr std::size_t columns = 400, count = 1000;
    for (const Statistic& statistic : statistics) {
        std::vector<double> values;
        double told = 0;
        for (std::size_t c = 0; c < columns; ++c) {
            const Measured one = measured(statistic, scores(count, 100 + c));
            values.push_back(one.value);
            told += moments(one.influence).standard_error() / columns;
            CHECK(moments(one.influence).mean == Approx(0).margin(0.01));
        }
        INFO(static_cast<int>(statistic.kind));
        // 400 values tell a spread within 3.5%: six of its errors.
        CHECK(moments(values).sd() == Approx(told).epsilon(0.21));
    }
}

TEST_CASE("figures are named by statistic, metric and firm", "[studies]") {
    Problem fault;
    CHECK(named("gain.b", two_firms, fault)->parts.front().statistic.kind == Statistic::Kind::mean);
    CHECK(named("tail10.cost.b", two_firms, fault)->parts.front().statistic.high_is_bad);
    CHECK(named("p80.npv", two_firms, fault)->parts.front().metric.firm == "all");
    CHECK_FALSE(named("chance.gain.b", two_firms, fault)->is_money);
    const auto date = named("p80.completion.p.b", two_firms, fault);
    REQUIRE(date);
    CHECK(date->parts.front().metric == Metric{"x", "completion.p", "b"});
    CHECK(date->parts.front().statistic.of_present);
    CHECK_FALSE(date->is_money);
    CHECK(named("late_by_money.p.b", two_firms, fault));
    for (const char* wrong : {"completion.p", "completion.q.b", "late_by_money.p.all", "p0.npv.b", "p100.npv.b", "tail20.npv.b", "npv.c",
                              "gein.b", "ce.c", "ce.b"}) {
        INFO(wrong);
        CHECK_FALSE(named(wrong, two_firms, fault));
        CHECK(fault.source.column == 3);
    }
    CHECK(fault.found == "firm 'b' has no tolerance, which ce rests on");
}

TEST_CASE("a figure of dates is over the worlds in which they come, and its error knows that they are fewer", "[studies]") {
    constexpr std::size_t columns = 400, count = 2000;
    const double none = std::numeric_limits<double>::infinity();
    for (const Statistic& statistic :
         {Statistic{Statistic::Kind::mean, 0, true, true}, Statistic{Statistic::Kind::quantile, 0.5, true, true}}) {
        std::vector<double> values;
        double told = 0;
        for (std::size_t c = 0; c < columns; ++c) {
            std::vector<double> column = scores(count, 1000 + c);
            const std::vector<double> comes = scores(count, 5000 + c);
            for (std::size_t w = 0; w < count; ++w) column[w] = comes[w] > 0.5 ? 2030 + column[w] : none;
            const Measured one = measured(statistic, column);
            values.push_back(one.value);
            told += moments(one.influence).standard_error() / columns;
        }
        CHECK(moments(values).mean == Approx(2030).margin(0.02));
        CHECK(moments(values).sd() == Approx(told).epsilon(0.21));
    }
    CHECK(std::isnan(measured({Statistic::Kind::mean, 0, true, true}, std::vector{none, none}).value));
}
