// What a sampler draws in many worlds, a column a number, for those who look at inputs beside outcomes.
#pragma once

#include <vector>

#include "chance/sampler.hpp"

namespace entente {

// The columns of every number that is drawn, as Sampler::drawn() lists them, in worlds 0 .. worlds - 1 of a design.
std::vector<std::vector<double>> drawn_columns(const Sampler& sampler, const Design& design, std::size_t worlds);

}  // namespace entente
