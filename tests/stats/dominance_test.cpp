// Dominance between columns of which it is known.
#include "stats/dominance.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "random/design.hpp"

using namespace entente;

namespace {

std::vector<double> scores(std::size_t count, std::uint64_t number, double mean = 0, double sd = 1) {
    std::vector<double> out(count);
    normals({}, {Stream(number, "dominance")}, 0, 0, out);
    for (double& x : out) x = mean + sd * x;
    return out;
}

std::pair<Dominance, Dominance> orders(const std::vector<double>& a, const std::vector<double>& b) {
    std::vector<double> both = a;
    both.insert(both.end(), b.begin(), b.end());
    DominanceTest test(dominance_points(both));
    // In two parts, as leaves come.
    const std::span<const double> own(a), other(b);
    test.add(own.first(100), other.first(100));
    test.add(own.subspan(100), other.subspan(100));
    return {test.first_order(), test.second_order()};
}

constexpr Dominance no = Dominance::no, yes = Dominance::yes, undecided = Dominance::undecided;

}  // namespace

TEST_CASE("more in every world dominates in both orders, and less in none", "[stats]") {
    const std::vector<double> less = scores(5000, 1), more = scores(5000, 1, 0.3);
    CHECK(orders(more, less) == std::pair(yes, yes));
    CHECK(orders(less, more) == std::pair(no, no));
    CHECK(orders(less, less) == std::pair(no, no));
}

TEST_CASE("the same mean with less spread dominates for who fears risk alone", "[stats]") {
    const std::vector<double> wide = scores(20'000, 2, 1e6, 2), narrow = scores(20'000, 2, 1e6, 1);
    const auto found = orders(narrow, wide);
    CHECK(found.first == no);
    CHECK(found.second != no);
    CHECK(orders(wide, narrow) == std::pair(no, no));
    // A little more on average leaves no doubt.
    CHECK(orders(scores(20'000, 2, 1e6 + 0.5, 1), wide).second == yes);
}

TEST_CASE("few worlds with little between them decide nothing", "[stats]") {
    CHECK(orders(scores(200, 3, 0.05), scores(200, 4)).first == undecided);
}

TEST_CASE("differences at a point are those of the plain definition", "[stats]") {
    const std::vector<double> a = scores(300, 5), b = scores(300, 6, 0.1, 1.3);
    // At a single point the verdict of the first order is that of a paired test of the two shares.
    for (const double x : {-1.0, 0.0, 0.7}) {
        DominanceTest test({x});
        test.add(a, b);
        double sum = 0, squares = 0, short_sum = 0, short_squares = 0;
        for (std::size_t w = 0; w < a.size(); ++w) {
            const double d = (a[w] <= x ? 1 : 0) - (b[w] <= x ? 1 : 0), s = std::max(x - a[w], 0.0) - std::max(x - b[w], 0.0);
            sum += d;
            squares += d * d;
            short_sum += s;
            short_squares += s * s;
        }
        const auto verdict = [&](double total, double squared) {
            const double n = 300, mean = total / n, error = std::sqrt((squared / n - mean * mean) / n);
            if (mean > 4 * error) return no;
            return mean < -4 * error ? yes : undecided;
        };
        CHECK(test.first_order() == verdict(sum, squares));
        CHECK(test.second_order() == (verdict(sum, squares) == yes ? yes : verdict(short_sum, short_squares)));
    }
}
