// Finding one's way in the rows of a run's results.
#pragma once

#include <string>
#include <vector>

#include "model/results.hpp"

namespace entente {

// The firms and alternatives of a run in their order; firms end with "all".
std::vector<std::string> firms_of(const Results& results);
std::vector<std::string> alternatives_of(const Results& results);

// What a list of titles has for an id, or the id.
std::string title(const std::vector<std::pair<std::string, std::string>>& titles, const std::string& id);
// What people read in the place of an id, which is the id itself where the scenario gives no name.
std::string firm_title(const Results& results, const std::string& id);
std::string program_title(const Results& results, const std::string& id);
std::string alternative_title(const Results& results, const std::string& id);

// A row of summary.csv or comparison.csv; null where there is none.
const SummaryRow* summary_row(const Results& results, const std::string& alternative, const std::string& firm, const std::string& metric);
const ComparisonRow* comparison_row(const Results& results, const std::string& alternative, const std::string& firm,
                                    const std::string& metric);

}  // namespace entente
