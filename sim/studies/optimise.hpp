// The best point of a cube under conditions, by a search that needs values only (NLopt's COBYLA: Powell 1994).
#pragma once

#include <functional>
#include <vector>

namespace entente {

// What a point comes to: a goal, the more the better, and what each condition has to spare; below 0 it does not hold.
struct Judged {
    double goal = 0;
    std::vector<double> slack;

    // By how much of its scale the worst condition fails; 0 where all hold.
    double violation(const std::vector<double>& scales) const;
};
using Cube = std::vector<double>;  // a number between 0 and 1 for each dimension
using Judge = std::function<Judged(const Cube&)>;

// How large a difference counts: of the goal, and of each condition's slack. Above 0.
struct Scales {
    double goal = 1;
    std::vector<double> slack;
};

struct SearchPlan {
    Scales scales;
    double step = 0.15;  // of the first moves
    int most = 100;      // points judged
};

// A point and what it comes to.
struct Candidate {
    Cube at;
    Judged judged;
};

// Whether a is the better of two: first what holds its conditions, then what fails them least, then the goal.
bool better(const Candidate& a, const Candidate& b, const std::vector<double>& scales);

// The best of all points judged on the way from `start`, itself included. What `judge` throws ends the search and is thrown on.
Candidate best_from(const Candidate& start, const Judge& judge, const SearchPlan& plan);

}  // namespace entente
