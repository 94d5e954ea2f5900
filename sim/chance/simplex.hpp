// The least value of a function of a few numbers near a start, by the simplex method (Nelder and Mead 1965).
#pragma once

#include <functional>
#include <vector>

namespace entente {

// `step` is the size of the first simplex. Infinite values of f are a wall.
std::vector<double> simplex_minimum(const std::function<double(const std::vector<double>&)>& f, const std::vector<double>& start,
                                    double step = 0.5);

}  // namespace entente
