// Published games, and laws over random ones.
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>
#include <random>

#include "game/excess_program.hpp"
#include "game/solutions.hpp"
#include "read/game.hpp"

using namespace entente;

namespace {

CostGame random_game(int players, unsigned seed) {
    std::mt19937_64 engine(seed);
    CostGame game;
    game.players = players;
    game.cost.assign(std::size_t{1} << players, 0.0);
    for (std::size_t s = 1; s < game.cost.size(); ++s)
        game.cost[s] = std::uniform_real_distribution<double>(0, 10 + 10.0 * std::popcount(s))(engine);
    return game;
}
// The nucleolus, or where no allocation asks nobody for more than alone the prenucleolus.
Allocation least_excesses(const CostGame& game) {
    const Allocation nu = nucleolus(game);
    return nu.defined() ? nu : prenucleolus(game);
}
double sum(const std::vector<double>& x) { return std::accumulate(x.begin(), x.end(), 0.0); }

// Kohlberg (1971): at every level of excess, the coalitions at or above it are balanced together with, where individual
// rationality counts, the players who pay just what they cost alone. An unbalanced level would have a shift of payments
// that lowers some of its excesses and raises none.
bool satisfies_kohlberg(const CostGame& game, const std::vector<double>& paid) {
    const std::vector<double> sums = coalition_sums(paid);
    double alone = 0;
    for (int i = 0; i < game.players; ++i) alone += game.alone(i);
    std::vector<std::uint32_t> order;
    for (std::uint32_t s = 1; s + 1 < sums.size(); ++s) order.push_back(s);
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return sums[a] - game.cost[a] > sums[b] - game.cost[b]; });
    std::vector<std::uint32_t> level;
    for (int i = 0; i < game.players && alone >= game.of_all(); ++i) {
        if (std::fabs(paid[static_cast<std::size_t>(i)] - game.alone(i)) < 1e-7) level.push_back(1U << i);
    }
    const std::size_t free_part = level.size();
    for (std::size_t k = 0; k < order.size(); ++k) {
        level.push_back(order[k]);
        const double here = sums[order[k]] - game.cost[order[k]];
        if (k + 1 < order.size() && here - (sums[order[k + 1]] - game.cost[order[k + 1]]) < 1e-7) continue;
        // No shift y of payments with y(N) = 0 may lower an excess of the level without raising another of it. Tried are
        // the shifts between each two players and random ones.
        std::mt19937_64 engine(7);
        const int n = game.players;
        for (int attempt = 0; attempt < n * n + 200; ++attempt) {
            std::vector<double> y(static_cast<std::size_t>(n));
            if (attempt < n * n) {
                y[static_cast<std::size_t>(attempt / n)] += 1;
                y[static_cast<std::size_t>(attempt % n)] -= 1;
            } else {
                for (double& v : y) v = std::normal_distribution<double>()(engine);
                const double mean = sum(y) / n;
                for (double& v : y) v -= mean;
            }
            const std::vector<double> moved = coalition_sums(y);
            bool all = true, some = false;
            for (std::size_t j = 0; j < level.size(); ++j) {
                all = all && -moved[level[j]] >= 0;
                some = some || (j >= free_part && -moved[level[j]] > 1e-9);
            }
            if (all && some) return false;
        }
    }
    return true;
}

}  // namespace

TEST_CASE("published games have their published allocations", "[game]") {
    int games = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(ENTENTE_SOURCE_DIR) + "/tests/reference/games")) {
        const std::optional<NamedGame> named = read_game(entry.path().string()).game;
        REQUIRE(named.has_value());
        std::ifstream stream(entry.path());
        const auto computed = nlohmann::json::parse(stream)["computed"];
        INFO(entry.path().filename().string());
        const auto agrees = [&](const char* key, const Allocation& allocation) {
            if (!computed.contains(key)) return;
            REQUIRE(allocation.defined());
            for (std::size_t i = 0; i < named->players.size(); ++i) {
                const double expected = computed[key][named->players[i]].get<double>();
                CHECK((named->is_value ? -1 : 1) * allocation.paid[i] == Approx(expected).margin(1e-6));
            }
        };
        agrees("shapley", shapley(named->game));
        agrees("nucleolus", nucleolus(named->game));
        agrees("prenucleolus", prenucleolus(named->game));
        agrees("tau", tau_value(named->game));
        agrees("scrb_aca", alternate_cost_avoided(named->game));
        CHECK(least_core(named->game) == Approx(computed["least_core_epsilon"].get<double>()).margin(1e-6));
        ++games;
    }
    CHECK(games == 6);
}

TEST_CASE("allocations share out the cost of all, and the nucleolus meets Kohlberg's criterion", "[game]") {
    for (int players = 2; players <= 6; ++players) {
        for (unsigned seed = 1; seed <= 40; ++seed) {
            const CostGame game = random_game(players, seed * 10 + static_cast<unsigned>(players));
            double alone = 0;
            for (int i = 0; i < players; ++i) alone += game.alone(i);
            CHECK(nucleolus(game).defined() == (alone >= game.of_all()));
            const Allocation nu = least_excesses(game);
            REQUIRE(nu.defined());
            CHECK(sum(nu.paid) == Approx(game.of_all()).epsilon(1e-9));
            CHECK(sum(shapley(game).paid) == Approx(game.of_all()).epsilon(1e-9));
            CHECK(satisfies_kohlberg(game, nu.paid));
            // The nucleolus is in the least core wherever individual rationality does not bind against it.
            const double epsilon = least_core(game);
            CHECK(largest_excess(game, nu.paid) >= epsilon - 1e-7);
            if (epsilon <= 0) CHECK(largest_excess(game, nu.paid) == Approx(epsilon).margin(1e-7));
            CHECK(largest_excess(game, shapley(game).paid) >= epsilon - 1e-7);
        }
    }
}

TEST_CASE("a planted error in an allocation fails Kohlberg's criterion", "[game]") {
    int caught = 0;
    for (unsigned seed = 1; seed <= 20; ++seed) {
        const CostGame game = random_game(3, seed);
        std::vector<double> paid = least_excesses(game).paid;
        paid[0] += 1;
        paid[1] -= 1;
        caught += satisfies_kohlberg(game, paid) ? 0 : 1;
    }
    CHECK(caught == 20);
}

TEST_CASE("rules are symmetric, covariant, and ignore who adds nothing", "[game]") {
    CostGame game = random_game(4, 99);
    const double before = game.cost[0b0011];
    for (std::uint32_t s = 0; s < 16; ++s) {
        // Players 0 and 1 become alike; player 3 adds its own cost and no more.
        const std::uint32_t swapped = (s & ~3U) | ((s & 1U) << 1) | ((s >> 1) & 1U);
        if (swapped > s) game.cost[swapped] = game.cost[s];
        if ((s & 8U) != 0) game.cost[s] = game.cost[s & 7U] + 5;
    }
    CHECK(game.cost[0b0011] == before);
    for (const Allocation& a : {shapley(game), least_excesses(game)}) {
        CHECK(a.paid[0] == Approx(a.paid[1]).margin(1e-8));
        CHECK(a.paid[3] == Approx(5).margin(1e-8));
    }
    CostGame scaled = game;
    const std::vector<double> shift{1, 2, 3, 4}, shifts = coalition_sums(shift);
    for (std::size_t s = 0; s < scaled.cost.size(); ++s) scaled.cost[s] = 3 * game.cost[s] + shifts[s];
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(shapley(scaled).paid[i] == Approx(3 * shapley(game).paid[i] + shift[i]).margin(1e-8));
        CHECK(least_excesses(scaled).paid[i] == Approx(3 * least_excesses(game).paid[i] + shift[i]).margin(1e-7));
    }
}

TEST_CASE("every rule is efficient and covariant, and treats alike who are alike", "[game]") {
    const std::vector<double> unknown(4, 1e300), equal(4, 1.0);
    int tried = 0;
    for (unsigned seed = 1; seed <= 60; ++seed) {
        // Concave games, so that every rule is defined; players 0 and 1 are alike.
        std::mt19937_64 engine(seed);
        std::vector<double> size(4);
        for (double& v : size) v = std::uniform_real_distribution<double>(1, 10)(engine);
        size[1] = size[0];
        const std::vector<double> sums = coalition_sums(size);
        CostGame game{4, std::vector<double>(16, 0.0)};
        for (std::size_t s = 1; s < 16; ++s) game.cost[s] = 10 * std::sqrt(sums[s]);
        CostGame moved = game;
        const std::vector<double> shift{1, 1, 2, 4}, shifts = coalition_sums(shift);
        for (std::size_t s = 0; s < 16; ++s) moved.cost[s] = 3 * game.cost[s] + shifts[s];
        const auto check = [&](const char* name, const Allocation& x, const Allocation& y, bool covariant) {
            INFO(name << ", seed " << seed);
            REQUIRE(x.defined());
            CHECK(sum(x.paid) == Approx(game.of_all()));
            CHECK(x.paid[0] == Approx(x.paid[1]).margin(1e-6));
            for (std::size_t i = 0; i < 4 && covariant; ++i) CHECK(y.paid[i] == Approx(3 * x.paid[i] + shift[i]).margin(1e-6));
            ++tried;
        };
        check("shapley", shapley(game), shapley(moved), true);
        check("nucleolus", nucleolus(game), nucleolus(moved), true);
        check("scrb", separable_remaining_benefit(game, unknown), separable_remaining_benefit(moved, unknown), true);
        check("aca", alternate_cost_avoided(game), alternate_cost_avoided(moved), true);
        check("tau", tau_value(game), tau_value(moved), true);
        check("nash", nash(game, equal), nash(moved, equal), true);
        check("kalai_smorodinsky", kalai_smorodinsky(game), kalai_smorodinsky(moved), true);
        // Relative savings change when costs are shifted: equal_profit is not covariant, and need not be.
        check("equal_profit", equal_profit(game), equal_profit(moved), false);
    }
    CHECK(tried == 60 * 8);
}

TEST_CASE("for two players the rules are one", "[game]") {
    CostGame game{2, {0, 11, 7, 15}};
    for (const Allocation& a :
         {shapley(game), nucleolus(game), alternate_cost_avoided(game), tau_value(game), nash(game, {1, 1}), kalai_smorodinsky(game)}) {
        REQUIRE(a.defined());
        CHECK(a.paid[0] == Approx(9.5));
        CHECK(a.paid[1] == Approx(5.5));
    }
}

TEST_CASE("three players in closed form are what the programs give", "[game]") {
    for (unsigned seed = 1; seed <= 2000; ++seed) {
        CostGame game = random_game(3, seed);
        if (seed % 4 == 0) game.cost[7] += 25;  // no saving: payments may pass what players cost alone
        if (seed % 5 == 0) game.cost[7] -= 20;  // a core
        double alone = 0;
        for (int i = 0; i < 3; ++i) alone += game.alone(i);
        const Allocation closed = least_excesses(game), programs = nucleolus_by_programs(game, alone >= game.of_all());
        REQUIRE(programs.defined());
        INFO("seed " << seed);
        for (std::size_t i = 0; i < 3; ++i) CHECK(closed.paid[i] == Approx(programs.paid[i]).margin(1e-7));
        CHECK(least_core(game) == Approx(ExcessProgram(game, false).solve().excess).margin(1e-7));
    }
}

TEST_CASE("equal profit: relative savings as even as the core lets them be", "[game]") {
    int bound = 0;
    for (unsigned seed = 1; seed <= 300; ++seed) {
        CostGame game = random_game(seed % 2 == 0 ? 3 : 4, seed);
        for (std::uint32_t s = 1; s < game.cost.size(); ++s) game.cost[s] += 20;  // nobody costs nothing
        game.cost[game.everyone()] *= 0.6;
        const Allocation equal = equal_profit(game);
        if (!in_core(game, least_core(game))) {
            CHECK_FALSE(equal.defined());
            continue;
        }
        REQUIRE(equal.defined());
        CHECK(sum(equal.paid) == Approx(game.of_all()));
        CHECK(in_core(game, largest_excess(game, equal.paid) - 1e-7));
        const auto spread = [&](const std::vector<double>& paid) {
            double low = 1e300, high = -1e300;
            for (int i = 0; i < game.players; ++i) {
                low = std::min(low, paid[static_cast<std::size_t>(i)] / game.alone(i));
                high = std::max(high, paid[static_cast<std::size_t>(i)] / game.alone(i));
            }
            return high - low;
        };
        bound += spread(equal.paid) > 1e-9 ? 1 : 0;
        // No allocation between it and any point of the core is more even: tried towards the nucleolus and random points.
        CHECK(spread(equal.paid) <= spread(nucleolus(game).paid) + 1e-9);
        std::mt19937_64 engine(seed);
        for (int attempt = 0; attempt < 300; ++attempt) {
            std::vector<double> other = equal.paid;
            std::vector<double> step(other.size());
            for (double& v : step) v = std::normal_distribution<double>()(engine);
            const double mean = sum(step) / static_cast<double>(step.size());
            for (std::size_t i = 0; i < other.size(); ++i) other[i] += 0.2 * (step[i] - mean);
            if (largest_excess(game, other) <= 0) CHECK(spread(other) >= spread(equal.paid) - 1e-9);
        }
    }
    CHECK(bound > 20);  // in these the core stands in the way of equal shares
}

TEST_CASE("linear rules commute with averaging; a rule's core membership holds where there is a core", "[game]") {
    const CostGame a = random_game(5, 11), b = random_game(5, 12);
    CostGame mean = a;
    for (std::size_t s = 0; s < mean.cost.size(); ++s) mean.cost[s] = 0.3 * a.cost[s] + 0.7 * b.cost[s];
    for (std::size_t i = 0; i < 5; ++i)
        CHECK(shapley(mean).paid[i] == Approx(0.3 * shapley(a).paid[i] + 0.7 * shapley(b).paid[i]).margin(1e-9));
    int cores = 0;
    for (unsigned seed = 1; seed <= 200; ++seed) {
        CostGame game = random_game(5, seed);
        game.cost[game.everyone()] *= 0.2;
        if (!in_core(game, least_core(game))) continue;
        ++cores;
        CHECK(in_core(game, largest_excess(game, nucleolus(game).paid) - 1e-7));
    }
    CHECK(cores > 10);
}

TEST_CASE("an undefined rule says so", "[game]") {
    CostGame majority{3, {0, 1, 1, 1, 1, 1, 1, 2}};
    CHECK_FALSE(tau_value(majority).defined());
    CHECK_FALSE(alternate_cost_avoided(majority).defined());
    CHECK(nucleolus(majority).paid[0] == Approx(2.0 / 3));
    CostGame costly{2, {0, 1, 1, 3}};
    CHECK_FALSE(nash(costly, {1, 1}).defined());
    // Whoever pays, someone pays more than alone; the prenucleolus shares the loss.
    CHECK_FALSE(nucleolus(costly).defined());
    CHECK(nucleolus(costly).undefined.find("prenucleolus") != std::string::npos);
    CHECK(prenucleolus(costly).paid == std::vector<double>{1.5, 1.5});
    // Where nothing is saved, up to rounding, one allocation is left.
    CostGame idle{4, std::vector<double>(16, 0.0)};
    for (std::uint32_t s = 1; s < 16; ++s) idle.cost[s] = std::popcount(s) * (0.1 + 1e-17) + (std::popcount(s) == 2 ? 0.05 : 0);
    idle.cost[15] *= 1 + 1e-12;
    REQUIRE(nucleolus(idle).defined());
    for (const double paid : nucleolus(idle).paid) CHECK(paid == Approx(0.1));
}

TEST_CASE("the nucleolus of a large airport game has its known form", "[game]") {
    // Littlechild (1974): costs 1..12; who needs a longer runway never pays less.
    CostGame game;
    game.players = 12;
    game.cost.assign(1U << 12, 0.0);
    for (std::uint32_t s = 1; s < game.cost.size(); ++s) game.cost[s] = std::bit_width(s);
    const Allocation nu = nucleolus(game);
    REQUIRE(nu.defined());
    CHECK(sum(nu.paid) == Approx(12));
    CHECK(largest_excess(game, nu.paid) == Approx(least_core(game)).margin(1e-8));
    for (std::size_t i = 1; i < 12; ++i) CHECK(nu.paid[i] >= nu.paid[i - 1] - 1e-9);
}

TEST_CASE("a coalition that cannot serve itself, at any large cost, leaves the others their precision", "[game]") {
    for (unsigned seed = 1; seed <= 40; ++seed) {
        CostGame game = random_game(5, seed);
        for (std::uint32_t s = 1; s < game.everyone(); ++s) {
            if (std::popcount(s) > 1) game.cost[s] += 40;  // so that single players bind
        }
        CostGame large = game;
        large.cost[0b00110] = 1e9;
        large.cost[0b11010] = 1e8;
        game.cost[0b00110] = game.cost[0b11010] = 1e4;
        const Allocation expected = least_excesses(game), found = least_excesses(large);
        REQUIRE(found.defined());
        INFO("seed " << seed);
        CHECK(sum(found.paid) == Approx(large.of_all()).epsilon(1e-9));
        for (std::size_t i = 0; i < 5; ++i) CHECK(found.paid[i] == Approx(expected.paid[i]).margin(1e-5));
        CHECK(least_core(large) == Approx(least_core(game)).margin(1e-5));
        CHECK_FALSE(in_core(large, 1e-3));
    }
}

TEST_CASE("games with ties, zeros and numbers of every size come to an end", "[game]") {
    std::mt19937_64 engine(5);
    for (int attempt = 0; attempt < 300; ++attempt) {
        const int players = 4 + attempt % 4;
        CostGame game{players, std::vector<double>(std::size_t{1} << players, 0.0)};
        for (std::size_t s = 1; s < game.cost.size(); ++s) {
            const auto choice = engine() % 4;
            game.cost[s] = choice == 0 ? 0 : (choice == 1 ? 1 : (choice == 2 ? -1e-3 : std::pow(10.0, static_cast<double>(engine() % 9))));
        }
        game.cost.back() = 10 + static_cast<double>(attempt % 3);
        INFO("attempt " << attempt);
        const Allocation pre = prenucleolus(game);
        REQUIRE(pre.defined());
        CHECK(sum(pre.paid) == Approx(game.of_all()).epsilon(1e-6));
        CHECK(largest_excess(game, pre.paid) == Approx(least_core(game)).margin(1e-5));
    }
}

TEST_CASE("a justifiable game is never above the game, nor above what it is worth to those served", "[game]") {
    for (unsigned seed = 1; seed <= 200; ++seed) {
        const int players = 2 + static_cast<int>(seed % 5);
        const CostGame game = random_game(players, seed);
        std::mt19937_64 engine(seed);
        std::vector<double> worth;
        for (int i = 0; i < players; ++i)
            worth.push_back(seed % 7 == 0 && i == 0 ? std::numeric_limits<double>::infinity()
                                                    : std::uniform_real_distribution<double>(0, 20)(engine));
        const CostGame charged = justifiable(game, worth);
        const std::vector<double> sums = coalition_sums(worth);
        for (std::uint32_t s = 0; s < game.cost.size(); ++s) {
            CHECK(charged.cost[s] <= game.cost[s]);
            CHECK(charged.cost[s] <= sums[s]);
            // The least over all T in S of serving T and compensating the others.
            double least = std::numeric_limits<double>::infinity();
            for (std::uint32_t t = 0; t < game.cost.size(); ++t) {
                if ((t & ~s) == 0) least = std::min(least, game.cost[t] + sums[s & ~t]);
            }
            CHECK(charged.cost[s] == Approx(least).margin(1e-12));
        }
    }
}

// Straffin and Heaney (1981): what a purpose is willing to pay, the less of its benefit and its own alternative, puts the separable-costs
// method into the game: dividing by the costs avoided of the justifiable game is dividing by the remaining benefits of the game.
TEST_CASE("willingness to pay: costs avoided in the justifiable game are remaining benefits in the game", "[game]") {
    // Tennessee Valley, thousand USD: navigation, flood control, power. Without a bound on benefits the published allocation.
    const CostGame tva{3, {0, 163520, 140826, 301607, 250096, 378821, 367370, 412584}};
    const double inf = std::numeric_limits<double>::infinity();
    const Allocation published = alternate_cost_avoided(justifiable(tva, {inf, inf, inf}));
    CHECK(published.paid[0] == Approx(117476).margin(0.6));
    CHECK(published.paid[1] == Approx(99157).margin(0.6));
    CHECK(published.paid[2] == Approx(195951).margin(0.6));
    // Benefits that bind one purpose alone and no two: then separable costs are those of the game.
    const std::vector<std::vector<double>> bounds{{161000, inf, 230000}, {inf, 139000, 240000}, {162000, 140000, inf}};
    for (const std::vector<double>& benefits : bounds) {
        const CostGame charged = justifiable(tva, benefits);
        CHECK(charged.of_all() == tva.of_all());  // all purposes are worth their separable costs
        for (int i = 0; i < 3; ++i) CHECK(charged.alone(i) == std::min(tva.alone(i), benefits[static_cast<std::size_t>(i)]));
        const Allocation in_game = separable_remaining_benefit(tva, benefits), in_justifiable = alternate_cost_avoided(charged);
        for (std::size_t i = 0; i < 3; ++i) CHECK(in_justifiable.paid[i] == Approx(in_game.paid[i]));
    }
}
