// Loops over rows of lanes (see lane_kernels.hpp).
#include "base/lane_kernels.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/elementary.hpp"
#include "base/kernels.hpp"
#include "base/wide.hpp"

namespace entente {

void clear(std::span<Lanes> out) {
    in_vectors([=]<class V>() ENTENTE_IN_VECTORS {
        for (Lanes& x : out) Wide<V>().store(x);
    });
}

void exponentials(std::span<Lanes> x) { exponentials(flat(x), 0, 1, 1, 0, flat(x)); }

namespace {

constexpr std::size_t run = 16;  // dates from one exponential to the next

// The runs from date `begin` on of which the first values are known: out[k] is that of date first + k.
void multiply_on(std::span<const Lanes> known, const Lanes& ratio, std::size_t begin, std::size_t first, std::span<Lanes> out) {
    in_vectors([=]<class V>() ENTENTE_IN_VECTORS {
        const Wide<V> factor = ratio;
        for (std::size_t i = 0; i < known.size(); ++i) {
            const std::size_t from = begin + i * run, to = std::min(from + run, first + out.size());
            Wide<V> value = known[i];
            for (std::size_t k = from; k < to; ++k) {
                if (k >= first) value.store(out[k - first]);
                value = value * factor;
            }
        }
    });
}

}  // namespace

void exponentials_of_dates(const Lanes& slope, const Lanes& from, std::span<const double> date, std::size_t first, std::span<Lanes> out) {
    const double apart = date.size() > 1 ? (date.back() - date.front()) / static_cast<double>(date.size() - 1) : 0;
    Lanes ratio;
    for (std::size_t lane = 0; lane < pack_size; ++lane) ratio[lane] = slope[lane] * apart;
    exponentials({&ratio, 1});
    std::array<Lanes, 8> known;
    for (std::size_t begin = first / run * run; begin < first + out.size(); begin += known.size() * run) {
        const std::size_t count = std::min((first + out.size() - begin + run - 1) / run, known.size());
        for (std::size_t i = 0; i < count; ++i) {
            for (std::size_t lane = 0; lane < pack_size; ++lane) known[i][lane] = slope[lane] * (date[begin + i * run] - from[lane]);
        }
        exponentials({known.data(), count});
        multiply_on({known.data(), count}, ratio, begin, first, out);
    }
    // Where a run's first value might be infinite or 0 and the others not.
    for (std::size_t lane = 0; lane < pack_size; ++lane) {
        if (std::fabs(slope[lane]) * apart * run <= 600) continue;
        for (std::size_t k = 0; k < out.size(); ++k) out[k][lane] = exp(slope[lane] * (date[first + k] - from[lane]));
    }
}

void add_scaled(std::span<const Lanes> x, double scale, std::span<Lanes> out) {
    in_vectors([=]<class V>() ENTENTE_IN_VECTORS {
        for (std::size_t k = 0; k < out.size(); ++k) (Wide<V>(out[k]) + Wide<V>(x[k]) * scale).store(out[k]);
    });
}

void add(std::span<const Lanes> x, std::span<Lanes> out) {
    in_vectors([=]<class V>() ENTENTE_IN_VECTORS {
        for (std::size_t k = 0; k < out.size(); ++k) (Wide<V>(out[k]) + Wide<V>(x[k])).store(out[k]);
    });
}

void multiply(std::span<const Lanes> x, std::span<Lanes> out) {
    in_vectors([=]<class V>() ENTENTE_IN_VECTORS {
        for (std::size_t k = 0; k < out.size(); ++k) (Wide<V>(out[k]) * Wide<V>(x[k])).store(out[k]);
    });
}

void add_products(std::span<const Lanes> x, std::span<const double> y, std::span<Lanes> out) {
    in_vectors([=]<class V>() ENTENTE_IN_VECTORS {
        for (std::size_t k = 0; k < out.size(); ++k) (Wide<V>(out[k]) + Wide<V>(x[k]) * y[k]).store(out[k]);
    });
}

void inner_product(std::span<const Lanes> x, std::span<const double> y, Lanes& out) {
    in_vectors([=, &out]<class V>() ENTENTE_IN_VECTORS {
        Wide<V> total;
        for (std::size_t k = 0; k < x.size(); ++k) total += Wide<V>(x[k]) * y[k];
        total.store(out);
    });
}

}  // namespace entente
