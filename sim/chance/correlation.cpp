// Correlated groups and their square roots (see correlation.hpp).
#include "chance/correlation.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "base/text.hpp"

namespace entente {

namespace {

constexpr double rounding = 1e-10;  // eigenvalues above -rounding are taken as 0

std::size_t root_of(std::vector<std::size_t>& parent, std::size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
}

}  // namespace

std::vector<CorrelatedGroup> correlated_groups(const std::vector<CorrelationPair>& pairs) {
    std::map<std::pair<std::string, std::string>, double> last;
    std::set<std::string> repaired;
    for (const auto& [a, b, rho, repair] : pairs) {
        last[std::minmax(a, b)] = rho;
        if (repair) repaired.insert({a, b});
    }
    std::map<std::string, std::size_t> index;
    for (const auto& [names, rho] : last) {
        if (rho == 0) continue;
        index.emplace(names.first, 0);
        index.emplace(names.second, 0);
    }
    std::vector<std::string> names;
    for (auto& [name, i] : index) {
        i = names.size();
        names.push_back(name);
    }
    std::vector<std::size_t> parent(names.size());
    std::iota(parent.begin(), parent.end(), std::size_t{0});
    for (const auto& [pair, rho] : last) {
        if (rho != 0) parent[root_of(parent, index[pair.second])] = root_of(parent, index[pair.first]);
    }
    std::map<std::size_t, CorrelatedGroup> groups;
    for (std::size_t i = 0; i < names.size(); ++i) groups[root_of(parent, i)].names.push_back(names[i]);
    std::vector<CorrelatedGroup> out;
    for (auto& [key, group] : groups) {
        const auto n = static_cast<Eigen::Index>(group.names.size());
        group.matrix = Eigen::MatrixXd::Identity(n, n);
        group.repair = std::any_of(group.names.begin(), group.names.end(), [&](const auto& name) { return repaired.contains(name); });
        for (Eigen::Index i = 0; i < n; ++i) {
            for (Eigen::Index j = 0; j < i; ++j) {
                const auto found = last.find({group.names[static_cast<std::size_t>(j)], group.names[static_cast<std::size_t>(i)]});
                if (found != last.end()) group.matrix(i, j) = group.matrix(j, i) = found->second;
            }
        }
        out.push_back(std::move(group));
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.names < b.names; });
    return out;
}

Eigen::MatrixXd symmetric_root(const Eigen::MatrixXd& matrix) {
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(matrix);
    const Eigen::VectorXd roots = solver.eigenvalues().cwiseMax(0.0).cwiseSqrt();
    return solver.eigenvectors() * roots.asDiagonal() * solver.eigenvectors().transpose();
}

Eigen::MatrixXd nearest_correlation(const Eigen::MatrixXd& matrix) {
    constexpr int most_rounds = 20'000;
    constexpr double settled = 1e-12;
    const auto positive_part = [](const Eigen::MatrixXd& a) {
        const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(a);
        return Eigen::MatrixXd(solver.eigenvectors() * solver.eigenvalues().cwiseMax(0.0).asDiagonal() * solver.eigenvectors().transpose());
    };
    Eigen::MatrixXd y = matrix, correction = Eigen::MatrixXd::Zero(matrix.rows(), matrix.cols());
    for (int round = 0; round < most_rounds; ++round) {
        const Eigen::MatrixXd shifted = y - correction;
        const Eigen::MatrixXd x = positive_part(shifted);
        correction = x - shifted;
        const Eigen::MatrixXd before = y;
        y = x;
        y.diagonal().setOnes();
        if ((y - before).norm() <= settled * y.norm()) break;
    }
    // The last projection may leave eigenvalues a rounding below 0: once more, with the diagonal brought back to 1.
    Eigen::MatrixXd out = positive_part(y);
    const Eigen::VectorXd scale = out.diagonal().cwiseSqrt().cwiseInverse();
    out = scale.asDiagonal() * out * scale.asDiagonal();
    out = (0.5 * (out + out.transpose())).eval();
    out.diagonal().setOnes();
    return out;
}

std::vector<CorrelationChange> repair(std::vector<CorrelatedGroup>& groups) {
    std::vector<CorrelationChange> changes;
    for (CorrelatedGroup& group : groups) {
        if (!group.repair || !indefinite(group)) continue;
        const Eigen::MatrixXd near = nearest_correlation(group.matrix);
        for (Eigen::Index i = 0; i < near.rows(); ++i) {
            for (Eigen::Index j = i + 1; j < near.cols(); ++j) {
                if (std::fabs(near(i, j) - group.matrix(i, j)) < 1e-9) continue;
                changes.push_back(
                    {group.names[static_cast<std::size_t>(i)], group.names[static_cast<std::size_t>(j)], group.matrix(i, j), near(i, j)});
            }
        }
        group.matrix = near;
    }
    return changes;
}

std::optional<std::string> indefinite(const CorrelatedGroup& group) {
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(group.matrix);
    if (solver.eigenvalues()(0) >= -rounding) return std::nullopt;
    const Eigen::VectorXd weight = solver.eigenvectors().col(0).cwiseAbs();
    std::vector<std::size_t> order(group.names.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return weight(static_cast<Eigen::Index>(a)) > weight(static_cast<Eigen::Index>(b)) + 1e-9;
    });
    std::vector<std::string> culprits;
    for (const std::size_t i : order) {
        if (culprits.size() < 6 && weight(static_cast<Eigen::Index>(i)) > 0.25 * weight.maxCoeff()) {
            culprits.push_back(group.names[i]);
        }
    }
    return "the correlation matrix is not positive semi-definite (smallest eigenvalue " +
           shortest(std::round(solver.eigenvalues()(0) * 1e6) / 1e6) + "), mostly through " + listed(culprits);
}

}  // namespace entente
