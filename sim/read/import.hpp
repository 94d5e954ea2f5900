// A scenario from cost sheets and risk registers: their programs, stages and risks, and a skeleton of what they do not say.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "read/cost_table.hpp"

namespace entente {

struct ImportOptions {
    ImportChoices choices;
    std::string range = "P10-P90";  // what low and high are, as it is said
    std::vector<std::string> firms{"first", "second"};
    double start = 2026;
};

struct ImportedScenario {
    std::string text;  // TOML that `check` accepts; empty where there are problems
    std::size_t programs = 0, stages = 0, risks = 0;
    std::vector<std::string> notes;       // what was left out, what a distribution does not show
    std::vector<std::string> to_fill_in;  // keys whose values the tables do not say
    std::vector<SheetProblem> problems;
    std::map<std::string, std::string> texts;  // of the CSV files, for the line under a message
};

// "ends", or two quantiles as in "P10-P90" or "5-95"; false where it is neither.
bool read_import_range(const std::string& text, ImportChoices& out);

// Reads the files (CSV or xlsx) and writes the scenario. Throws Failure where a file cannot be read.
ImportedScenario import_scenario(const std::vector<std::string>& files, const ImportOptions& options);

// A name as an id: small letters, digits and dashes; `kind` stands before one that does not begin with a letter.
std::string id_of(const std::string& name, const std::string& kind);

}  // namespace entente
