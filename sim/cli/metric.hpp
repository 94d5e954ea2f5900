// A figure of the results as the command line names it: METRIC.FIRM of an alternative.
#pragma once

#include <optional>
#include <string>

#include "model/results.hpp"

namespace entente {

struct Scenario;

// The first alternative that is compared with the baseline; the baseline itself where there is no other.
std::string first_compared(const Scenario& scenario);

// Whether there is a metric of this name; says which there are on standard error where there is none.
bool check_metric(const std::string& option, const std::string& name);

// Reads METRIC.FIRM, as summary.csv and comparison.csv name them; METRIC alone is of all firms. Nothing, and a message on standard error
// with what is known, where the scenario has no such figure.
std::optional<Metric> read_metric(const std::string& option, const std::string& text, const std::string& alternative,
                                  const Scenario& scenario);

}  // namespace entente
