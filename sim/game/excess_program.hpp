// The linear programs behind the least core and the nucleolus: make the largest excess as small as it can be.
//
// Minimise e subject to x(S) - c(S) <= e for every open coalition, x(S) = given for every fixed one, x(N) = c(N), and where
// asked x_i <= c(i); its variables are (e, x).
#pragma once

#include <cstdint>
#include <vector>

#include "game/cost_game.hpp"
#include "game/dual_simplex.hpp"

namespace entente {

struct FixedCoalition {
    std::uint32_t coalition;
    double paid;  // x(S)
};

struct ExcessSolution {
    bool precise = true;               // false: the program lost its precision, and nothing is known
    double excess = 0;                 // e
    std::vector<double> paid;          // an optimal x
    std::vector<std::uint32_t> tight;  // open coalitions with a strictly positive dual: tight in every optimum
};

class ExcessProgram {
public:
    // `individual`: require x_i <= c(i), which must be possible.
    ExcessProgram(const CostGame& game, bool individual);

    // Fixes a coalition's payment from now on. It must not depend on those fixed before.
    void fix(std::uint32_t coalition, double paid);
    // True if the payment of a coalition follows from the fixed ones.
    bool follows(std::uint32_t coalition) const;
    // True when every payment follows: the allocation is unique.
    bool complete() const { return static_cast<int>(fixed_.size()) == game_.players; }

    // Solves the program for the coalitions that do not follow. There must be one.
    ExcessSolution solve();
    // The unique allocation of a complete program.
    std::vector<double> allocation() const;

private:
    std::vector<Constraint> first_basis();
    std::optional<Constraint> violated(const Eigen::VectorXd& y, bool first_found);

    const CostGame& game_;
    bool individual_;
    double size_;                               // of the game
    std::vector<FixedCoalition> fixed_;         // the first is everyone
    std::vector<std::vector<double>> echelon_;  // the fixed coalitions' indicators, reduced
    std::vector<char> closed_;                  // coalitions known to follow
    std::vector<std::uint32_t> near_;           // coalitions that were violated when all were last looked at
};

}  // namespace entente
