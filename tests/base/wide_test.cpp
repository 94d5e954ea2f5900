// Arithmetic on lanes: the same bits in vectors of any size, and in each lane those of plain numbers.
#include "base/wide.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>

using namespace entente;

namespace {

// Every operation once, on lanes and plain numbers.
struct Operations {
    const Lanes &a, &b;
    double c;
    std::array<Lanes, 12>& out;

    template <class V>
    ENTENTE_INLINE void operator()() const {
        const Wide<V> x = a, y = b;
        (x + y).store(out[0]);
        (c - x).store(out[1]);
        (x * y * c).store(out[2]);
        (x / y).store(out[3]);
        lesser(x, y).store(out[4]);
        greater(x, c).store(out[5]);
        if_less(x, y, x, c).store(out[6]);
        if_at_most(c, x, y, 0.0).store(out[7]);
        held_to_unit(x).store(out[8]);
        Wide<V> sum;
        sum += x;
        sum += y;
        sum.store(out[9]);
        out[10] = all_lanes(least(x));
        out[11] = all_lanes(greatest(x));
    }
};

double held(double x) { return x > 0 ? std::min(x, 1.0) : 0.0; }

}  // namespace

TEST_CASE("lanes compute as plain numbers do, in vectors of any size", "[base]") {
    std::mt19937_64 engine(3);
    std::uniform_real_distribution<double> uniform(-2, 2);
    const double infinity = std::numeric_limits<double>::infinity();
    for (int times = 0; times < 100; ++times) {
        Lanes a, b;
        for (std::size_t lane = 0; lane < pack_size; ++lane) {
            a[lane] = uniform(engine);
            b[lane] = lane % 3 == 0 ? a[lane] : uniform(engine);
        }
        a[6] = infinity;
        b[7] = -infinity;
        const double c = a[2];
        std::array<Lanes, 12> out, other;
        in_vectors(Operations{a, b, c, out});
        Operations{a, b, c, other}.operator()<vectors::Two>();
        CHECK(out == other);
#if defined(ENTENTE_VECTORS)
        if (vectors::widest >= 4) vectors::in_fours(Operations{a, b, c, other});
        CHECK(out == other);
#endif
        for (std::size_t lane = 0; lane < pack_size; ++lane) {
            const double x = a[lane], y = b[lane];
            const double plain[] = {x + y,          c - x,         x * y * c,        x / y,   std::min(x, y),
                                    std::max(x, c), x < y ? x : c, c <= x ? y : 0.0, held(x), x + y};
            for (std::size_t i = 0; i < std::size(plain); ++i) CHECK((out[i][lane] == plain[i] || std::isnan(plain[i])));
        }
        CHECK(out[10][0] == *std::min_element(a.value.begin(), a.value.end()));
        CHECK(out[11][5] == infinity);
    }
}
