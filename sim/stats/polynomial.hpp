// Least squares of a polynomial in several variables: the regression behind optimal exits.
#pragma once

#include <span>
#include <vector>

namespace entente {

// A polynomial of total degree `degree` in standardised variables (those that did not vary are left out).
class Polynomial {
public:
    Polynomial() = default;

    // Value at one point of as many variables as were fitted.
    double operator()(std::span<const double> point) const;
    // The standard error of that value, whatever the spread of the targets at other points (White 1980, Econometrica 48, eq. 1).
    double error(std::span<const double> point) const;
    // Terms of a polynomial in so many variables, the constant included.
    static std::size_t terms(std::size_t variables, int degree);

    // Fits targets[i] at points[i * variables .. ], for the rows listed. Terms that follow from others (0/1 variables and
    // their squares) are dropped by a pivoted factorisation. Sums run in the order of the rows.
    static Polynomial fit(std::span<const double> points, std::size_t variables, std::span<const double> targets,
                          std::span<const std::size_t> rows, int degree);

private:
    void expand(std::span<const double> point, std::vector<double>& out) const;

    int degree_ = 0;
    std::vector<std::size_t> used_;       // variables that vary
    std::vector<double> centre_, scale_;  // of those
    std::vector<double> coefficients_;    // by term
    std::vector<double> error_root_;      // rows by term: squares of their sums over a point's terms add up to its value's variance
};

}  // namespace entente
