// The t copula's step from Gaussian scores to scores with common heavy tails (docs/model.md, section 2).
#pragma once

#include <span>
#include <vector>

#include "chance/law.hpp"

namespace entente {

// With W a chi-square of `df` degrees of freedom, z sqrt(df / W) is a t variable, and Phi^-1(T(.)) makes a standard
// normal score of it; scores that share W are then tied in their tails (Demarta and McNeil 2005).
class StudentScores {
public:
    explicit StudentScores(double df);

    // sqrt(df / W) from the normal scores of W.
    void factors(std::span<const double> normals, std::span<double> out) const;
    // Scores of z[i] factor[i]; error below 1e-8.
    void scores(std::span<const double> z, std::span<const double> factor, std::span<double> out) const;

private:
    double score(double t) const;

    double df_;
    Law chi_square_;
    // Phi^-1(T(t)) for t >= 0 on equal steps of ln(1 + t), and its slope in units of one step; odd in t.
    std::vector<double> value_, slope_;
};

}  // namespace entente
