// A run's results in words and rounded figures, for people who read one page.
#pragma once

#include <string>
#include <vector>

#include "model/rows.hpp"

namespace entente {

// 1234567.8 as "1,234,568"; two digits are kept below 10.
std::string money_text(double amount);
// The same with its sign: "+726", "-725".
std::string signed_text(double amount);
// "726 [700, 752]", and with signs.
std::string with_limits(double value, double low, double high);
std::string signed_with_limits(double value, double low, double high);
// 0.973 as "97 of 100".
std::string of_hundred(double share);

// A firm in a sentence: its name, or "all firms together".
std::string called(const Results& results, const std::string& firm);
// A finding's figure with its standard error and unit; empty where there is none.
std::string figure_text(const Finding& finding);
// What a run under a condition rests on.
std::string condition_told(const Results& results);

// One sentence a firm and alternative: what it gains against the baseline, how often, and at what cost.
std::vector<std::string> verdict(const Results& results);

// One sentence for each alternative that may end early: what its firms gain where it lasts, and where it ends.
std::vector<std::string> endings(const Results& results);

}  // namespace entente
