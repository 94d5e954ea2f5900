// Outcomes that rest on who left: dates of exits, what they bring, and metrics where an alliance lasts and where it ends (exits.csv,
// given.csv).
#pragma once

#include "outcome/outcomes.hpp"

namespace entente {

// Shares of the worlds that have the outcome by bin between two values; those beyond are in the first and last.
std::vector<HistogramBin> histogram(const Known& known, double low, double high, std::size_t bins);

// Appends them, and their rows without figures.
void add_exit_outcomes(const RunModel& model, const Layout& layout, Results& results, std::vector<Outcome>& outcomes);

}  // namespace entente
