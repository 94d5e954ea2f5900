// A scenario made ready for the run: indices, slots and streams, shared read-only by all threads.
#pragma once

#include <string>
#include <vector>

#include "base/grid.hpp"
#include "chance/sampler.hpp"
#include "deal/pack.hpp"
#include "exit/model.hpp"
#include "market/world.hpp"
#include "model/scenario.hpp"
#include "plan/work.hpp"

namespace entente {

struct RunModel {
    std::uint64_t seed = 1;
    Design design;        // of the run's worlds; the pilot's are always independent
    int coordinates = 0;  // that Sobol points would need
    Grid grid;
    std::vector<std::string> firm_ids, program_ids;
    std::vector<FirmModel> firms;
    std::vector<ProgramModel> programs;
    std::vector<int> order;  // programs, each after those it waits for
    MarketModel markets;
    Regimes regimes;  // copied into each worker's block
    std::vector<Work> works;
    Sampler sampler{0, {}};
    std::vector<AlternativeModel> alternatives;  // solo first
    std::size_t baseline = 0;

    DealContext context() const { return {grid, firms, programs, order}; }
};

// Resolves a checked scenario. Weights and levels that rest on the pilot worlds are left for run_pilot.
RunModel prepare(const Scenario& scenario, std::uint64_t seed);
// The same model under the streams of another seed: what it draws is independent of what the model draws.
RunModel with_seed(const RunModel& model, const Scenario& scenario, std::uint64_t seed);

// The ids of firms (by index, in any order) as an executor's name: sorted, joined by '+'.
std::string executor_name(const std::vector<std::string>& firm_ids, std::vector<int> members);

}  // namespace entente
