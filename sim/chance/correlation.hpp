// The correlation of scores: which names go together, and the symmetric square root that correlates them.
#pragma once

#include <Eigen/Core>
#include <optional>
#include <string>
#include <vector>

namespace entente {

// Names that are correlated among each other, directly or through others, and with nothing else.
struct CorrelatedGroup {
    std::vector<std::string> names;
    Eigen::MatrixXd matrix;  // names x names, unit diagonal
    bool repair = false;     // where it is not positive semi-definite, the nearest one stands for it
};

// One entry of the scenario's [[correlation]] blocks after patterns are resolved; later entries win.
struct CorrelationPair {
    std::string a, b;
    double rho = 0;
    bool repair = false;
};

// The connected groups of the pairs whose rho is not 0, each with its full matrix; names sorted, so that the order of
// the file does not matter.
std::vector<CorrelatedGroup> correlated_groups(const std::vector<CorrelationPair>& pairs);

// The symmetric square root of a positive semi-definite matrix (eigenvalues within rounding of 0 count as 0).
Eigen::MatrixXd symmetric_root(const Eigen::MatrixXd& matrix);

// The correlation matrix nearest to a symmetric one in the Frobenius norm (Higham 2002, alternating projections with
// Dykstra's correction); its eigenvalues are 0 or more.
Eigen::MatrixXd nearest_correlation(const Eigen::MatrixXd& matrix);

// A correlation that a repair has moved.
struct CorrelationChange {
    std::string a, b;
    double before = 0, after = 0;
};

// Replaces the matrices of groups that ask for repair and need it; what was changed, in the order of the names.
std::vector<CorrelationChange> repair(std::vector<CorrelatedGroup>& groups);

// If the group's matrix is not positive semi-definite, a sentence that names the culprits (the names that weigh most in
// the most negative eigenvector).
std::optional<std::string> indefinite(const CorrelatedGroup& group);

}  // namespace entente
