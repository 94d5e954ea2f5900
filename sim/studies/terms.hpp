// The best terms of a deal under both sides' conditions (docs/model.md, 8): found in one half of the worlds, valued in the other.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "run/options.hpp"
#include "studies/scenario_with.hpp"
#include "studies/term_space.hpp"
#include "studies/valuation.hpp"

namespace entente {

// A key that takes listed values only: every combination of those is tried.
struct ListedKey {
    std::string key;
    std::vector<std::string> values;
};

// What is to be as large as it can be.
struct Goal {
    enum class Kind {
        sum,    // of the figures
        min,    // of the figures
        nash,   // sum of power x ln figure; a figure of 0 or less is as bad as its distance from the smallest that counts
        figure  // one figure
    };
    Kind kind = Kind::sum;
    std::string name;
    std::vector<Figure> figures;  // of sum, min and nash the parties' gains
    std::vector<double> powers;   // of nash
    bool less = false;            // of one figure: the less the better
};

// A condition that terms must meet: what is left less what is right has to be at least 0.
struct Requirement {
    std::string text;
    Difference spare;
};

struct TermsQuestion {
    TermSpace space;
    std::vector<ListedKey> listed = {};
    Goal goal = {};
    std::vector<Requirement> subject = {};
    std::vector<Figure> figures = {};  // told besides the goal
    ScenarioWith scenario = {};        // of KEY=VALUE
    RunOptions options = {};           // of these worlds, seed, sampling, threads and stop are heeded
    std::function<void(std::int64_t tried)> progress = {};
};

// A figure in the half of the worlds that the search has not seen.
struct Valued {
    double value = 0, se = 0;
};

// Terms and what they are worth.
struct TermsPoint {
    std::vector<std::string> values;  // of the varied keys, then of the listed ones; none: as the deal is written
    double found = 0;                 // the goal in the half in which they were found
    Valued goal;                      // in the other half
    std::vector<Valued> figures;      // as the question has them
    std::vector<double> slack;        // of the conditions, in the first half
    std::vector<Valued> spare;        // the same in the other half
    bool holds = false;               // every condition, in the first half
};

// A condition at the best terms, or a bound of a key.
struct Binding {
    std::string text;
    bool binds = false;
    double worth = 0;  // of the goal for each unit by which it is relaxed; 0 where it does not bind
};

struct TermsAnswer {
    TermsPoint best, written;                     // `written`: the deal as it stands
    std::vector<Binding> bindings;                // conditions, then lower and upper bounds of the varied keys
    int tried = 0;                                // scenarios
    std::vector<std::pair<double, double>> seen;  // the first two figures of every trial, in the first half
};

// About how many trials a search of so many dimensions and combinations takes, for a progress bar.
std::int64_t usual_trials(std::size_t dimensions, std::size_t combinations);
// How many combinations the listed values have.
std::size_t combinations(const std::vector<ListedKey>& listed);

constexpr std::size_t most_terms = 8, most_combinations = 256;
constexpr std::int64_t fewest_terms_worlds = 256;

// Throws Failure where a key does not take a value within its bounds, Interrupted where it is stopped.
TermsAnswer best_terms(const TermsQuestion& question);

// The efficient terms of two figures: the best of the first, the best of the second, and between them the best of the first that reach each
// of equal steps of the second; from one end to the other. The question's goal is not looked at.
std::vector<TermsPoint> frontier(const TermsQuestion& question, const Goal& first, const Goal& second, std::size_t points);

}  // namespace entente
