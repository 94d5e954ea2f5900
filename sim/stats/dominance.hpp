// Stochastic dominance of one outcome over another that was found in the same worlds (Hadar and Russell 1969).
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace entente {

// What so many worlds tell of it.
enum class Dominance { no, yes, undecided };
constexpr std::array<std::string_view, 3> words(Dominance) { return {"no", "yes", "undecided"}; }

// Adds up, over worlds of which each has both outcomes, at each of some points x:
//   first order   the chance of at most x by `a` less that by `b`
//   second order  the mean shortfall below x by `a` less that by `b`
// with their paired errors. `a` dominates where none is above 0 and some is below.
class DominanceTest {
public:
    // Ascending points, at most 255.
    explicit DominanceTest(std::vector<double> points);

    // High is good. Both have one number a world.
    void add(std::span<const double> a, std::span<const double> b);

    // No: at some point the difference is above 0 by more than four standard errors, or it is 0 everywhere. Yes: it is above 0 nowhere, and
    // below it by more than four somewhere. Errors are those of independent worlds.
    Dominance first_order() const;
    Dominance second_order() const;

private:
    // What a world adds from a point on: to a difference and to its square, as polynomials of the point.
    struct Terms {
        double count = 0, count_squared = 0;            // first order
        double c0 = 0, c1 = 0, q0 = 0, q1 = 0, q2 = 0;  // second order
    };
    template <class Difference>
    Dominance judge(const Difference& difference) const;

    std::vector<double> points_;
    double centre_ = 0;  // points and outcomes are counted from here, which keeps squares small
    std::vector<Terms> from_;
    double worlds_ = 0;
};

// Points for a test: the lowest and highest of some values, and 31 quantiles between.
std::vector<double> dominance_points(std::vector<double> values);

}  // namespace entente
