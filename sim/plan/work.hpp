// Work: one program as one executor carries it out - its stages, gates, risks and factors, and where they are drawn (docs/model.md, 3).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "chance/sampler.hpp"
#include "plan/program.hpp"

namespace entente {

// Where the numbers of a stage are drawn.
struct ResolvedStage {
    Slot cost, duration, standing, waiting, rework_cost, rework_time;
    bool waits = false;        // waiting for money may cost something
    bool by_rate = false;      // `duration` holds a rate, money per year
    std::vector<Chance> gate;  // passing, one a try; empty when success is certain
    bool reworks = false;
    std::vector<StageId> after;
    Profile profile;
};
struct ResolvedRisk {
    StageId stage;
    Chance happens;
    Slot cost, delay;
    // With a count: how often, and what the second occurrence and each further one adds. None of them where there is no count.
    std::optional<Slot> count;
    std::vector<Slot> more_costs, more_delays;
};

enum class FactorChoice { best, lead, mean };

// What the executor's members bring, and the terms under which they work together.
struct ResolvedFactors {
    struct Member {
        Slot cost, duration, spent;
    };
    std::vector<Member> members;
    FactorChoice choice = FactorChoice::lead;
    std::size_t lead = 0;
    Slot overhead, drag, synergy;
};

struct Work {
    ProgramId program;
    std::vector<FirmId> members;
    ById<StageId, ResolvedStage> stages;  // in an order in which every stage follows its `after`
    ById<StageId, std::string> stage_names;
    bool chain = true;    // each stage comes after the one before it, and after no other
    bool funded = false;  // some member has limited funding
    bool waits = false;   // waiting for money may cost something
    std::vector<ResolvedRisk> risks;
    ResolvedFactors factors;
};

// Registers the draws of a program's stages for one executor; the factors are the caller's.
Work make_work(Sampler& sampler, const std::string& id, const Program& program, const std::string& executor);

}  // namespace entente
