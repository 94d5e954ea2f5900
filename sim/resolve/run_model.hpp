// A scenario made ready for the run: indices, slots and streams, shared read-only by all threads.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/grid.hpp"
#include "chance/sampler.hpp"
#include "deal/pack.hpp"
#include "exit/model.hpp"
#include "market/world.hpp"
#include "model/results.hpp"
#include "plan/work.hpp"

namespace entente {

struct Alternative;
struct Scenario;

// Every firm for itself: an alternative of every scenario.
constexpr AlternativeId solo(0);

struct RunModel {
    std::string name, currency;
    Titles titles;
    std::uint64_t seed = 1;
    std::int64_t pilot_worlds = 0;
    Design design;        // of the run's worlds; the pilot's are always independent
    int coordinates = 0;  // of Sobol points that its numbers have been given
    Grid grid;
    ById<FirmId, std::string> firm_names;
    ById<ProgramId, std::string> program_names;
    ById<MarketId, std::string> market_names;
    ById<FirmId, ResolvedFirm> firms;
    ById<ProgramId, ResolvedProgram> programs;
    std::vector<ProgramId> order;     // each after those it waits for
    std::vector<ProgramId> priority;  // the same, most urgent first
    bool funded = false;              // some firm has limited funding
    ResolvedMarkets markets;
    Regimes regimes;  // copied into each worker's block
    ById<WorkId, Work> works;
    Sampler sampler{0, {}};
    ById<AlternativeId, ResolvedAlternative> alternatives;  // solo, then those of the file in its order
    AlternativeId baseline = solo;

    DealContext context() const { return {grid, firms, programs, order, priority, funded}; }
};

// What the file says of an alternative other than solo, which is not written; and of one of its arrangements.
const Alternative& written_as(const Scenario& scenario, AlternativeId alternative);
const Arrangement& written_as(const Scenario& scenario, AlternativeId alternative, ArrangementId arrangement);

// Resolves a checked scenario. Weights and levels that rest on the pilot worlds are left for run_pilot.
RunModel prepare(const Scenario& scenario, std::uint64_t seed);
// The same model under the streams of another seed: what it draws is independent of what the model draws.
RunModel with_seed(const RunModel& model, std::uint64_t seed);

// What the file calls some firms, in any order, as an executor's name: sorted, joined by '+'.
std::string executor_name(const ById<FirmId, std::string>& firm_names, std::span<const FirmId> members);

}  // namespace entente
