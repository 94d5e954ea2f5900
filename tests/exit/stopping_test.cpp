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

// A research project of technical uncertainty (Pindyck 1993, whose process Schwartz 2004 takes): the expected cost to completion K falls by
// the k spent a year and moves by beta sqrt(k K) dz; completed, the project is worth V. Spending may be given up eight times a year.
struct Research {
    double worth, rate, spending, beta, cost;
    static constexpr std::size_t dates = 128, moves = 5;  // sixteen years

    double date(std::size_t d) const { return static_cast<double>(d + 1) / 8; }
    double spent(double years) const { return spending * (1 - std::exp(-rate * years)) / rate; }
    // Expected costs by date and path (0: completed), and what each path is worth if it is never given up.
    void simulate(std::string_view name, std::vector<std::vector<double>>& left, std::vector<double>& committed) const {
        const double step = 1.0 / (8 * moves);
        const std::size_t paths = committed.size();
        const Stream stream(1, name);
        std::vector<double> k(paths, cost), end(paths, static_cast<double>(dates) / 8), z(paths);
        left.assign(dates, std::vector<double>(paths));
        for (std::size_t m = 0; m < dates * moves; ++m) {
            normals(stream, 0, static_cast<std::uint32_t>(m), z);
            for (std::size_t i = 0; i < paths; ++i) {
                if (k[i] <= 0) continue;
                k[i] += beta * std::sqrt(spending * k[i] * step) * z[i] - spending * step;
                if (k[i] <= 0) end[i] = static_cast<double>(m + 1) * step;
            }
            for (std::size_t i = 0; i < paths && m % moves == moves - 1; ++i) left[m / moves][i] = std::max(k[i], 0.0);
        }
        for (std::size_t i = 0; i < paths; ++i) committed[i] = (k[i] <= 0 ? worth * std::exp(-rate * end[i]) : 0) - spent(end[i]);
    }
    StoppingPolicy policy(std::size_t paths) const {
        StoppingPaths seen(dates, paths, 1);
        simulate("fit", seen.known, seen.staying);
        for (std::size_t d = 0; d < dates; ++d) {
            for (std::size_t i = 0; i < paths; ++i) {
                seen.open[d][i] = seen.known[d][i] > 0 ? 1 : 0;
                seen.leaving[d][i] = -spent(date(d));
            }
        }
        return fit_stopping(seen, 2);
    }
};

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

TEST_CASE("a research project is worth what it is known to be, with and without the option to give it up", "[exit]") {
    struct Known {
        double beta, committed, with_option;
    };
    // V = 10, k = 2 a year, r = 0.05, K = 8; without the option by the Laplace transform of the inverse gamma time, with it by Bessel
    // functions.
    for (const Known& known : {Known{0.5, 1.0487988, 1.1653901}, Known{0.59, 1.0984407, 1.2954107}}) {
        const Research project{10, 0.05, 2, known.beta, 8};
        const StoppingPolicy policy = project.policy(20'000);
        std::vector<std::vector<double>> left;
        std::vector<double> committed(60'000), gained(committed.size(), 0.0);
        project.simulate("run", left, committed);
        for (std::size_t i = 0; i < committed.size(); ++i) {
            for (std::size_t d = 0; d < Research::dates && left[d][i] > 0; ++d) {
                if (!policy.leaves(d, std::span(left[d]).subspan(i, 1))) continue;
                gained[i] = -project.spent(project.date(d)) - committed[i];
                break;
            }
        }
        const Moments without = moments(committed), option = moments(gained);
        const double worth = known.with_option - known.committed;
        INFO("beta " << known.beta << ": without " << without.mean << " (se " << without.standard_error() << "), the option " << option.mean
                     << " (se " << option.standard_error() << ") of " << worth);
        // Steps of a fortieth of a year end work half a step late.
        CHECK(std::fabs(without.mean - known.committed) < 0.01 + 4 * without.standard_error());
        CHECK(option.mean < worth + 4 * option.standard_error());
        CHECK(option.mean > 0.93 * worth - 3 * option.standard_error());
        CHECK(option.mean > 20 * option.standard_error());
    }
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

TEST_CASE("a gain within the regression's own error is no reason to leave, and one well above it is", "[exit]") {
    // Nothing is known but a number that tells nothing; leaving gains `gain` on average, with a spread of 100.
    const auto leaves = [](double gain, std::string_view name) {
        constexpr std::size_t count = 10'000;
        std::vector<double> z(count), x(count);
        normals(Stream(1, name), 0, 0, z);
        normals(Stream(1, name), 0, 1, x);
        StoppingPaths paths(1, count, 1);
        for (std::size_t i = 0; i < count; ++i) {
            paths.open[0][i] = 1;
            paths.known[0][i] = x[i];
            paths.staying[i] = 500;
            paths.leaving[0][i] = 500 + gain + 100 * z[i];
        }
        const StoppingPolicy policy = fit_stopping(paths, 2);
        std::size_t left = 0;
        for (std::size_t i = 0; i < count; ++i) left += policy.leaves(0, std::span(paths.known[0]).subspan(i, 1)) ? 1 : 0;
        return static_cast<double>(left) / count;
    };
    CHECK(leaves(10, "gain") > 0.95);  // where nothing was seen nearby the error is large
    CHECK(leaves(-10, "loss") == 0);
    // A tie: to leave by chance takes more than a standard error, at which one sixth of all fits stand.
    double left = 0;
    for (int i = 0; i < 200; ++i) left += leaves(0, "tie " + std::to_string(i)) / 200;
    CHECK(left < 0.25);
    CHECK(left > 0.05);  // the negative control: without the rule it would be half, with one that never leaves nothing
}

TEST_CASE("values that differ by rounding only are a tie", "[exit]") {
    StoppingPaths paths(1, 1000, 1);
    for (std::size_t i = 0; i < 1000; ++i) {
        paths.open[0][i] = 1;
        paths.known[0][i] = static_cast<double>(i % 7);
        paths.staying[i] = 3e4;
        paths.leaving[0][i] = 3e4 + 1e-9;
    }
    CHECK_FALSE(fit_stopping(paths, 2).leaves(0, std::span(paths.known[0]).first(1)));
    for (double& value : paths.leaving[0]) value += 1e-3;
    CHECK(fit_stopping(paths, 2).leaves(0, std::span(paths.known[0]).first(1)));
}

TEST_CASE("the error of a fitted value is the spread of such fits", "[exit]") {
    // y = 1 + 2x + noise that grows with |x|, so no single spread would tell it.
    constexpr std::size_t count = 400, fits = 400;
    const std::array<double, 1> at{1.5};
    std::vector<double> values, errors, z(count), x(count), y(count);
    std::vector<std::size_t> rows(count);
    for (std::size_t i = 0; i < count; ++i) rows[i] = i;
    for (std::size_t fit = 0; fit < fits; ++fit) {
        const Stream stream(7, "fit " + std::to_string(fit));
        normals(stream, 0, 0, x);
        normals(stream, 0, 1, z);
        for (std::size_t i = 0; i < count; ++i) y[i] = 1 + 2 * x[i] + std::fabs(x[i]) * z[i];
        const Polynomial fitted = Polynomial::fit(x, 1, y, rows, 2);
        values.push_back(fitted(at));
        errors.push_back(fitted.error(at));
    }
    const Moments value = moments(values);
    CHECK(value.mean == Approx(4).margin(6 * value.standard_error()));
    CHECK(moments(errors).mean == Approx(value.sd()).epsilon(0.2));
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
