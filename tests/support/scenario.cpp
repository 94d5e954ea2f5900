// Running scenarios from text (see scenario.hpp).
#include "support/scenario.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "read/read.hpp"
#include "write/files.hpp"

namespace entente::test {

namespace {

template <class Row, class Match>
const Row& row_of(const std::vector<Row>& rows, const Match& match) {
    for (const Row& row : rows) {
        if (match(row)) return row;
    }
    throw std::runtime_error("no such row");
}

}  // namespace

Scenario scenario_of(const std::string& text, const std::vector<std::string>& settings) {
    const ReadResult result = read_scenario_text(text, settings);
    std::string problems;
    for (const Problem& problem : result.problems) problems += problem.found + "; expected " + problem.expected + "\n";
    INFO(problems);
    REQUIRE(result.scenario != nullptr);
    return *result.scenario;
}

std::string problem_of(const std::string& text) {
    const ReadResult result = read_scenario_text(text, {});
    return result.problems.empty() ? "" : result.problems.front().found;
}

std::string text_of_file(const std::string& path) {
    std::ifstream stream(std::string(ENTENTE_SOURCE_DIR) + "/" + path);
    std::stringstream text;
    text << stream.rdbuf();
    REQUIRE(!text.str().empty());
    return text.str();
}

Results run_text(const std::string& text, std::int64_t worlds, std::uint64_t seed, int threads, const std::vector<std::string>& settings) {
    RunOptions options;
    options.worlds = worlds;
    options.seed = seed;
    options.threads = threads;
    return run(scenario_of(text, settings), options);
}

const Statistics& summary_of(const Results& results, const std::string& alternative, const std::string& firm, const std::string& metric) {
    return row_of(results.summary,
                  [&](const SummaryRow& r) { return r.alternative == alternative && r.firm == firm && r.metric == metric; })
        .statistics;
}
const ComparisonRow& comparison_of(const Results& results, const std::string& alternative, const std::string& firm,
                                   const std::string& metric) {
    return row_of(results.comparison,
                  [&](const ComparisonRow& r) { return r.alternative == alternative && r.firm == firm && r.metric == metric; });
}
double annual_of(const Results& results, const std::string& alternative, const std::string& firm, const std::string& flow, int year) {
    return row_of(results.annual,
                  [&](const AnnualRow& r) { return r.alternative == alternative && r.firm == firm && r.flow == flow && r.year == year; })
        .mean;
}
const ExitRow& exit_of(const Results& results, const std::string& alternative, const std::string& trigger, const std::string& leaver) {
    return row_of(results.exits,
                  [&](const ExitRow& r) { return r.alternative == alternative && r.trigger == trigger && r.leaver == leaver; });
}
const FundingRow& funding_of(const Results& results, const std::string& alternative, const std::string& firm, const std::string& program) {
    return row_of(results.funding,
                  [&](const FundingRow& r) { return r.alternative == alternative && r.firm == firm && r.program == program; });
}
const ProgramRow& program_of(const Results& results, const std::string& alternative, const std::string& program, const std::string& firm) {
    return row_of(results.programs,
                  [&](const ProgramRow& r) { return r.alternative == alternative && r.program == program && r.firm == firm; });
}

std::string bytes_of(const Results& results) {
    std::string all;
    for (const NamedFile& file : csv_files(results, "test", !results.samples.empty())) all += file.content;
    return all;
}

std::string one_firm(const std::string& stage, const std::string& more, const std::string& scenario) {
    return R"([scenario]
start = 2020.0
horizon = 10
)" + scenario +
           R"(
[firm.a]
discount = 0.0
[program.p]
[[program.p.stage]]
name = "work"
)" + stage +
           "\n" + more;
}

}  // namespace entente::test
