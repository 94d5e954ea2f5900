// What limited funding does, in sentences.
#pragma once

#include <string>
#include <vector>

#include "model/results.hpp"

namespace entente {

// One sentence for each firm and program that limited funding delays somewhere: by how much alone and in each deal, and what the time is
// worth that a deal buys. Empty where nobody's funding is limited, or nobody's work waits. `alternatives`: those that are told of.
std::vector<std::string> what_money_delays(const Results& results, const std::vector<std::string>& alternatives);

// One sentence for each firm: what limits on funding cost it in all, in its npv, in each alternative.
std::vector<std::string> what_limits_cost(const Results& results, const std::vector<std::string>& alternatives);

// A year of a firm with limited funding in an alternative: what it would spend without limits, what it spends, what it has, and the share
// of the worlds in which that holds its work back.
struct FundingYear {
    int year = 0;
    const AnnualRow *wanted = nullptr, *spent = nullptr, *funding = nullptr;
    double held_back = 0;
};
// Empty where the firm's funding is not limited.
std::vector<FundingYear> funding_years(const Results& results, const std::string& alternative, const std::string& firm);

// On which worlds these sums rest; empty where there are none.
std::string what_limits_rest_on(const Results& results);

}  // namespace entente
