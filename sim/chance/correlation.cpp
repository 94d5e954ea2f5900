// Square roots of correlation matrices, and what to do where there is none (see correlation.hpp).
#include "chance/correlation.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>

#include "base/text.hpp"

namespace entente {

namespace {

constexpr double rounding = 1e-10;  // eigenvalues above -rounding are taken as 0

// A matrix that tells all eigenvalues and vectors of a group that is kept by class but those within the classes: with n_k
// names in class k, 1 + (n_k - 1) rho_kk on its diagonal and rho_kl sqrt(n_k n_l) beside it. An eigenvector v of it weighs
// v_k / sqrt(n_k) on each name of class k. What is left are the differences within a class, with eigenvalue 1 - rho_kk.
struct ClassMatrix {
    Eigen::MatrixXd matrix;
    Eigen::VectorXd count;  // n_k
};

ClassMatrix class_matrix(const CorrelatedGroup& group) {
    ClassMatrix out{group.between, Eigen::VectorXd::Zero(group.between.rows())};
    for (const std::size_t k : group.kind) out.count(static_cast<Eigen::Index>(k)) += 1;
    for (Eigen::Index k = 0; k < out.count.size(); ++k) {
        for (Eigen::Index l = 0; l < out.count.size(); ++l) {
            out.matrix(k, l) =
                k == l ? 1 + (out.count(k) - 1) * group.between(k, k) : group.between(k, l) * std::sqrt(out.count(k) * out.count(l));
        }
    }
    return out;
}

// Whether no eigenvalue lies below -rounding, where a Cholesky factor can tell: it takes a tenth of the time that they do.
bool has_factor(const Eigen::MatrixXd& matrix) {
    Eigen::MatrixXd raised = matrix;
    raised.diagonal().array() += rounding;
    return Eigen::LLT<Eigen::MatrixXd>(raised).info() == Eigen::Success;
}

GroupRoot make_root(const CorrelatedGroup& group) {
    if (group.matrix.size() > 0) return {symmetric_root(group.matrix), {}, {}};
    const ClassMatrix classes = class_matrix(group);
    const Eigen::VectorXd scale = classes.count.cwiseSqrt().cwiseInverse();
    GroupRoot out{{}, {}, scale.asDiagonal() * symmetric_root(classes.matrix) * scale.asDiagonal()};
    for (Eigen::Index k = 0; k < classes.count.size(); ++k) {
        out.own.push_back(classes.count(k) > 1 ? std::sqrt(std::max(1 - group.between(k, k), 0.0)) : 0.0);
        out.shared(k, k) -= out.own.back() / classes.count(k);
    }
    return out;
}

}  // namespace

double of_rank(double r) {
    if (std::fabs(r) == 1) return r;  // rounding must not keep perfect correlations from being perfect
    return 2 * std::sin(r * (3.14159265358979323846 / 6));
}

// A run is prepared several times and a sweep many; the roots of large groups are kept for the life of the process.
std::shared_ptr<const GroupRoot> root_of(const CorrelatedGroup& group) {
    constexpr Eigen::Index worth_keeping = 65;
    constexpr std::size_t most = 8;
    if (group.matrix.rows() < worth_keeping) return std::make_shared<const GroupRoot>(make_root(group));
    static std::mutex mutex;
    static std::vector<std::pair<Eigen::MatrixXd, std::shared_ptr<const GroupRoot>>> known;
    const std::lock_guard lock(mutex);
    for (const auto& [matrix, root] : known) {
        if (matrix.rows() == group.matrix.rows() && matrix == group.matrix) return root;
    }
    if (known.size() >= most) known.erase(known.begin());
    known.emplace_back(group.matrix, std::make_shared<const GroupRoot>(make_root(group)));
    return known.back().second;
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
        if (!group.repair || group.too_large() || group.names.size() > most_repaired || !indefinite(group)) continue;
        write_out(group);
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
    const bool by_class = group.matrix.size() == 0;
    const ClassMatrix classes = by_class ? class_matrix(group) : ClassMatrix{};
    const Eigen::MatrixXd& matrix = by_class ? classes.matrix : group.matrix;
    if (has_factor(matrix)) return std::nullopt;
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(matrix);
    if (solver.eigenvalues()(0) >= -rounding) return std::nullopt;
    Eigen::VectorXd weight = solver.eigenvectors().col(0).cwiseAbs();
    if (by_class) {
        const Eigen::VectorXd each = weight.array() / classes.count.array().sqrt();
        weight.resize(static_cast<Eigen::Index>(group.names.size()));
        for (std::size_t i = 0; i < group.names.size(); ++i)
            weight(static_cast<Eigen::Index>(i)) = each(static_cast<Eigen::Index>(group.kind[i]));
    }
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
    const std::string what = group.rank ? "the correlation matrix of scores that these rank correlations imply" : "the correlation matrix";
    return what + " is not positive semi-definite (smallest eigenvalue " + shortest(std::round(solver.eigenvalues()(0) * 1e6) / 1e6) +
           "), mostly through " + listed(culprits);
}

}  // namespace entente
