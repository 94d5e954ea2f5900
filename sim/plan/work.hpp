// Work: one executor's plan of one program in each world - stage dates, costs and gates (docs/model.md, section 3).
#pragma once

#include <limits>
#include <span>
#include <vector>

#include "base/grid.hpp"
#include "dist/sampler.hpp"
#include "plan/program.hpp"

namespace entente {

// Where the numbers of a stage are drawn.
struct StageSlots {
    Slot cost, duration, standing, rework_cost, rework_time;
    bool by_rate = false;      // `duration` holds a rate, money per year
    std::vector<Chance> gate;  // passing, one a try; empty when success is certain
    bool reworks = false;
    std::vector<int> after;  // stages
    Profile profile;
};
struct RiskSlots {
    int stage = 0;
    Chance happens;
    Slot cost, delay;
};

enum class FactorChoice { best, lead, mean };

// What the executor's members bring, and the terms under which they work together.
struct FactorSlots {
    struct Member {
        Slot cost, duration, spent;
    };
    std::vector<Member> members;
    FactorChoice choice = FactorChoice::lead;
    std::size_t lead = 0;
    Slot overhead, drag, synergy;
};

struct Work {
    int program = 0;
    std::vector<int> members;        // firms
    std::vector<StageSlots> stages;  // in an order in which every stage follows its `after`
    std::vector<std::string> stage_names;
    bool chain = true;  // each stage comes after the one before it, and after no other
    std::vector<RiskSlots> risks;
    FactorSlots factors;
};

// A stage of a plan in one world; dates are years since the plan's start.
struct StagePlan {
    double start = 0;
    double duration = 0;
    double cost = 0;
    bool passes = true;
    double end() const { return start + duration; }
};

// A plan in one world.
struct Plan {
    const Work* work = nullptr;
    const StagePlan* stage = nullptr;
    int index = 0;     // of the work
    double end = 0;    // T
    double cost = 0;   // C, real money
    double spent = 0;  // share of the work done before it starts
    double ahead = 0;  // years of the plan that this share is (plan_time)

    std::size_t stages() const { return work->stages.size(); }
};
inline const Plan no_plan{};

// The plans of all works in a block of worlds.
class Plans {
public:
    Plans() = default;
    explicit Plans(std::span<const Work> works);
    // A plan knows where its stages stand.
    Plans(const Plans&) = delete;
    Plans(Plans&&) = default;
    Plans& operator=(const Plans&) = delete;
    Plans& operator=(Plans&&) = default;

    // Carries out every work in every world of the block.
    void carry_out(const Draws& draws);

    // Stands until the next block is carried out.
    const Plan& plan(int work, int world) const { return parts_[static_cast<std::size_t>(work)].plans[static_cast<std::size_t>(world)]; }

private:
    // One work's plans, by world; the stages of each are together.
    struct Part {
        std::vector<StagePlan> stages;
        std::vector<Plan> plans;
    };
    std::vector<Part> parts_;
};

// Registers the draws of a program's stages for one executor; the factors are the caller's.
Work make_work(Sampler& sampler, const std::string& id, const Program& program, const std::string& executor);

}  // namespace entente
