// The correlation of scores: which names go together, and the symmetric square root that correlates them.
#pragma once

#include <Eigen/Core>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace entente {

// One of the scenario's [[correlation]] blocks after patterns are resolved. Without a matrix every two of its names have
// correlation rho; with one, its rows and columns are the names in order.
struct CorrelationBlock {
    std::vector<std::string> names;
    double rho = 0;
    bool repair = false;
    bool rank = false;  // the numbers were rank correlations; here they are those of the scores
    std::vector<std::vector<double>> matrix = {};
};

// Names that are correlated among each other, directly or through others, and with nothing else. Large groups of few kinds
// of names are kept by class: names of one class are correlated alike with all others, so that a few numbers tell the matrix.
struct CorrelatedGroup {
    std::vector<std::string> names;      // sorted
    Eigen::MatrixXd matrix = {};         // names x names, unit diagonal; empty where classes tell it
    std::vector<std::size_t> kind = {};  // by name, its class; empty where the matrix tells
    Eigen::MatrixXd between = {};        // classes x classes: correlation of two names of these; 1 for a class of one name
    bool repair = false;                 // where it is not positive semi-definite, the nearest one stands for it
    bool rank = false;                   // some of it follows from rank correlations

    // Too many different correlations: neither matrix nor classes are made.
    static constexpr std::size_t most_classes = 2000;
    bool too_large() const { return matrix.size() == 0 && between.size() == 0; }
    double rho(std::size_t a, std::size_t b) const;
};

// The connected groups of the pairs whose correlation is not 0; later blocks win on the same pair. Names are sorted, so that
// the order of the file does not matter.
std::vector<CorrelatedGroup> correlated_groups(const std::vector<CorrelationBlock>& blocks);

// Gives a group that is kept by class its whole matrix.
void write_out(CorrelatedGroup& group);

// The symmetric square root S of a group's matrix. Where classes tell it, S z has for a name of class k
// own[k] z + the sum over classes l of shared(k, l) times the sum of z over l.
struct GroupRoot {
    Eigen::MatrixXd matrix;  // empty where classes tell it
    std::vector<double> own;
    Eigen::MatrixXd shared;
};
std::shared_ptr<const GroupRoot> root_of(const CorrelatedGroup& group);

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

// Replaces the matrices of groups that ask for repair and need it; what was changed, in the order of the names. Larger groups
// than this stay as they are: a repair takes hundreds of eigen-decompositions.
constexpr std::size_t most_repaired = 400;
std::vector<CorrelationChange> repair(std::vector<CorrelatedGroup>& groups);

// If the group's matrix is not positive semi-definite, a sentence that names the culprits (the names that weigh most in
// the most negative eigenvector).
std::optional<std::string> indefinite(const CorrelatedGroup& group);

// The correlation of normal scores whose rank correlation (Spearman's) is r: 2 sin(pi r / 6) (Pearson 1907).
double of_rank(double r);

}  // namespace entente
