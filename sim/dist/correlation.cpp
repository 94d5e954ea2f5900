// Correlated groups and their square roots (see correlation.hpp).
#include "dist/correlation.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

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
    for (const auto& [a, b, rho] : pairs) last[std::minmax(a, b)] = rho;
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
