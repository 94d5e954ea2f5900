// Rows of lanes: values by period of a pack of worlds, and the loops over them (see wide.hpp). All rows of one call have the
// same length; those of plain numbers are the same in every world. `out` may be x.
#pragma once

#include <span>

#include "lanes/lanes.hpp"

namespace entente {

// out[k] = 0.
void clear(std::span<Lanes> out);

// x[k] = e^x[k].
void exponentials(std::span<Lanes> x);

// out[k] = e^(slope (date[first + k] - from)) for dates that are evenly apart. Every sixteenth date has an exponential, those after it have
// products, whatever `first` is: they are within 1e-13 where neither is below e^-700 or above e^700.
void exponentials_of_dates(const Lanes& slope, const Lanes& from, std::span<const double> date, std::size_t first, std::span<Lanes> out);

// out[k] += scale * x[k].
void add_scaled(std::span<const Lanes> x, double scale, std::span<Lanes> out);

// out[k] += x[k].
void add(std::span<const Lanes> x, std::span<Lanes> out);

// out[k] *= x[k].
void multiply(std::span<const Lanes> x, std::span<Lanes> out);

// out[k] += x[k] * y[k].
void add_products(std::span<const Lanes> x, std::span<const double> y, std::span<Lanes> out);

// The sum of a row's products with another, one after another.
void inner_product(std::span<const Lanes> x, std::span<const double> y, Lanes& out);

}  // namespace entente
