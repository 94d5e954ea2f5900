// Terms and normal equations of a polynomial (see polynomial.hpp).
#include "stats/polynomial.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <algorithm>
#include <cmath>

namespace entente {

namespace {

// Pivots of the normal equations below this share of the largest count as none.
constexpr double negligible = 1e-10;

// Appends all products of `left` more variables from `from` on to the product so far.
void add_products(std::span<const double> x, std::size_t from, int left, double product, std::vector<double>& out) {
    out.push_back(product);
    if (left == 0) return;
    for (std::size_t i = from; i < x.size(); ++i) add_products(x, i, left - 1, product * x[i], out);
}

// A matrix R such that the variance of the fitted value at a point is |R x|^2, x its terms: with A = Q L Q' the normal equations and
// u = L^(-1/2) Q' x, that is u' S u, S the sum of the squared residuals times u u'. Nothing cancels in it where terms nearly follow from
// each other. `look` gives a row's terms and its residual.
template <class Look>
std::vector<double> error_root(const Eigen::MatrixXd& normal, std::span<const std::size_t> rows, const Look& look) {
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(normal);
    const Eigen::VectorXd& values = solver.eigenvalues();  // ascending
    const Eigen::Index size = values.size();
    Eigen::Index dropped = 0;
    while (dropped < size && !(values(dropped) > negligible * values(size - 1))) ++dropped;
    const Eigen::Index kept = size - dropped;
    Eigen::MatrixXd whitening = solver.eigenvectors().rightCols(kept).transpose();
    for (Eigen::Index i = 0; i < kept; ++i) whitening.row(i) /= std::sqrt(values(dropped + i));
    Eigen::MatrixXd spread = Eigen::MatrixXd::Zero(kept, kept);
    std::vector<double> x;
    for (const std::size_t row : rows) {
        const double residual = look(row, x);
        const Eigen::VectorXd u = whitening * Eigen::Map<const Eigen::VectorXd>(x.data(), size) * residual;
        for (Eigen::Index j = 0; j < kept; ++j) {
            for (Eigen::Index i = j; i < kept; ++i) spread(i, j) += u(i) * u(j);
        }
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> root(spread);
    Eigen::MatrixXd factor = root.eigenvectors().transpose() * whitening;
    for (Eigen::Index i = 0; i < kept; ++i) factor.row(i) *= std::sqrt(std::max(root.eigenvalues()(i), 0.0));
    std::vector<double> out;
    for (Eigen::Index i = 0; i < kept; ++i) {
        for (Eigen::Index j = 0; j < size; ++j) out.push_back(factor(i, j));
    }
    return out;
}

}  // namespace

std::size_t Polynomial::terms(std::size_t variables, int degree) {
    double count = 1;  // (variables + degree) over degree
    for (int d = 1; d <= degree; ++d) count = count * static_cast<double>(variables + static_cast<std::size_t>(d)) / d;
    return static_cast<std::size_t>(std::lround(count));
}

void Polynomial::expand(std::span<const double> point, std::vector<double>& out) const {
    thread_local std::vector<double> standard;
    standard.clear();
    for (std::size_t i = 0; i < used_.size(); ++i) standard.push_back((point[used_[i]] - centre_[i]) / scale_[i]);
    out.clear();
    add_products(standard, 0, degree_, 1, out);
}

double Polynomial::error(std::span<const double> point) const {
    thread_local std::vector<double> terms;
    expand(point, terms);
    double variance = 0;
    for (const double* row = error_root_.data(); row != error_root_.data() + error_root_.size(); row += terms.size()) {
        double sum = 0;
        for (std::size_t j = 0; j < terms.size(); ++j) sum += row[j] * terms[j];
        variance += sum * sum;
    }
    return std::sqrt(variance);
}

double Polynomial::operator()(std::span<const double> point) const {
    thread_local std::vector<double> terms;
    expand(point, terms);
    double sum = 0;
    for (std::size_t i = 0; i < terms.size(); ++i) sum += coefficients_[i] * terms[i];
    return sum;
}

Polynomial Polynomial::fit(std::span<const double> points, std::size_t variables, std::span<const double> targets,
                           std::span<const std::size_t> rows, int degree) {
    Polynomial out;
    out.degree_ = degree;
    const double n = static_cast<double>(rows.size());
    for (std::size_t v = 0; v < variables; ++v) {
        double mean = 0, squares = 0;
        for (const std::size_t row : rows) mean += points[row * variables + v] / n;
        for (const std::size_t row : rows) squares += std::pow(points[row * variables + v] - mean, 2) / n;
        const double sd = std::sqrt(squares);
        if (!(sd > 1e-9 * (1 + std::fabs(mean)))) continue;
        out.used_.push_back(v);
        out.centre_.push_back(mean);
        out.scale_.push_back(sd);
    }
    std::vector<double> x;
    const auto size = static_cast<Eigen::Index>(terms(out.used_.size(), degree));
    Eigen::MatrixXd normal = Eigen::MatrixXd::Zero(size, size);
    Eigen::VectorXd right = Eigen::VectorXd::Zero(size);
    for (const std::size_t row : rows) {
        out.expand(points.subspan(row * variables, variables), x);
        for (Eigen::Index i = 0; i < size; ++i) {
            const double xi = x[static_cast<std::size_t>(i)];
            for (Eigen::Index j = 0; j <= i; ++j) normal(i, j) += xi * x[static_cast<std::size_t>(j)];
            right(i) += xi * targets[row];
        }
    }
    normal.triangularView<Eigen::StrictlyUpper>() = normal.transpose();
    Eigen::ColPivHouseholderQR<Eigen::MatrixXd> solver(size, size);
    solver.setThreshold(negligible);
    solver.compute(normal);
    const Eigen::VectorXd solution = solver.solve(right);
    out.coefficients_.assign(solution.begin(), solution.end());
    out.error_root_ = error_root(normal, rows, [&](std::size_t row, std::vector<double>& terms) {
        const auto point = points.subspan(row * variables, variables);
        out.expand(point, terms);
        return targets[row] - out(point);
    });
    return out;
}

}  // namespace entente
