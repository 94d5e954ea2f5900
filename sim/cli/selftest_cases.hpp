// Whole runs with a known answer: each a scenario and the closed form of one of its figures.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace entente {

// Which figure of a run a case is about.
enum class SelfFigure { mean, p80, share_completed, median_completion, exit_share, exit_date, annual };

struct SelfCase {
    std::string name;      // what is tested, with its source where it has one
    std::string scenario;  // TOML
    SelfFigure figure = SelfFigure::mean;
    std::string alternative, firm, metric;  // metric: of summary.csv; the program, exit or flow for other figures
    double expected = 0;
    double wrong = 0;  // what a likely mistake would give: the case must tell it apart
    int year = 0;      // of an annual figure
};

std::vector<SelfCase> selftest_cases();

}  // namespace entente
