// Figures and conditions as the command line names them, and what is wrong with them said.
#pragma once

#include <optional>
#include <string>

#include "cli/cli.hpp"
#include "model/condition.hpp"
#include "model/results.hpp"
#include "run/options.hpp"
#include "studies/valuation.hpp"

namespace entente {

struct Scenario;

// The first alternative that is compared with the baseline; the baseline itself where there is no other.
std::string first_compared(const Scenario& scenario);

// Reads METRIC.FIRM, as summary.csv and comparison.csv name them; METRIC alone is of all firms. Nothing, and a message on standard error
// with what is known, where the scenario has no such figure.
std::optional<Metric> read_metric(const std::string& option, const std::string& text, const std::string& alternative,
                                  const Scenario& scenario);

// Reads the condition of an option. Nothing, and a message with the column of the fault, where it is none.
std::optional<Condition> read_condition(const std::string& option, const std::string& text);

// Of a condition that compares two figures, or one with a number: its sides; `alternative` is meant where a side names none. Nothing, and a
// message with the column of the fault, where it says something else or the scenario has no such figure.
std::optional<Difference> read_difference(const std::string& option, const std::string& text, const Condition& condition,
                                          const std::string& alternative, const Scenario& scenario);

// Reads one figure, [ALTERNATIVE:] [STATISTIC.]METRIC.FIRM. The same of faults.
std::optional<Figure> read_figure(const std::string& option, const std::string& text, const std::string& alternative,
                                  const Scenario& scenario);

// Reads --given of a run of these scenarios. False, and a message with the column of the fault, where it is no condition or names what one
// of them has not; none is given where the option is empty.
bool read_given(const RunArguments& arguments, const std::vector<LoadedScenario>& scenarios, std::optional<GivenCondition>& out);

// Reads each --target of a run of these scenarios, "gain.ford = -1000". The same of faults.
bool read_targets(const RunArguments& arguments, const std::vector<LoadedScenario>& scenarios, std::vector<Target>& out);

// Whether each of these scenarios has the figures of --precision. The same of faults.
bool check_precision(const std::vector<PrecisionTarget>& targets, const std::vector<LoadedScenario>& scenarios);

// A figure as a sentence has it: money rounded, shares with three digits.
std::string figure_text(const Figure& figure, double value);

}  // namespace entente
