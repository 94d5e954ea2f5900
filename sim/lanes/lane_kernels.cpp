// Loops over rows of lanes (see lane_kernels.hpp).
#include "lanes/lane_kernels.hpp"

#include <algorithm>
#include <cmath>

#include "lanes/elementary.hpp"
#include "lanes/kernels.hpp"
#include "lanes/wide_exp.hpp"

namespace entente {

void clear(std::span<Lanes> out) {
    in_lanes([=]<class V>() ENTENTE_IN_VECTORS {
        for (Lanes& x : out) Wide<V>().store(x);
    });
}

void exponentials(std::span<Lanes> x) { exponentials(flat(x), 0, 1, 1, 0, flat(x)); }

namespace {

constexpr std::size_t run = 16;  // dates from one exponential to the next

}  // namespace

void exponentials_of_dates(const Lanes& slope, const Lanes& from, std::span<const double> date, std::size_t first, std::span<Lanes> out) {
    const double apart = date.size() > 1 ? (date.back() - date.front()) / static_cast<double>(date.size() - 1) : 0;
    in_lanes([=, &slope, &from]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> rate = slope, origin = from, ratio = exponential(rate * apart);
        const std::size_t end = first + out.size();
        for (std::size_t begin = first / run * run; begin < end; begin += run) {
            Wide<V> value = exponential(rate * (date[begin] - origin));
            for (std::size_t k = begin; k < std::min(begin + run, end); ++k) {
                if (k >= first) value.store(out[k - first]);
                value = value * ratio;
            }
        }
    });
    // Where a run's first value may be infinite or 0 although later ones are not: products of it would stay infinite or 0.
    for (std::size_t lane = 0; lane < pack_size; ++lane) {
        if (std::fabs(slope[lane]) * apart * run <= 600) continue;
        for (std::size_t k = 0; k < out.size(); ++k) out[k][lane] = exp(slope[lane] * (date[first + k] - from[lane]));
    }
}

void add_scaled(std::span<const Lanes> x, double scale, std::span<Lanes> out) {
    in_lanes([=]<class V>() ENTENTE_IN_VECTORS {
        for (std::size_t k = 0; k < out.size(); ++k) (Wide<V>(out[k]) + Wide<V>(x[k]) * scale).store(out[k]);
    });
}

void add(std::span<const Lanes> x, std::span<Lanes> out) {
    in_lanes([=]<class V>() ENTENTE_IN_VECTORS {
        for (std::size_t k = 0; k < out.size(); ++k) (Wide<V>(out[k]) + Wide<V>(x[k])).store(out[k]);
    });
}

void multiply(std::span<const Lanes> x, std::span<Lanes> out) {
    in_lanes([=]<class V>() ENTENTE_IN_VECTORS {
        for (std::size_t k = 0; k < out.size(); ++k) (Wide<V>(out[k]) * Wide<V>(x[k])).store(out[k]);
    });
}

void add_products(std::span<const Lanes> x, std::span<const double> y, std::span<Lanes> out) {
    in_lanes([=]<class V>() ENTENTE_IN_VECTORS {
        for (std::size_t k = 0; k < out.size(); ++k) (Wide<V>(out[k]) + Wide<V>(x[k]) * y[k]).store(out[k]);
    });
}

void inner_product(std::span<const Lanes> x, std::span<const double> y, Lanes& out) {
    in_lanes([=, &out]<class V>() ENTENTE_IN_VECTORS {
        Wide<V> total;
        for (std::size_t k = 0; k < x.size(); ++k) total += Wide<V>(x[k]) * y[k];
        total.store(out);
    });
}

}  // namespace entente
