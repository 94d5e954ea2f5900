// Arithmetic on lanes: the same bits in vectors of any size, and in each lane those of plain numbers.
#include "lanes/wide_exp.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>

#include "base/grid.hpp"
#include "lanes/lane_kernels.hpp"

using namespace entente;

namespace {

// Every operation once, on lanes and plain numbers.
struct Operations {
    const Lanes &a, &b;
    double c;
    std::array<Lanes, 11>& out;

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
        exponential(x * 400.0).store(out[10]);
    }
};

// The least lane of one pack and the greatest of another.
struct Extremes {
    double least_of = HUGE_VAL, greatest_of = -HUGE_VAL;

    bool operator==(const Extremes&) const = default;
};
struct FindExtremes {
    const Lanes &low, &high;
    Extremes& out;

    template <class V>
    ENTENTE_INLINE void operator()() const {
        out.least_of = std::min(out.least_of, least(Wide<V>(low)));
        out.greatest_of = std::max(out.greatest_of, greatest(Wide<V>(high)));
    }
};

// The same in vectors of any size.
Extremes check_extremes(const Lanes& low, const Lanes& high) {
    Extremes out, pairs;
    in_lanes(FindExtremes{low, high, out});
    vectors::BySlices::call<vectors::Two>(FindExtremes{low, high, pairs});
    CHECK(out == pairs);
#if defined(ENTENTE_VECTORS)
    if (vectors::widest >= 4) {
        Extremes fours;
        vectors::in_fours<vectors::BySlices>(FindExtremes{low, high, fours});
        CHECK(out == fours);
    }
#endif
    return out;
}

double held(double x) { return x > 0 ? std::min(x, 1.0) : 0.0; }

}  // namespace

TEST_CASE("lanes compute as plain numbers do, in vectors of any size", "[lanes]") {
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
        std::array<Lanes, 11> out, pairs, fours;
        in_lanes(Operations{a, b, c, out});
        vectors::BySlices::call<vectors::Two>(Operations{a, b, c, pairs});
        CHECK(out == pairs);
#if defined(ENTENTE_VECTORS)
        if (vectors::widest >= 4) {
            vectors::in_fours<vectors::BySlices>(Operations{a, b, c, fours});
            CHECK(out == fours);
        }
#endif
        const Extremes extremes = check_extremes(a, a);
        CHECK(extremes.least_of == *std::min_element(a.value.begin(), a.value.end()));
        CHECK(extremes.greatest_of == infinity);
        for (std::size_t lane = 0; lane < pack_size; ++lane) {
            const double x = a[lane], y = b[lane];
            const double plain[] = {x + y,          c - x,         x * y * c,        x / y,   std::min(x, y),
                                    std::max(x, c), x < y ? x : c, c <= x ? y : 0.0, held(x), x + y};
            CHECK(out[10][lane] == entente::exp(x * 400));
            for (std::size_t i = 0; i < std::size(plain); ++i) CHECK((out[i][lane] == plain[i] || std::isnan(plain[i])));
        }
    }
}

TEST_CASE("the least and the greatest lane may be any, and none that is no number", "[lanes]") {
    for (std::size_t lane = 0; lane < pack_size; ++lane) {
        for (std::size_t other = 0; other < pack_size; ++other) {
            if (other == lane) continue;
            Lanes low = all_lanes(3), high = low;
            low[lane] = 1;
            high[lane] = 5;
            low[other] = high[other] = std::nan("");
            const Extremes extremes = check_extremes(low, high);
            CHECK(extremes.least_of == 1);
            CHECK(extremes.greatest_of == 5);
        }
    }
}

TEST_CASE("exponentials of dates are those of each date, wherever a row begins", "[lanes]") {
    std::mt19937_64 engine(4);
    std::uniform_real_distribution<double> uniform(-1, 1);
    const Grid grid(2019, 12.5, 4, 2019, 0);
    for (int times = 0; times < 100; ++times) {
        Lanes slope, from;
        for (std::size_t lane = 0; lane < pack_size; ++lane) {
            slope[lane] = uniform(engine) * (times % 2 == 0 ? 2 : 30);
            from[lane] = 2025 + 8 * uniform(engine);
        }
        slope[1] = 0;
        slope[2] = -1e300;  // what is left at once
        slope[3] = 1e4;
        from[4] = 1e300;
        slope[4] = 0;
        std::vector<Lanes> whole(grid.middle.size());
        exponentials_of_dates(slope, from, grid.middle, 0, whole);
        for (std::size_t k = 0; k < whole.size(); ++k) {
            for (std::size_t lane = 0; lane < pack_size; ++lane) {
                const double exact = entente::exp(slope[lane] * (grid.middle[k] - from[lane]));
                CHECK(whole[k][lane] == Approx(exact).epsilon(2e-13));
            }
        }
        const std::size_t first = static_cast<std::size_t>(times) % whole.size(), count = std::min<std::size_t>(whole.size() - first, 19);
        std::vector<Lanes> part(count);
        exponentials_of_dates(slope, from, grid.middle, first, part);
        for (std::size_t k = 0; k < count; ++k) CHECK(part[k] == whole[first + k]);
    }
}
