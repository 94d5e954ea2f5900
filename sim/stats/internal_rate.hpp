// Internal rate of return: the yearly rate at which flows, one a period, are worth nothing together.
#pragma once

#include <span>
#include <vector>

namespace entente {

struct InternalRates {
    int sign_changes = 0;       // of the flows; by Descartes' rule there are no more rates than these, and one where there is one
    std::vector<double> rates;  // a year, ascending

    // Several rates, or none, are no answer.
    bool has_one() const { return rates.size() == 1; }
};

// Rates between -99% and 100,000% a year of flows that are `step` years apart. Flows of at most `negligible` count as none.
InternalRates internal_rates(std::span<const double> flows, double step, double negligible);

}  // namespace entente
