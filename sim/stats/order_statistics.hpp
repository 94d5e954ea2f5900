// Exact order statistics of a column, several at once.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace entente {

// The order statistics of the given ranks (0-based, ascending): exact, by one pass that counts the values in cells
// between two values taken from a sample, then a selection inside the cells that hold a rank.
std::vector<double> order_statistics(std::span<const double> values, std::span<const std::size_t> ranks);

}  // namespace entente
