// The revised simplex over coalitions (see excess_program.hpp).
#include "game/excess_program.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>

namespace entente {

namespace {

enum class Kind { open, fixed_up, fixed_down, individual };

// A column of the dual program: its kind and coalition (or the fixed coalition's index).
struct Column {
    Kind kind;
    std::uint32_t coalition;
    double value;  // its coefficient in the dual's objective, to be maximised
};

bool same(const Column& a, const Column& b) { return a.kind == b.kind && a.coalition == b.coalition; }

Eigen::VectorXd entries(const Column& column, int players) {
    Eigen::VectorXd out = Eigen::VectorXd::Zero(players + 1);
    const double sign = column.kind == Kind::fixed_up ? 1 : -1;
    out(0) = column.kind == Kind::open ? 1 : 0;
    for (int i = 0; i < players; ++i) {
        if ((column.coalition >> i & 1U) != 0) out(i + 1) = sign;
    }
    return out;
}

// Eliminates independent vectors from v; what is left, scaled to lead with 1, or empty if v depends on them.
std::vector<double> reduced(const std::vector<std::vector<double>>& echelon, std::vector<double> v) {
    for (const auto& row : echelon) {
        const auto pivot = static_cast<std::size_t>(std::find_if(row.begin(), row.end(), [](double x) { return x != 0; }) - row.begin());
        const double factor = v[pivot];
        if (factor == 0) continue;
        for (std::size_t i = 0; i < v.size(); ++i) v[i] -= factor * row[i];
        v[pivot] = 0;
    }
    const auto lead = std::find_if(v.begin(), v.end(), [](double x) { return std::fabs(x) > 1e-9; });
    if (lead == v.end()) return {};
    const double scale = *lead;
    for (auto& x : v) x = std::fabs(x) > 1e-12 ? x / scale : 0;
    return v;
}

// Grows a set of independent vectors; false if the vector depends on them.
bool reduce_into(std::vector<std::vector<double>>& echelon, std::vector<double> v) {
    v = reduced(echelon, std::move(v));
    if (v.empty()) return false;
    echelon.push_back(std::move(v));
    return true;
}

std::vector<double> indicator(std::uint32_t coalition, int players) {
    std::vector<double> out(static_cast<std::size_t>(players), 0.0);
    for (int i = 0; i < players; ++i) out[static_cast<std::size_t>(i)] = (coalition >> i & 1U) != 0 ? 1 : 0;
    return out;
}

}  // namespace

ExcessProgram::ExcessProgram(const CostGame& game, bool individual) : game_(game), individual_(individual), closed_(game.cost.size(), 0) {
    double scale = 0;
    for (const double c : game.cost) scale = std::max(scale, std::fabs(c));
    tolerance_ = 1e-10 * std::max(scale, 1e-300);
    closed_[0] = 1;
    fix(game.everyone(), game.of_all());
}

void ExcessProgram::fix(std::uint32_t coalition, double paid) {
    if (!reduce_into(echelon_, indicator(coalition, game_.players))) return;
    fixed_.push_back({coalition, paid});
    closed_[coalition] = 1;
}

bool ExcessProgram::follows(std::uint32_t coalition) const { return reduced(echelon_, indicator(coalition, game_.players)).empty(); }

std::vector<double> ExcessProgram::allocation() const {
    const int n = game_.players;
    Eigen::MatrixXd rows(n, n);
    Eigen::VectorXd paid(n);
    for (int j = 0; j < n; ++j) {
        const auto& [coalition, amount] = fixed_[static_cast<std::size_t>(j)];
        for (int i = 0; i < n; ++i) rows(j, i) = (coalition >> i & 1U) != 0 ? 1 : 0;
        paid(j) = amount;
    }
    const Eigen::VectorXd x = rows.fullPivLu().solve(paid);
    return {x.begin(), x.end()};
}

ExcessSolution ExcessProgram::solve() {
    const int n = game_.players;
    const auto open = [&](std::uint32_t s) { return Column{Kind::open, s, -game_.cost[s]}; };
    // A feasible start: half a weight on an open coalition and on its complement, which is open too, and on everyone.
    // Fixed coalitions and single players at weight 0 complete the basis.
    std::uint32_t first = 1;
    while (follows(first)) closed_[first++] = 1;
    std::vector<Column> candidates{open(first), open(game_.everyone() & ~first), {Kind::fixed_up, fixed_[0].coalition, fixed_[0].paid}};
    for (const FixedCoalition& f : fixed_) candidates.push_back({Kind::fixed_up, f.coalition, f.paid});
    for (int i = 0; i < n; ++i) {
        if (!follows(1U << i)) candidates.push_back(open(1U << i));
    }
    std::vector<Column> basis;
    std::vector<std::vector<double>> independent;
    for (const Column& column : candidates) {
        const Eigen::VectorXd v = entries(column, n);
        if (reduce_into(independent, {v.begin(), v.end()})) basis.push_back(column);
    }
    Eigen::MatrixXd matrix(n + 1, n + 1);
    Eigen::VectorXd values(n + 1);
    const Eigen::VectorXd right = Eigen::VectorXd::Unit(n + 1, 0);
    int degenerate = 0;
    while (true) {
        for (int j = 0; j <= n; ++j) {
            matrix.col(j) = entries(basis[static_cast<std::size_t>(j)], n);
            values(j) = basis[static_cast<std::size_t>(j)].value;
        }
        const Eigen::PartialPivLU<Eigen::MatrixXd> lu(matrix);
        const Eigen::VectorXd level = lu.solve(right);
        const Eigen::VectorXd multiplier = matrix.transpose().partialPivLu().solve(values);
        const std::vector<double> x(multiplier.data() + 1, multiplier.data() + n + 1);
        // Pricing: the most violated column; after many steps without progress the first violated one (Bland's rule).
        const bool bland = degenerate > 30;
        Column entering{Kind::open, 0, 0};
        double gain = tolerance_;
        const auto offer = [&](const Column& column, double violation) {
            if (violation <= gain || (bland && gain > tolerance_)) return;
            entering = column;
            gain = violation;
        };
        const std::vector<double> sums = coalition_sums(x);
        for (std::uint32_t s = 1; s + 1 < sums.size(); ++s) {
            const double violation = sums[s] - game_.cost[s] - multiplier(0);
            if (violation <= gain || closed_[s] != 0) continue;
            if (follows(s)) {
                closed_[s] = 1;
                continue;
            }
            offer(open(s), violation);
        }
        for (const FixedCoalition& f : fixed_) {
            const double difference = f.paid - sums[f.coalition];
            offer({Kind::fixed_up, f.coalition, f.paid}, difference);
            offer({Kind::fixed_down, f.coalition, -f.paid}, -difference);
        }
        for (int i = 0; individual_ && i < n; ++i) offer({Kind::individual, 1U << i, -game_.alone(i)}, sums[1U << i] - game_.alone(i));
        if (entering.coalition == 0) {
            ExcessSolution solution{multiplier(0), x, {}};
            for (int j = 0; j <= n; ++j) {
                if (basis[static_cast<std::size_t>(j)].kind == Kind::open && level(j) > 1e-9)
                    solution.tight.push_back(basis[static_cast<std::size_t>(j)].coalition);
            }
            return solution;
        }
        const Eigen::VectorXd direction = lu.solve(entries(entering, n));
        int leaving = -1;
        double step = 0;
        for (int j = 0; j <= n; ++j) {
            if (direction(j) <= 1e-9) continue;
            const double ratio = std::max(level(j), 0.0) / direction(j);
            const bool better = leaving < 0 || ratio < step - 1e-12 ||
                                (ratio <= step + 1e-12 &&
                                 basis[static_cast<std::size_t>(j)].coalition < basis[static_cast<std::size_t>(leaving)].coalition);
            if (better) {
                leaving = j;
                step = ratio;
            }
        }
        // The dual is bounded by the primal, which has a solution; an unbounded ray is rounding.
        if (leaving < 0 || same(basis[static_cast<std::size_t>(leaving)], entering)) return {multiplier(0), x, {}};
        degenerate = step > 1e-12 ? 0 : degenerate + 1;
        basis[static_cast<std::size_t>(leaving)] = entering;
    }
}

}  // namespace entente
