// The regression behind optimal exits: Bermudan puts with known values, and laws of the policy.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "exit/stopping.hpp"
#include "lanes/elementary.hpp"
#include "random/stream.hpp"
#include "stats/moments.hpp"

using namespace entente;

namespace {

// A put on a lognormal price, exercisable `dates` times, the last time at expiry.
struct Put {
    double price, strike, rate, sigma, years;
    std::size_t dates;

    double step() const { return years / static_cast<double>(dates); }
    double time(std::size_t date) const { return step() * static_cast<double>(date + 1); }
    double payoff(double s) const { return std::max(strike - s, 0.0); }
    double discounted(std::size_t date, double s) const { return std::exp(-rate * time(date)) * payoff(s); }
    double move(double s, double z) const { return s * std::exp((rate - 0.5 * sigma * sigma) * step() + sigma * std::sqrt(step()) * z); }
    // Black and Scholes (1973), what the put is worth at a date if it can only be exercised at expiry.
    double european(std::size_t date, double s) const {
        const double left = years - time(date);
        if (!(left > 1e-12)) return payoff(s);
        const double sd = sigma * std::sqrt(left), d = (std::log(s / strike) + rate * left) / sd;
        return strike * std::exp(-rate * left) * normal_cdf(-(d - sd / 2)) - s * normal_cdf(-(d + sd / 2));
    }
    std::array<double, 3> known(std::size_t date, double s) const { return {s, payoff(s), european(date, s)}; }
};

std::vector<std::vector<double>> prices(const Put& put, std::size_t paths, std::string_view name) {
    const Stream stream(1, name);
    std::vector<std::vector<double>> out(put.dates, std::vector<double>(paths));
    std::vector<double> s(paths, put.price), z(paths);
    for (std::size_t date = 0; date < put.dates; ++date) {
        normals(stream, 0, static_cast<std::uint32_t>(date), z);
        for (std::size_t i = 0; i < paths; ++i) out[date][i] = s[i] = put.move(s[i], z[i]);
    }
    return out;
}

StoppingPolicy fit(const Put& put, std::size_t paths) {
    const auto s = prices(put, paths, "fit");
    StoppingPaths seen(put.dates, paths, 3);
    for (std::size_t date = 0; date < put.dates; ++date) {
        for (std::size_t i = 0; i < paths; ++i) {
            seen.open[date][i] = 1;
            seen.leaving[date][i] = put.discounted(date, s[date][i]);
            const auto known = put.known(date, s[date][i]);
            std::copy(known.begin(), known.end(), seen.known[date].begin() + static_cast<std::ptrdiff_t>(3 * i));
        }
    }
    return fit_stopping(seen, 2);
}

Moments lower(const Put& put, const StoppingPolicy& policy, std::size_t paths) {
    const auto s = prices(put, paths, "run");
    std::vector<double> value(paths, 0.0);
    for (std::size_t i = 0; i < paths; ++i) {
        for (std::size_t date = 0; date < put.dates; ++date) {
            if (!policy.leaves(date, put.known(date, s[date][i]))) continue;
            value[i] = put.discounted(date, s[date][i]);
            break;
        }
    }
    return moments(value);
}

// What the option is worth at a date by the policy's own regression, discounted to the start.
double worth(const Put& put, const StoppingPolicy& policy, std::size_t date, double s) {
    const double now = put.discounted(date, s);
    if (!policy.advantage[date]) return std::max(now, std::exp(-put.rate * put.time(date)) * put.european(date, s));
    return now - std::min((*policy.advantage[date])(put.known(date, s)), 0.0);
}

Moments upper(const Put& put, const StoppingPolicy& policy, std::size_t paths) {
    // The conditional expectation by the midpoints of 64 equally likely moves.
    constexpr std::size_t moves = 64;
    std::array<double, moves> z{};
    double squares = 0;
    for (std::size_t m = 0; m < moves; ++m) {
        z[m] = normal_quantile((static_cast<double>(m) + 0.5) / moves);
        squares += z[m] * z[m] / moves;
    }
    for (double& x : z) x /= std::sqrt(squares);
    const auto s = prices(put, paths, "bound");
    std::vector<double> bound(paths), leaving(put.dates), value(put.dates), expected(put.dates);
    for (std::size_t i = 0; i < paths; ++i) {
        for (std::size_t date = 0; date < put.dates; ++date) {
            const double before = date == 0 ? put.price : s[date - 1][i];
            leaving[date] = put.discounted(date, s[date][i]);
            value[date] = worth(put, policy, date, s[date][i]);
            expected[date] = 0;
            for (const double x : z) expected[date] += worth(put, policy, date, put.move(before, x)) / moves;
        }
        bound[i] = dual_bound(leaving, value, expected);
    }
    return moments(bound);
}

nlohmann::json published() {
    std::ifstream stream(std::string(ENTENTE_SOURCE_DIR) + "/tests/reference/bermudan_puts.json");
    return nlohmann::json::parse(stream);
}

}  // namespace

TEST_CASE("Bermudan puts of Longstaff and Schwartz: value, low bias under 0.5%, and an upper bound", "[exit]") {
    int rows = 0;
    const nlohmann::json reference = published();
    for (const auto& row : reference["rows"]) {
        const double years = row["T"].get<double>(), expected = row["expected"].get<double>();
        const Put put{row["S0"].get<double>(),
                      row["K"].get<double>(),
                      row["r"].get<double>(),
                      row["sigma"].get<double>(),
                      years,
                      static_cast<std::size_t>(std::lround(50 * years))};
        const StoppingPolicy policy = fit(put, 20'000);
        const Moments low = lower(put, policy, 100'000), high = upper(put, policy, 500);
        INFO(row["id"].get<std::string>() << ": expected " << expected << ", policy earns " << low.mean << " (se " << low.standard_error()
                                          << "), upper bound " << high.mean << " (se " << high.standard_error() << ")");
        CHECK(low.mean < expected + 3 * low.standard_error());
        CHECK(low.mean > 0.995 * expected - 3 * low.standard_error());
        CHECK(high.mean > expected - 3 * high.standard_error());
        CHECK(high.mean < 1.01 * expected + 3 * high.standard_error());
        CHECK(low.mean - 1.03 * expected < -3 * low.standard_error());  // the negative control: 3% more would be seen
        ++rows;
    }
    CHECK(rows >= 12);
}

TEST_CASE("an option that never pays is never taken", "[exit]") {
    StoppingPaths paths(3, 1000, 1);
    for (std::size_t date = 0; date < 3; ++date) {
        for (std::size_t i = 0; i < 1000; ++i) {
            paths.open[date][i] = 1;
            paths.known[date][i] = static_cast<double>(i % 7);
            paths.leaving[date][i] = paths.staying[i] - 0.5 - static_cast<double>((i * 31) % 11);
        }
    }
    for (const auto& advantage : fit_stopping(paths, 2).advantage) CHECK_FALSE(advantage.has_value());
}

TEST_CASE("a polynomial is found again, whatever variables do not vary or repeat others", "[exit]") {
    std::vector<double> points, targets;
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < 400; ++i) {
        const double x = static_cast<double>(i % 20), y = static_cast<double>(i / 20), flag = static_cast<double>(i % 2);
        for (const double v : {x, y, 3.0, flag, 2 * x - y}) points.push_back(v);
        targets.push_back(1 + 2 * x - y + 0.5 * x * y - 0.25 * y * y + 3 * flag);
        rows.push_back(i);
    }
    const Polynomial fitted = Polynomial::fit(points, 5, targets, rows, 2);
    for (std::size_t i = 0; i < 400; ++i) CHECK(fitted(std::span(points).subspan(5 * i, 5)) == Approx(targets[i]).margin(1e-6));
    CHECK(Polynomial::terms(3, 2) == 10);
}
