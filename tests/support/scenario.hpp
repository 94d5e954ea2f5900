// Running scenarios from text inside a test.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/results.hpp"
#include "model/scenario.hpp"
#include "run/run.hpp"

namespace entente::test {

// Reads a scenario's text, as the program would read its file. Fails the test with the problems found.
Scenario scenario_of(const std::string& text, const std::vector<std::string>& settings = {});
// The first problem of a faulty scenario.
std::string problem_of(const std::string& text);
std::string text_of_file(const std::string& path_in_project);

Results run_text(const std::string& text, std::int64_t worlds, std::uint64_t seed = 1, int threads = 2,
                 const std::vector<std::string>& settings = {});

const Statistics& summary_of(const Results& results, const std::string& alternative, const std::string& firm, const std::string& metric);
const ComparisonRow& comparison_of(const Results& results, const std::string& alternative, const std::string& firm,
                                   const std::string& metric);
double annual_of(const Results& results, const std::string& alternative, const std::string& firm, const std::string& flow, int year);
const ExitRow& exit_of(const Results& results, const std::string& alternative, const std::string& trigger, const std::string& leaver);
const FundingRow& funding_of(const Results& results, const std::string& alternative, const std::string& firm, const std::string& program);
const ProgramRow& program_of(const Results& results, const std::string& alternative, const std::string& program, const std::string& firm);

// All result files as one text, to compare bytes.
std::string bytes_of(const Results& results);

// A firm alone with one program and no uncertainty but what `stage` brings; `more` is appended.
std::string one_firm(const std::string& stage, const std::string& more = "", const std::string& scenario = "");

}  // namespace entente::test
