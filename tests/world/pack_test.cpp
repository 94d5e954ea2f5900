// Worlds that are drawn and evaluated together: none can tell which others are beside it.
#include <algorithm>
#include <catch2/catch.hpp>

#include "outcome/write_outcomes.hpp"
#include "prepare/ready.hpp"
#include "support/scenario.hpp"

using namespace entente;
using namespace entente::test;

// Worlds are evaluated a pack at a time, and some alternatives share their schedule: neither may be seen.
TEST_CASE("the worlds and alternatives evaluated beside them change no bit of a world", "[world]") {
    for (const char* file : {"ford-vw-2019", "two-carmakers", "honda-gm-cruise", "argo", "renault-nissan-mitsubishi", "gm-fiat"}) {
        INFO(file);
        const Scenario scenario = scenario_of(text_of_file("scenarios/" + std::string(file) + ".toml"));
        const RunModel model = ready_model(scenario, 1).model;
        const Layout layout(model, 1024, YearlyFlows::kept);
        Workspace work(model);
        const Ids<AlternativeId> all = model.alternatives.ids();
        const std::vector<AlternativeId> alternatives(all.begin(), all.end());
        const Leaf whole = evaluate_leaf(model, layout, {0, 250, 256}, alternatives, work);
        for (const int block : {1, 3, 8, 13, 100}) {
            INFO(block);
            const Leaf apart = evaluate_leaf(model, layout, {0, 250, block}, alternatives, work);
            CHECK(whole.values == apart.values);
            CHECK(whole.sample == apart.sample);
            CHECK(whole.totals.flows == apart.totals.flows);
        }
        for (const AlternativeId a : alternatives) {
            INFO(a.place());
            const Leaf alone = evaluate_leaf(model, layout, {0, 250, 128}, std::span(&a, 1), work);
            const auto same = [&](int column) {
                const auto x = whole.column(column), y = alone.column(column);
                return std::equal(x.begin(), x.end(), y.begin());
            };
            for (const FirmColumns& firm : layout.alternatives[a].firms) {
                for (const int column : {firm.cost_npv, firm.cost, firm.transfer_npv, firm.benefit_npv, firm.peak, firm.worst_overrun})
                    CHECK(same(column));
            }
        }
    }
}

// The worlds that policies are fitted on come from such a model.
TEST_CASE("a model under another seed draws what the scenario draws under it", "[world]") {
    for (const char* file : {"ford-vw-2019", "gm-fiat", "renault-nissan-mitsubishi"}) {
        INFO(file);
        const Scenario scenario = scenario_of(text_of_file("scenarios/" + std::string(file) + ".toml"));
        const RunModel first = prepare(scenario, 1), second = prepare(scenario, 2), moved = with_seed(first, 2);
        Block drawn_first(first), drawn_second(second), drawn_moved(moved);
        draw_block(first, 0, Sampler::block_size, drawn_first);
        draw_block(second, 0, Sampler::block_size, drawn_second);
        draw_block(moved, 0, Sampler::block_size, drawn_moved);
        CHECK(moved.seed == 2);
        CHECK(drawn_moved.draws.memory == drawn_second.draws.memory);
        CHECK_FALSE(drawn_moved.draws.memory == drawn_first.draws.memory);
        for (const MarketId m : first.markets.markets.ids()) {
            const auto regimes = [&](const Block& block) {
                const std::uint8_t* const states = block.regimes.states(m, 0);
                return std::vector<std::uint8_t>(states, states + Sampler::block_size * first.grid.periods);
            };
            CHECK(regimes(drawn_moved) == regimes(drawn_second));
        }
    }
}
