// Regime chains against exact probabilities.
#include <catch2/catch.hpp>
#include <cmath>

#include "market/world.hpp"

using namespace entente;

namespace {

Market two_regimes(double slump_years, double growth_years) {
    Market market;
    Regime slump, growth;
    slump.demand = 0.8;
    slump.duration = slump_years;
    slump.initial = 1.0;
    growth.demand = 1.1;
    growth.duration = growth_years;
    market.regime.emplace_back(Name{"slump", {}}, slump);
    market.regime.emplace_back(Name{"growth", {}}, growth);
    return market;
}

}  // namespace

TEST_CASE("states are in order of demand and rows are cumulative", "[market]") {
    Market market = two_regimes(5, 2);
    market.regime[0].second.demand = 2;
    const RegimeChain chain = make_chain(market, 0.25, Stream(1, "x"));
    CHECK(chain.names == std::vector<std::string>{"growth", "slump"});
    CHECK(chain.initial[0] == 0);
    CHECK(chain.transition[0][0] == Approx(1 - 0.125));
    CHECK(chain.transition[1][0] == Approx(0.05));
    CHECK(chain.transition[1][1] == 1);
}

TEST_CASE("the share of worlds in a regime follows the chain's own law", "[market]") {
    constexpr int periods = 40, blocks = 200;
    Regimes regimes({make_chain(two_regimes(3, 5), 0.25, Stream(21, "market.m.regime"))}, {}, periods);
    std::vector<double> slump(periods);
    for (int block = 0; block < blocks; ++block) {
        regimes.draw({}, static_cast<std::uint64_t>(block) * Sampler::block_size, Sampler::block_size);
        for (int w = 0; w < Sampler::block_size; ++w) {
            for (int k = 0; k < periods; ++k)
                slump[static_cast<std::size_t>(k)] += regimes.state(MarketId(0), static_cast<Period>(k), w) == 0 ? 1 : 0;
        }
    }
    double exact = 1;
    const double n = blocks * Sampler::block_size;
    for (int k = 0; k < periods; ++k) {
        const double p = slump[static_cast<std::size_t>(k)] / n;
        const double se = std::sqrt(std::max(exact * (1 - exact), 1e-9) / n);
        CHECK(std::fabs(p - exact) < 6 * se + 1e-12);
        exact = exact * (1 - 0.25 / 3) + (1 - exact) * 0.25 / 5;
    }
}

TEST_CASE("correlated regimes keep their own law and move together", "[market]") {
    constexpr int periods = 12, blocks = 400;
    Eigen::MatrixXd matrix(2, 2);
    matrix << 1, 0.8, 0.8, 1;
    Regimes regimes({make_chain(two_regimes(2, 2), 0.25, Stream(5, "market.a.regime")),
                     make_chain(two_regimes(2, 2), 0.25, Stream(5, "market.b.regime"))},
                    {{{MarketId(0), MarketId(1)}, symmetric_root(matrix)}}, periods);
    double both = 0, first = 0;
    for (int block = 0; block < blocks; ++block) {
        regimes.draw({}, static_cast<std::uint64_t>(block) * Sampler::block_size, Sampler::block_size);
        for (int w = 0; w < Sampler::block_size; ++w) {
            first += regimes.state(MarketId(0), 1, w);
            both += regimes.state(MarketId(0), 1, w) * regimes.state(MarketId(1), 1, w);
        }
    }
    const double n = blocks * Sampler::block_size;
    const double se = std::sqrt(0.125 * 0.875 / n);
    CHECK(std::fabs(first / n - 0.125) < 6 * se);
    // Both leave the slump at the first boundary far more often than 1/64; exactly, P(Z1 >= t, Z2 >= t) at rho 0.8.
    double exact = 0;
    const double t = normal_quantile(0.875);
    constexpr int steps = 20000;
    for (int i = 0; i < steps; ++i) {
        const double z = t + 10.0 * (i + 0.5) / steps;
        exact += std::exp(-0.5 * z * z) / std::sqrt(2 * M_PI) * normal_cdf(-(t - 0.8 * z) / 0.6) * 10.0 / steps;
    }
    CHECK(std::fabs(both / n - exact) < 6 * std::sqrt(exact / n));
}
