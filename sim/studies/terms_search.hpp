// Trials of terms in the two halves of the worlds, and the search among them (see terms.hpp).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "studies/terms.hpp"

namespace entente {

// Trials of one question.
class Terms {
public:
    explicit Terms(const TermsQuestion& question);

    // What terms come to in a range of the worlds; no values: the deal as it is written.
    struct Worth {
        Measured goal;
        std::vector<Measured> spare, figures;
    };
    Worth worth(const std::vector<std::string>& values, WorldRange range);
    // The same in the half in which terms are looked for; terms are tried once.
    Judged judge(const std::vector<std::string>& values);
    // And in the other half.
    TermsPoint valued(const std::vector<std::string>& values);

    const TermsQuestion& question() const { return question_; }
    WorldRange training() const { return training_; }
    int tried() const { return tried_; }
    const std::vector<std::pair<double, double>>& seen() const { return seen_; }

private:
    const TermsQuestion& question_;
    RunOptions options_;
    WorldRange training_, valuing_;
    std::vector<Difference> asked_;
    std::map<std::vector<std::string>, Judged> judged_;
    int tried_ = 0;
    std::vector<std::pair<double, double>> seen_;
};

// The values of a point, as settings have them, and a choice of listed ones behind them.
std::vector<std::string> texts(const TermSpace& space, const Cube& at, const std::vector<std::string>& choice);

// The best terms of a question, in the half of the worlds in which they are looked for.
struct FoundTerms {
    Candidate best;
    std::vector<std::string> choice;  // of the listed values
    Scales scales;                    // of the goal and the conditions
};
FoundTerms search(Terms& terms);

// How many points a search begins with, and how many it judges at most.
std::int64_t first_points(std::size_t dimensions);
int search_points(std::size_t dimensions);

}  // namespace entente
