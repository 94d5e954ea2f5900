// A revised simplex for linear programs with few variables and very many constraints, found one at a time.
//
// Minimise b'y subject to a_j'y >= v_j for every constraint j, y free. It is solved through its dual (maximise sum of
// v_j w_j subject to sum of a_j w_j = b, w >= 0), whose basis has one column a variable of y; `price` names a constraint
// that the present y violates. No solver for such programs is in Debian under a licence that suits ours.
#pragma once

#include <Eigen/LU>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace entente {

// A constraint a'y >= value. `id` tells constraints apart and breaks ties.
struct Constraint {
    Eigen::VectorXd entries;
    double value = 0;
    std::uint64_t id = 0;
};

struct SimplexSolution {
    bool bounded = true;                 // false: no y satisfies every constraint
    bool precise = true;                 // false: rounding kept the steps from an end, and nothing is known
    Eigen::VectorXd y;                   // an optimum
    std::vector<std::uint64_t> binding;  // constraints with a strictly positive dual: tight in every optimum
};

// The most violated constraint at y, or after many steps without progress (`first_found`) any violated one by a fixed
// order (Bland's rule); none when y satisfies all.
using Pricing = std::function<std::optional<Constraint>(const Eigen::VectorXd& y, bool first_found)>;

// `basis` are as many independent constraints as y has entries whose duals for `b` are not negative.
SimplexSolution minimise(const Eigen::VectorXd& b, std::vector<Constraint> basis, const Pricing& price);

}  // namespace entente
