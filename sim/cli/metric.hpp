// A figure of the results as the command line names it: METRIC.FIRM of an alternative.
#pragma once

#include <optional>
#include <string>

#include "model/results.hpp"
#include "model/scenario.hpp"

namespace entente {

// Reads METRIC.FIRM, as summary.csv and comparison.csv name them; METRIC alone is of all firms. Nothing, and a message on standard error
// with what is known, where the scenario has no such figure.
std::optional<Metric> read_metric(const std::string& option, const std::string& text, const std::string& alternative,
                                  const Scenario& scenario);

}  // namespace entente
