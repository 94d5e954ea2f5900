// The program behind the least core and the nucleolus (see excess_program.hpp).
#include "game/excess_program.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace entente {

namespace {

enum class Kind : std::uint64_t { open, fixed_up, fixed_down, individual };

// Excess of an open coalition, x(S) at least or at most what is fixed, x_i at most c(i); y = (e, x).
Constraint constraint(Kind kind, std::uint32_t coalition, double amount, int players) {
    Constraint out{Eigen::VectorXd::Zero(players + 1), 0, static_cast<std::uint64_t>(kind) << 32 | coalition};
    const double sign = kind == Kind::fixed_up ? 1 : -1;
    out.entries(0) = kind == Kind::open ? 1 : 0;
    for (int i = 0; i < players; ++i) {
        if ((coalition >> i & 1U) != 0) out.entries(i + 1) = sign;
    }
    out.value = sign * amount;
    return out;
}

bool is_open(std::uint64_t id) { return id >> 32 == static_cast<std::uint64_t>(Kind::open); }

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

constexpr std::size_t most_near = 2000;

}  // namespace

ExcessProgram::ExcessProgram(const CostGame& game, bool individual)
    : game_(game), individual_(individual), size_(size_of(game)), closed_(game.cost.size(), 0) {
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

// A feasible start: half a weight on an open coalition and on its complement, which is open too, and on everyone. Fixed
// coalitions and single players at weight 0 complete the basis.
std::vector<Constraint> ExcessProgram::first_basis() {
    const int n = game_.players;
    const auto open = [&](std::uint32_t s) { return constraint(Kind::open, s, game_.cost[s], n); };
    std::uint32_t first = 1;
    while (follows(first)) closed_[first++] = 1;
    std::vector<Constraint> candidates{open(first), open(game_.everyone() & ~first)};
    for (const FixedCoalition& f : fixed_) candidates.push_back(constraint(Kind::fixed_up, f.coalition, f.paid, n));
    for (int i = 0; i < n; ++i) {
        if (!follows(1U << i)) candidates.push_back(open(1U << i));
    }
    std::vector<Constraint> basis;
    std::vector<std::vector<double>> independent;
    for (Constraint& candidate : candidates) {
        if (reduce_into(independent, {candidate.entries.begin(), candidate.entries.end()})) basis.push_back(std::move(candidate));
    }
    return basis;
}

std::optional<Constraint> ExcessProgram::violated(const Eigen::VectorXd& y, bool first_found) {
    const int n = game_.players;
    const std::vector<double> x(y.data() + 1, y.data() + n + 1);
    Kind kind = Kind::open;
    std::uint32_t coalition = 0;
    // The rounding of y is that of the constraints that it solves, none of which is much larger than y.
    const double tolerance = 1e-10 * std::max({size_, y.cwiseAbs().maxCoeff(), 1e-290});
    double amount = 0, gain = tolerance;
    const auto offer = [&](Kind offered, std::uint32_t s, double a, double violation) {
        if (violation <= gain || (first_found && gain > tolerance)) return;
        kind = offered;
        coalition = s;
        amount = a;
        gain = violation;
    };
    const auto offer_open = [&](std::uint32_t s, double paid) {
        const double violation = paid - game_.cost[s] - y(0);
        if (violation <= gain || closed_[s] != 0) return;
        if (follows(s)) {
            closed_[s] = 1;
        } else {
            offer(Kind::open, s, game_.cost[s], violation);
        }
    };
    const auto paid_by = [&](std::uint32_t s) {
        double sum = 0;
        for (; s != 0; s &= s - 1) sum += x[static_cast<std::size_t>(std::countr_zero(s))];
        return sum;
    };
    for (const FixedCoalition& f : fixed_) {
        const double difference = f.paid - paid_by(f.coalition);
        offer(Kind::fixed_up, f.coalition, f.paid, difference);
        offer(Kind::fixed_down, f.coalition, f.paid, -difference);
    }
    for (int i = 0; individual_ && i < n; ++i)
        offer(Kind::individual, 1U << i, game_.alone(i), x[static_cast<std::size_t>(i)] - game_.alone(i));
    // Coalitions violated at the last full look are tried before all 2^n are looked at again.
    if (!first_found) {
        for (const std::uint32_t s : near_) offer_open(s, paid_by(s));
        if (gain > tolerance) return constraint(kind, coalition, amount, n);
    }
    const std::vector<double> sums = coalition_sums(x);
    near_.clear();
    for (std::uint32_t s = 1; s + 1 < sums.size(); ++s) {
        const double violation = sums[s] - game_.cost[s] - y(0);
        if (violation > std::max(0.5 * gain, tolerance) && closed_[s] == 0 && near_.size() < most_near) near_.push_back(s);
        offer_open(s, sums[s]);
    }
    if (gain <= tolerance) return std::nullopt;
    return constraint(kind, coalition, amount, n);
}

ExcessSolution ExcessProgram::solve() {
    const int n = game_.players;
    near_.clear();
    const SimplexSolution found =
        minimise(Eigen::VectorXd::Unit(n + 1, 0), first_basis(), [&](const auto& y, bool first_found) { return violated(y, first_found); });
    ExcessSolution solution{found.precise, found.y(0), {found.y.data() + 1, found.y.data() + n + 1}, {}};
    // The dual is bounded by the primal, which has a solution: an unbounded ray is rounding, and leaves nothing tight.
    for (const std::uint64_t id : found.binding) {
        if (is_open(id)) solution.tight.push_back(static_cast<std::uint32_t>(id));
    }
    return solution;
}

}  // namespace entente
