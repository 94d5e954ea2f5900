// The steps of the revised simplex (see dual_simplex.hpp).
#include "game/dual_simplex.hpp"

#include <algorithm>
#include <cmath>

namespace entente {

namespace {

constexpr double zero = 1e-9;          // directions below count as none
constexpr double positive = 1e-6;      // levels above are strictly positive
constexpr double perturbation = 1e-9;  // of the first levels
constexpr double equal_ratio = 1e-12;  // ratios closer than this tie
constexpr int patience = 1000;         // steps without progress before Bland's rule
constexpr int most_steps = 20'000;     // games of twenty players take some hundreds

// The column that leaves when the direction is entered: the smallest ratio, ties to the smallest id. -1: unbounded.
int leaving_column(const std::vector<Constraint>& basis, const Eigen::VectorXd& level, const Eigen::VectorXd& direction, double& step) {
    int leaving = -1;
    for (int j = 0; j < static_cast<int>(basis.size()); ++j) {
        if (direction(j) <= zero) continue;
        const double ratio = std::max(level(j), 0.0) / direction(j);
        const bool better =
            leaving < 0 || ratio < step - equal_ratio ||
            (ratio <= step + equal_ratio && basis[static_cast<std::size_t>(j)].id < basis[static_cast<std::size_t>(leaving)].id);
        if (!better) continue;
        leaving = j;
        step = ratio;
    }
    return leaving;
}

}  // namespace

SimplexSolution minimise(const Eigen::VectorXd& b, std::vector<Constraint> basis, const Pricing& price) {
    const auto size = static_cast<Eigen::Index>(basis.size());
    Eigen::MatrixXd matrix(size, size);
    Eigen::VectorXd values(size);
    for (Eigen::Index j = 0; j < size; ++j) {
        matrix.col(j) = basis[static_cast<std::size_t>(j)].entries;
        values(j) = basis[static_cast<std::size_t>(j)].value;
    }
    // Most levels of a first basis are 0, and steps from there go nowhere. Each is raised by a little of its own, so that
    // every step gains; the last basis is judged by b itself.
    Eigen::VectorXd raised(size);
    for (Eigen::Index j = 0; j < size; ++j)
        raised(j) = perturbation * (1 + std::fmod(0.6180339887498949 * static_cast<double>(j + 1), 1.0));
    const Eigen::VectorXd perturbed = b + matrix * raised;
    int idle = 0;
    for (int steps = 0; steps < most_steps; ++steps) {
        const Eigen::PartialPivLU<Eigen::MatrixXd> lu(matrix);
        const Eigen::VectorXd level = lu.solve(perturbed);
        const Eigen::VectorXd y = lu.transpose().solve(values);
        if (!y.allFinite() || !level.allFinite()) break;
        std::optional<Constraint> entering = price(y, idle > patience);
        SimplexSolution solution{true, true, y, {}};
        if (!entering) {
            const Eigen::VectorXd exact = lu.solve(b);
            for (Eigen::Index j = 0; j < size; ++j) {
                if (exact(j) > positive) solution.binding.push_back(basis[static_cast<std::size_t>(j)].id);
            }
            return solution;
        }
        double step = 0;
        const int leaving = leaving_column(basis, level, lu.solve(entering->entries), step);
        if (leaving < 0) return {false, true, y, {}};
        idle = step > equal_ratio ? 0 : idle + 1;
        matrix.col(leaving) = entering->entries;
        values(leaving) = entering->value;
        basis[static_cast<std::size_t>(leaving)] = std::move(*entering);
    }
    return {false, false, Eigen::VectorXd::Zero(size), {}};
}

}  // namespace entente
