// Regressions on halves of the worlds, and what their choices are worth (see value_of_information.hpp).
#include "stats/value_of_information.hpp"

#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "stats/moments.hpp"

namespace entente {

namespace {

constexpr std::size_t most_knots = 8, most_joint = 5;
constexpr double negligible = 1e-10;  // pivots below this share of the largest count as none

// The terms of a regression on some columns: what one world's row is.
class Terms {
public:
    explicit Terms(const std::vector<std::vector<double>>& columns) {
        for (const std::vector<double>& column : columns) {
            const Moments m = moments(column);
            if (m.sd() > 0) used_.push_back({&column, m.mean, m.sd()});
        }
        if (used_.size() == 1) knots_ = knots();
        std::vector<double> row;
        expand(0, row);
        count_ = row.size();
    }

    std::size_t count() const { return count_; }

    void expand(std::size_t world, std::vector<double>& out) const {
        out.assign(1, 1.0);
        if (used_.empty()) return;
        if (used_.size() == 1) return expand_spline(used_.front().at(world), out);
        if (used_.size() > most_joint) {
            for (const Column& column : used_) add_powers(column.at(world), out);
            return;
        }
        std::vector<double> x;
        for (const Column& column : used_) x.push_back(column.at(world));
        for (std::size_t i = 0; i < x.size(); ++i) {
            out.push_back(x[i]);
            for (std::size_t j = i; j < x.size(); ++j) {
                out.push_back(x[i] * x[j]);
                for (std::size_t k = j; k < x.size(); ++k) out.push_back(x[i] * x[j] * x[k]);
            }
        }
    }

private:
    struct Column {
        const std::vector<double>* values;
        double mean, sd;
        double at(std::size_t world) const { return ((*values)[world] - mean) / sd; }
    };

    static void add_powers(double x, std::vector<double>& out) { out.insert(out.end(), {x, x * x, x * x * x}); }

    void expand_spline(double x, std::vector<double>& out) const {
        add_powers(x, out);
        for (const double knot : knots_) {
            const double past = std::max(x - knot, 0.0);
            out.push_back(past * past * past);
        }
    }

    // At quantiles; none between values that are few.
    std::vector<double> knots() const {
        std::vector<double> sorted;
        for (std::size_t w = 0; w < used_.front().values->size(); ++w) sorted.push_back(used_.front().at(w));
        std::sort(sorted.begin(), sorted.end());
        std::set<double> out;
        for (std::size_t k = 1; k <= most_knots; ++k) out.insert(sorted[sorted.size() * k / (most_knots + 1)]);
        out.erase(sorted.front());
        return {out.begin(), out.end()};
    }

    std::vector<Column> used_;
    std::vector<double> knots_;
    std::size_t count_ = 0;
};

// Coefficients by option, fitted to the worlds of one half: those with this remainder by 2. Sums run in the order of the worlds.
std::vector<Eigen::VectorXd> fit(const Terms& terms, const OptionValues& values, std::size_t half) {
    const auto size = static_cast<Eigen::Index>(terms.count());
    Eigen::MatrixXd normal = Eigen::MatrixXd::Zero(size, size);
    std::vector<Eigen::VectorXd> right(values.size(), Eigen::VectorXd::Zero(size));
    std::vector<double> x;
    for (std::size_t w = half; w < values.front().size(); w += 2) {
        terms.expand(w, x);
        for (Eigen::Index i = 0; i < size; ++i) {
            const double xi = x[static_cast<std::size_t>(i)];
            for (Eigen::Index j = 0; j <= i; ++j) normal(i, j) += xi * x[static_cast<std::size_t>(j)];
            for (std::size_t a = 0; a < values.size(); ++a) right[a](i) += xi * values[a][w];
        }
    }
    normal.triangularView<Eigen::StrictlyUpper>() = normal.transpose();
    Eigen::ColPivHouseholderQR<Eigen::MatrixXd> solver(size, size);
    solver.setThreshold(negligible);
    solver.compute(normal);
    for (Eigen::VectorXd& one : right) one = solver.solve(one).eval();
    return right;
}

std::size_t choice(const std::vector<Eigen::VectorXd>& coefficients, const std::vector<double>& x) {
    std::size_t best = 0;
    double most = -HUGE_VAL;
    for (std::size_t a = 0; a < coefficients.size(); ++a) {
        double value = 0;
        for (std::size_t i = 0; i < x.size(); ++i) value += coefficients[a](static_cast<Eigen::Index>(i)) * x[i];
        if (value > most) best = a;
        most = std::max(most, value);
    }
    return best;
}

Estimate mean_of(const std::vector<double>& worth, const Estimator& estimator) {
    const Moments m = moments(worth);
    return {m.mean, estimator.standard_error(worth, m)};
}

}  // namespace

std::size_t best_option(const OptionValues& values) {
    std::vector<double> means;
    for (const auto& of : values) means.push_back(moments(of).mean);
    return static_cast<std::size_t>(std::max_element(means.begin(), means.end()) - means.begin());
}

Estimate perfect_information(const OptionValues& values, const Estimator& estimator) {
    const std::vector<double>& best = values[best_option(values)];
    std::vector<double> worth;
    for (std::size_t w = 0; w < best.size(); ++w) {
        double most = best[w];
        for (const auto& of : values) most = std::max(most, of[w]);
        worth.push_back(most - best[w]);
    }
    return mean_of(worth, estimator);
}

Estimate partial_information(const OptionValues& values, const std::vector<std::vector<double>>& columns, const Estimator& estimator) {
    const std::size_t best = best_option(values);
    const Terms terms(columns);
    std::vector<double> worth(values.front().size()), x;
    for (const std::size_t half : {0, 1}) {
        const std::vector<Eigen::VectorXd> coefficients = fit(terms, values, half);
        for (std::size_t w = 1 - half; w < worth.size(); w += 2) {
            terms.expand(w, x);
            worth[w] = values[choice(coefficients, x)][w] - values[best][w];
        }
    }
    return mean_of(worth, estimator);
}

}  // namespace entente
