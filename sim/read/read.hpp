// From a scenario file to a Scenario, or every problem found in it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/scenario.hpp"

namespace entente {

struct Setting;

struct ReadResult {
    std::optional<Scenario> scenario;  // absent when there are problems
    Problems problems;
    std::string text;  // of the file, for the line under a message
};

// Reads the file, applies the KEY=VALUE settings of the command line, checks form and sense.
ReadResult read_scenario(const std::string& file, const std::vector<std::string>& settings);

// The same from a text; files that it names are looked for in the working folder.
ReadResult read_scenario_text(const std::string& text, const std::vector<std::string>& settings);

}  // namespace entente
