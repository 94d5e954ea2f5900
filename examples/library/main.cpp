// Prints the chance that each alternative of a scenario pays for all firms: pays SCENARIO.toml
#include <iostream>

#include "read/inputs.hpp"
#include "read/read.hpp"
#include "run/run.hpp"

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: pays SCENARIO.toml\n";
        return 2;
    }
    entente::Inputs inputs;
    const entente::ReadResult read = entente::read_scenario(argv[1], {}, inputs);
    for (const entente::Problem& problem : read.problems)
        std::cerr << argv[1] << ":" << problem.source.line << ": " << problem.found << "; expected " << problem.expected << "\n";
    if (!read.scenario) return 2;
    entente::RunOptions options;
    options.worlds = 10'000;
    for (const entente::ComparisonRow& row : entente::run(*read.scenario, options).comparison) {
        if (row.metric == "all_gain") std::cout << row.alternative << " pays for every firm in " << 100 * row.mean << "% of worlds\n";
    }
}
