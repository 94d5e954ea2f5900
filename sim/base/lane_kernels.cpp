// Loops over rows of lanes (see lane_kernels.hpp).
#include "base/lane_kernels.hpp"

#include "base/kernels.hpp"
#include "base/wide.hpp"

namespace entente {

void clear(std::span<Lanes> out) {
    in_vectors([=]<class V>() ENTENTE_IN_VECTORS {
        for (Lanes& x : out) Wide<V>().store(x);
    });
}

void exponentials(std::span<Lanes> x) { exponentials(flat(x), 0, 1, 1, 0, flat(x)); }

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
