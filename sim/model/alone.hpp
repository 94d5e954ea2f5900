// What firms decide about their programs where nobody makes them carry these out (docs/model.md, section 4).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/problem.hpp"
#include "model/scenario.hpp"

namespace entente {

// At most so many programs are decided on together, for every set of them is looked at.
constexpr std::size_t most_decided_together = 12;

// Whether a firm needs a program, and has something to gain or to lose by it: a benefit, or a penalty.
bool needs(const Program& program, const std::string& firm);
bool has_stake(const Program& program, const std::string& firm);
// Whether it may forgo it: it has, and is not among those that must have it.
bool may_forgo(const Program& program, const std::string& firm);

// By place in the scenario: what an alternative takes from a firm by its `without`, and what waits for that outside the arrangements in
// which the firm takes part.
std::vector<bool> taken_from(const Scenario& scenario, const Alternative& alternative, const std::string& firm);

// The programs, by their places in the scenario, on which a firm decides in an alternative (null: `solo`), those that wait for each other
// together. Without those that the alternative takes from it, and those of the arrangements in which it takes part.
std::vector<std::vector<std::size_t>> decided_together(const Scenario& scenario, const Alternative* alternative, const std::string& firm);

// Whether firms carry out what is best for them in an alternative (null: `solo`); and in any.
bool chooses_best(const Scenario& scenario, const Alternative* alternative);
bool anybody_chooses(const Scenario& scenario);

// Problems of `must` and of too many programs that wait for each other; doubts about programs that nobody can forgo.
void check_alone(const Scenario& scenario, Problems& problems);
Problems bound_to_programs(const Scenario& scenario);

}  // namespace entente
