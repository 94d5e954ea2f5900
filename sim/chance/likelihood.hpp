// Families that can be fitted to data: density, maximum likelihood estimate, and what a scenario calls the parameters.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "chance/distribution.hpp"

namespace entente {

using Data = std::span<const double>;
using Parameters = std::vector<double>;

struct Candidate {
    std::string_view family;
    std::vector<std::string_view> keys;  // of its parameters, in their order
    bool positive;                       // values above 0 only
    Parameters (*fit)(Data);
    double (*density)(const Parameters&, double);  // its logarithm
    Distribution (*make)(const Parameters&);
};

const std::vector<Candidate>& candidates();

}  // namespace entente
