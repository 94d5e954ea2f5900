// The pictures of a report: which there are, and what they show.
#pragma once

#include <string>
#include <vector>

#include "model/results.hpp"
#include "write/page.hpp"

namespace entente {

// The alternatives of a run as its report shows them: those that are the same in every figure stand as one.
struct Shown {
    std::vector<std::string> alternatives;  // ids, the baseline first
    std::vector<std::string> same;          // sentences on those left out

    explicit Shown(const Results& results);
    bool holds(const std::string& alternative) const;
};

// A number as a picture needs it: to the second place; null where it is none.
nlohmann::ordered_json rounded(double x);

// What a firm's section shows, in its order; fewer where a run has nothing to show. At most eight.
std::vector<Chart> charts_of(const Results& results, const Shown& shown, const std::string& firm);
// What a firm gains where alliances last and where they end, by exit and by year; `deals`: those compared with the baseline, the best
// first.
std::vector<Chart> ending_charts(const Results& results, const std::vector<std::string>& deals, const std::string& firm);
// When and by whom alliances end, and cost and date together: what is not one firm's.
std::vector<Chart> common_charts(const Results& results, const Shown& shown);

// The alternative with the highest mean gain of a firm; the baseline where none gains.
std::string best_of(const Results& results, const Shown& shown, const std::string& firm);

}  // namespace entente
