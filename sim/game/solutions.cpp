// The rules (see solutions.hpp).
#include "game/solutions.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/problem.hpp"
#include "game/excess_program.hpp"

namespace entente {

namespace {

constexpr const char* imprecise = "the linear program lost its precision";

// Relative to the game's size: differences below are rounding.
double rounding(const CostGame& game) { return 1e-9 * size_of(game); }

// Base payments plus what is left of c(N), in proportion to `claims`; undefined for negative or empty claims.
Allocation proportional_rest(const CostGame& game, std::vector<double> paid, const std::vector<double>& claims, const char* claim) {
    const double rest = game.of_all() - std::accumulate(paid.begin(), paid.end(), 0.0);
    const double total = std::accumulate(claims.begin(), claims.end(), 0.0);
    if (std::any_of(claims.begin(), claims.end(), [&](double x) { return x < -rounding(game); }))
        return {{}, std::string("a player has a negative ") + claim};
    if (!(total > rounding(game))) {
        if (std::fabs(rest) <= rounding(game)) return {paid, ""};
        return {{}, std::string("no player has a positive ") + claim};
    }
    for (std::size_t i = 0; i < paid.size(); ++i) paid[i] += rest * claims[i] / total;
    return {paid, ""};
}

}  // namespace

Allocation shapley(const CostGame& game) {
    const int n = game.players;
    std::vector<double> weight(static_cast<std::size_t>(n));  // of a marginal cost to a coalition of k others
    // k! (n - 1 - k)! / n!, each from the one before.
    weight[0] = 1.0 / n;
    for (int k = 1; k < n; ++k) weight[static_cast<std::size_t>(k)] = weight[static_cast<std::size_t>(k - 1)] * k / (n - k);
    Allocation out{std::vector<double>(static_cast<std::size_t>(n), 0.0), ""};
    for (std::uint32_t s = 0; s < game.cost.size(); ++s) {
        const double w = s == game.everyone() ? 0 : weight[static_cast<std::size_t>(std::popcount(s))];
        for (int i = 0; i < n; ++i) {
            if ((s >> i & 1U) == 0) out.paid[static_cast<std::size_t>(i)] += w * (game.cost[s | 1U << i] - game.cost[s]);
        }
    }
    return out;
}

double least_core(const CostGame& game) {
    const int n = game.players;
    if (n < 2) return 0;
    double alone = 0, separable = 0, pair = -std::numeric_limits<double>::infinity();
    for (int i = 0; i < n; ++i) {
        alone += game.alone(i);
        separable += game.separable(i);
        pair = std::max(pair, (game.separable(i) - game.alone(i)) / 2);
    }
    if (n == 2) return (game.of_all() - alone) / 2;
    // A player's excess, and that of the two others, bound its payment from above and below.
    if (n == 3) return std::max({pair, (separable - game.of_all()) / 3, (game.of_all() - alone) / 3});
    const ExcessSolution least = ExcessProgram(game, false).solve();
    if (!least.precise) throw Failure("the least core cannot be told: " + std::string(imprecise));
    return least.excess;
}

namespace {

// Three players: the excess of a pair is what its third player pays less than its separable cost s, so every excess is one
// of x_i - c_i and s_i - x_i. Either all payments are settled by the largest excess, or one player's is (halfway between
// its two bounds, or at c_i where it may not pay more) and the other two share the rest at least excess.
Allocation nucleolus_of_three(const CostGame& game, bool individual) {
    const double whole = game.of_all();
    std::array<double, 3> c{}, s{}, x{};
    double alone = 0, separable = 0;
    for (int i = 0; i < 3; ++i) {
        const auto at = static_cast<std::size_t>(i);
        c[at] = game.alone(i);
        s[at] = game.separable(i);
        alone += c[at];
        separable += s[at];
    }
    const double by_pairs = (separable - whole) / 3, by_players = (whole - alone) / 3;
    double excess = std::max(by_pairs, by_players);
    std::size_t settled = 3;
    for (std::size_t i = 0; i < 3; ++i) {
        const double halfway = (s[i] - c[i]) / 2;
        // A player that may not pay more than alone leaves the excess of the others' pair to its separable cost.
        const double bound = individual && halfway > 0 ? 2 * halfway : halfway;
        if (bound <= excess) continue;
        excess = bound;
        settled = i;
    }
    if (settled == 3) {
        for (std::size_t i = 0; i < 3; ++i) x[i] = excess == by_pairs ? s[i] - excess : c[i] + excess;
        return {{x.begin(), x.end()}, ""};
    }
    const std::size_t j = (settled + 1) % 3, k = (settled + 2) % 3;
    x[settled] = s[settled] - excess;
    const double rest = whole - x[settled];
    const double low = std::max(s[j], rest - c[k]), high = std::min(c[j], rest - s[k]);
    x[j] = (low + high) / 2;
    if (individual) x[j] = std::max(std::min(x[j], c[j]), rest - c[k]);
    x[k] = rest - x[j];
    return {{x.begin(), x.end()}, ""};
}

}  // namespace

namespace {

double cost_alone(const CostGame& game) {
    double alone = 0;
    for (int i = 0; i < game.players; ++i) alone += game.alone(i);
    return alone;
}

Allocation nucleolus_among(const CostGame& game, bool individual) {
    const int n = game.players;
    if (n == 1) return {{game.of_all()}, ""};
    const double saving = cost_alone(game) - game.of_all();
    if (n == 2) return {{game.alone(0) - saving / 2, game.alone(1) - saving / 2}, ""};
    if (n == 3) return nucleolus_of_three(game, individual);
    if (!individual || saving > rounding(game)) return nucleolus_by_programs(game, individual);
    // Nothing is saved, up to rounding: one allocation alone asks nobody for more than alone.
    Allocation out;
    for (int i = 0; i < n; ++i) out.paid.push_back(game.alone(i) - saving / n);
    return out;
}

}  // namespace

Allocation nucleolus(const CostGame& game) {
    if (cost_alone(game) < game.of_all() - rounding(game))
        return {{}, "all together cost more than each alone, so every allocation asks someone for more than alone (see prenucleolus)"};
    return nucleolus_among(game, true);
}

Allocation prenucleolus(const CostGame& game) { return nucleolus_among(game, false); }

Allocation nucleolus_by_programs(const CostGame& game, bool individual) {
    ExcessProgram program(game, individual);
    while (!program.complete()) {
        const ExcessSolution solution = program.solve();
        if (solution.tight.empty()) return {{}, imprecise};
        for (const std::uint32_t s : solution.tight) program.fix(s, game.cost[s] + solution.excess);
    }
    return {program.allocation(), ""};
}

Allocation separable_remaining_benefit(const CostGame& game, const std::vector<double>& benefits) {
    std::vector<double> paid, claims;
    for (int i = 0; i < game.players; ++i) {
        paid.push_back(game.separable(i));
        claims.push_back(std::min(benefits[static_cast<std::size_t>(i)], game.alone(i)) - paid.back());
    }
    return proportional_rest(game, paid, claims, "remaining benefit");
}

Allocation alternate_cost_avoided(const CostGame& game) {
    return separable_remaining_benefit(
        game, std::vector<double>(static_cast<std::size_t>(game.players), std::numeric_limits<double>::infinity()));
}

Allocation tau_value(const CostGame& game) {
    const int n = game.players;
    // In costs: utopia is the separable cost, the minimal right the least that a coalition leaves when it pays the others
    // their utopia.
    std::vector<double> utopia, right(static_cast<std::size_t>(n), std::numeric_limits<double>::infinity());
    for (int i = 0; i < n; ++i) utopia.push_back(game.separable(i));
    const std::vector<double> sums = coalition_sums(utopia);
    for (std::uint32_t s = 1; s < game.cost.size(); ++s) {
        for (int i = 0; i < n; ++i) {
            if ((s >> i & 1U) == 0) continue;
            auto& least = right[static_cast<std::size_t>(i)];
            least = std::min(least, game.cost[s] - (sums[s] - utopia[static_cast<std::size_t>(i)]));
        }
    }
    double low = 0, high = 0;
    for (std::size_t i = 0; i < right.size(); ++i) {
        if (utopia[i] > right[i] + rounding(game)) return {{}, "the game is not quasi-balanced"};
        low += utopia[i];
        high += right[i];
    }
    if (low > game.of_all() + rounding(game) || high < game.of_all() - rounding(game)) return {{}, "the game is not quasi-balanced"};
    const double part = high - low > rounding(game) ? (high - game.of_all()) / (high - low) : 0;
    Allocation out;
    for (std::size_t i = 0; i < right.size(); ++i) out.paid.push_back(right[i] - part * (right[i] - utopia[i]));
    return out;
}

Allocation nash(const CostGame& game, const std::vector<double>& power) {
    double saving = -game.of_all(), total = 0;
    for (int i = 0; i < game.players; ++i) saving += game.alone(i);
    for (const double p : power) total += p;
    if (saving < -rounding(game)) return {{}, "working together saves nothing"};
    Allocation out;
    for (int i = 0; i < game.players; ++i) out.paid.push_back(game.alone(i) - saving * power[static_cast<std::size_t>(i)] / total);
    return out;
}

Allocation kalai_smorodinsky(const CostGame& game) {
    std::vector<double> paid, claims;
    for (int i = 0; i < game.players; ++i) {
        paid.push_back(game.alone(i));
        claims.push_back(game.alone(i) - game.separable(i));
    }
    return proportional_rest(game, paid, claims, "possible saving");
}

namespace {

// The program of equal_profit: y = (x, highest share, lowest share) of x_i / c(i); least highest - lowest in the core.
class ProfitProgram {
public:
    explicit ProfitProgram(const CostGame& game) : game_(game), n_(game.players), tolerance_(rounding(game)) {}

    Allocation solve() {
        std::vector<Constraint> basis;
        for (int i = 0; i < n_; ++i) basis.push_back(share(Kind::highest, i));
        basis.push_back(share(Kind::lowest, 0));
        basis.push_back(paid(Kind::all_up, game_.everyone(), game_.of_all(), 1));
        Eigen::VectorXd b = Eigen::VectorXd::Zero(n_ + 2);
        b(n_) = 1;
        b(n_ + 1) = -1;
        const SimplexSolution found = minimise(b, std::move(basis), [&](const auto& y, bool first) { return violated(y, first); });
        if (!found.precise) return {{}, imprecise};
        if (!found.bounded) return {{}, "the core is empty"};
        return {{found.y.data(), found.y.data() + n_}, ""};
    }

private:
    enum class Kind : std::uint64_t { highest, lowest, all_up, all_down, core };

    Constraint share(Kind kind, int i) const {
        Constraint out{Eigen::VectorXd::Zero(n_ + 2), 0, static_cast<std::uint64_t>(kind) << 32 | static_cast<std::uint32_t>(i)};
        const double sign = kind == Kind::highest ? -1 : 1;
        out.entries(i) = sign / game_.alone(i);
        out.entries(kind == Kind::highest ? n_ : n_ + 1) = -sign;
        return out;
    }
    Constraint paid(Kind kind, std::uint32_t coalition, double amount, double sign) const {
        Constraint out{Eigen::VectorXd::Zero(n_ + 2), sign * amount, static_cast<std::uint64_t>(kind) << 32 | coalition};
        for (int i = 0; i < n_; ++i) out.entries(i) = (coalition >> i & 1U) != 0 ? sign : 0;
        return out;
    }

    // Violations are in money, those of shares at the player's own cost.
    std::optional<Constraint> violated(const Eigen::VectorXd& y, bool first_found) const {
        std::optional<Constraint> found;
        double gain = tolerance_;
        const auto offer = [&](double violation, const auto& make) {
            if (violation <= gain || (first_found && found)) return;
            gain = violation;
            found = make();
        };
        for (int i = 0; i < n_; ++i) {
            offer(y(i) - y(n_) * game_.alone(i), [&] { return share(Kind::highest, i); });
            offer(y(n_ + 1) * game_.alone(i) - y(i), [&] { return share(Kind::lowest, i); });
        }
        const std::vector<double> sums = coalition_sums({y.data(), y.data() + n_});
        for (std::uint32_t s = 1; s + 1 < sums.size(); ++s)
            offer(sums[s] - game_.cost[s], [&] { return paid(Kind::core, s, game_.cost[s], -1); });
        const double missing = game_.of_all() - sums.back();
        offer(missing, [&] { return paid(Kind::all_up, game_.everyone(), game_.of_all(), 1); });
        offer(-missing, [&] { return paid(Kind::all_down, game_.everyone(), game_.of_all(), -1); });
        return found;
    }

    const CostGame& game_;
    int n_;
    double tolerance_;
};

}  // namespace

Allocation equal_profit(const CostGame& game) {
    double alone = 0;
    for (int i = 0; i < game.players; ++i) {
        if (!(game.alone(i) > rounding(game))) return {{}, "a player costs nothing alone"};
        alone += game.alone(i);
    }
    Allocation equal{{}, ""};
    for (int i = 0; i < game.players; ++i) equal.paid.push_back(game.alone(i) * game.of_all() / alone);
    if (game.players < 2 || in_core(game, largest_excess(game, equal.paid))) return equal;
    if (!in_core(game, least_core(game))) return {{}, "the core is empty"};
    return ProfitProgram(game).solve();
}

}  // namespace entente
