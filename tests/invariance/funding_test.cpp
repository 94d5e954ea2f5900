// Laws of money that runs out, world by world over random scenarios in which nobody leaves.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "studies/columns.hpp"
#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

namespace {

constexpr int scenarios = 40;
constexpr std::int64_t worlds = 48;

// Two firms with funding, their programs with stages in a row, prices that stand still; `alliance` shares the first program. Nobody who
// waits costs anything, so that money does nothing but come sooner or later.
class RandomScenario {
public:
    RandomScenario(unsigned seed, bool one_program) : random_(seed), programs_(one_program ? 1 : 2 + seed % 2) {
        text_ = "[scenario]\nstart = 2020.0\nhorizon = 60\nsteps_per_year = " + std::to_string(one_of({1, 2, 4})) + "\n";
        for (const char* firm : {"a", "b"}) text_ += "[firm." + std::string(firm) + "]\ndiscount = 0.05\n";
        for (int p = 0; p < programs_; ++p) add_program(p);
        text_ +=
            "[alternative.alliance]\n[[alternative.alliance.arrangement]]\nprogram = \"p0\"\nmode = \"pool\"\nmembers = [\"a\", \"b\"]\n"
            "share = { rule = \"fixed\", weights = { a = 0.4, b = 0.6 } }\n";
        for (double& funding : funding_) funding = number(20, 60);
    }

    // Each program's metric of every firm and alternative, where everybody has so many times the funding; 0: nobody's is limited.
    std::vector<std::vector<double>> columns(const std::string& metric, double times) const {
        std::vector<std::string> settings;
        for (std::size_t f = 0; times > 0 && f < 2; ++f)
            settings.push_back("firm." + std::string(f == 0 ? "a" : "b") + ".funding=" + std::to_string(times * funding_[f]));
        std::vector<Metric> metrics;
        for (const char* alternative : {"solo", "alliance"}) {
            for (const char* firm : {"a", "b"}) {
                if (metric == "cost") metrics.push_back({alternative, metric, firm});
                for (int p = 0; metric != "cost" && p < programs_; ++p)
                    metrics.push_back({alternative, metric + ".p" + std::to_string(p), firm});
            }
        }
        RunOptions options;
        options.worlds = worlds;
        options.threads = 1;
        return columns_of(scenario_of(text_, settings), options, metrics, {0, worlds});
    }

private:
    double number(double low, double high) { return low + (high - low) * static_cast<double>(random_() % 1000) / 1000; }
    int one_of(const std::vector<int>& values) { return values[random_() % values.size()]; }

    void add_program(int p) {
        const std::string name = "program.p" + std::to_string(p);
        text_ += "[" + name + "]\nstart = " + std::to_string(2020 + 0.5 * one_of({0, 0, 1, 3})) + "\n";
        for (int stage = one_of({1, 2, 3}); stage > 0; --stage) {
            text_ += "[[" + name + ".stage]]\nname = \"s" + std::to_string(stage) +
                     "\"\ncost = { dist = \"lognormal\", mean = " + std::to_string(number(20, 120)) +
                     ", cv = 0.4 }\nduration = { dist = \"uniform\", min = 0.3, max = " + std::to_string(number(0.5, 3)) +
                     " }\nprofile = " + (one_of({0, 1}) == 0 ? "\"uniform\"" : "\"rayleigh\"") +
                     "\nsuccess = " + std::to_string(one_of({9, 10}) / 10.0) + "\n";
        }
        text_ += "[" + name + ".firm.a]\nspent = " + std::to_string(number(0, 0.5)) + "\n";
    }

    std::mt19937 random_;
    int programs_;
    std::string text_;
    std::array<double, 2> funding_{};
};

// The number of pairs in which what is told first is later than, and earlier than, what is told second.
struct Moved {
    int later = 0, earlier = 0;
};
Moved moved(const std::vector<std::vector<double>>& x, const std::vector<std::vector<double>>& y) {
    Moved out;
    for (std::size_t c = 0; c < x.size(); ++c) {
        for (std::size_t w = 0; w < x[c].size(); ++w) {
            if (x[c][w] > y[c][w] + 1e-6) ++out.later;
            if (x[c][w] < y[c][w] - 1e-6) ++out.earlier;
        }
    }
    return out;
}

}  // namespace

TEST_CASE("more funding never makes a firm's only program later, and none makes it sooner than it was planned", "[invariance][funding]") {
    int sooner = 0;
    for (unsigned seed = 1; seed <= scenarios; ++seed) {
        INFO("scenario " << seed);
        const RandomScenario scenario(seed, true);
        auto before = scenario.columns("completion", 0.5);
        for (const double times : {0.7, 1.0, 1.5, 4.0, 0.0}) {
            auto after = scenario.columns("completion", times);
            const Moved change = moved(after, before);
            CHECK(change.later == 0);
            sooner += change.earlier;
            before = std::move(after);
        }
    }
    CHECK(sooner > 1000);
}

TEST_CASE("with several programs more funding never makes the most urgent one later", "[invariance][funding]") {
    for (unsigned seed = 1; seed <= scenarios; ++seed) {
        INFO("scenario " << seed);
        const RandomScenario scenario(seed, false);
        const auto few = scenario.columns("completion", 0.7), more = scenario.columns("completion", 1.0);
        const std::size_t each = few.size() / 4;
        for (std::size_t c = 0; c < few.size(); c += each) CHECK(moved({more[c]}, {few[c]}).later == 0);
    }
}

TEST_CASE("the work costs the same in every world, whenever it is done", "[invariance][funding]") {
    for (unsigned seed = 1; seed <= scenarios; ++seed) {
        INFO("scenario " << seed);
        const RandomScenario scenario(seed, seed % 2 == 0);
        const auto with = scenario.columns("cost", 1), without = scenario.columns("cost", 0);
        for (std::size_t c = 0; c < with.size(); ++c) {
            for (std::size_t w = 0; w < with[c].size(); ++w) CHECK(with[c][w] == Approx(without[c][w]).epsilon(1e-9));
        }
    }
}

TEST_CASE("funding that never binds changes no bit of any world", "[invariance][funding]") {
    for (unsigned seed = 1; seed <= scenarios; ++seed) {
        INFO("scenario " << seed);
        const RandomScenario scenario(seed, seed % 2 == 0);
        for (const char* metric : {"completion", "cost"}) CHECK(scenario.columns(metric, 1e6) == scenario.columns(metric, 0));
        for (const auto& late : scenario.columns("late_by_money", 1e6)) {
            for (const double years : late) CHECK((years == 0 || !std::isfinite(years)));
        }
    }
}
