// From a scenario file to a Scenario, or every problem found in it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/input.hpp"
#include "base/problem.hpp"

namespace entente {

struct Scenario;

// The name of standard input in the place of a file's.
constexpr std::string_view standard_input = "-";

class Inputs;

struct ReadResult {
    std::shared_ptr<const Scenario> scenario;  // none when there are problems
    Problems problems;
    std::string text;           // of the file, for the line under a message
    std::string sha256;         // of the file
    std::vector<Input> inputs;  // the data files that the scenario rests on, by name
};

// Reads the file, applies the KEY=VALUE settings of the command line, checks form and sense. What `inputs` holds is not read again.
ReadResult read_scenario(const std::string& file, const std::vector<std::string>& settings, Inputs& inputs);

// Where the key of KEY=VALUE ends: at the first '=' outside quotes, or npos.
std::size_t end_of_key(const std::string& text);

struct Document;
// The same from a document; data files are looked for in a folder.
ReadResult read_document(Document document, const std::string& folder, Inputs& inputs);
// The same from a text; files that it names are looked for in the working folder.
ReadResult read_scenario_text(const std::string& text, const std::vector<std::string>& settings);

}  // namespace entente
