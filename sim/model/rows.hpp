// Finding one's way in the rows of a run's results.
#pragma once

#include <string>
#include <vector>

#include "model/results.hpp"

namespace entente {

// The firms and alternatives of a run in their order; firms end with "all".
std::vector<std::string> firms_of(const Results& results);
std::vector<std::string> alternatives_of(const Results& results);

// A row of summary.csv or comparison.csv; null where there is none.
const SummaryRow* summary_row(const Results& results, const std::string& alternative, const std::string& firm, const std::string& metric);
const ComparisonRow* comparison_row(const Results& results, const std::string& alternative, const std::string& firm,
                                    const std::string& metric);

}  // namespace entente
